// The states of a token and the changes between them. `session.ts` decides when a change happens.

import { type AccessTokenClaims, readToken, type TokenEndReason, trimToken } from '../access-token.js';
import { type BytedeskError, toBytedeskError } from '../errors.js';

/**
 * The part of a session that the host page may see. Its members are `null` for an opaque token, and the token itself is
 * no member.
 */
export type SessionInfo = AccessTokenClaims;

/**
 * `none`: there is no token yet. `failed`: none can be obtained, see `problem`. `expired`: its end is known. `ended`:
 * the session was signed out.
 */
export type SessionState = 'none' | 'failed' | 'live' | 'expired' | 'ended';

/** The proof of a token's end: the clock, a check at the desk, the bridge, or a call of a `DeskClient`. */
export type TokenEndSource = 'clock' | 'probe' | 'bridge' | 'api';

/** The reason of a token's end, and what proved it. */
export interface TokenEnd {
  readonly reason: TokenEndReason;
  readonly source: TokenEndSource;
  readonly expiresAt: Date | null;
}

/** The reason of a sign-out, and what proved it. */
export interface SignOut {
  readonly reason: 'user' | 'host' | 'other-tab' | 'kicked' | 'console' | 'unknown';
  readonly source: 'bridge' | 'host' | 'tab';
}

let versions = 0;

/**
 * A token and its state. Every change is one of the protected methods; the table of tokens in docs/session.md shows
 * this class. What a token is used for is in `Session`.
 */
export abstract class TokenState {
  #state: SessionState = 'none';
  #token: string | null = null;
  #info: SessionInfo | null = null;
  #problem: BytedeskError | undefined;
  #ending: TokenEnd | SignOut | undefined;
  #version = 0;

  get state(): SessionState {
    return this.#state;
  }

  /** The token, also one that has ended. It is a secret. */
  get token(): string | null {
    return this.#token;
  }

  get info(): SessionInfo | null {
    return this.#info;
  }

  /** The token's end, milliseconds since 1970; `Infinity` for a token that names none. */
  get endsAt(): number {
    return this.#info?.expiresAt?.getTime() ?? Infinity;
  }

  /** The reason for the state `failed`. */
  get problem(): BytedeskError | undefined {
    return this.#problem;
  }

  /** The reason for the state `expired` or `ended`; each end is another object. */
  get ending(): TokenEnd | SignOut | undefined {
    return this.#ending;
  }

  /** True if the desk has refused the present token. */
  get isRefused(): boolean {
    return this.#state === 'expired' && this.#ending?.source !== 'clock';
  }

  /**
   * A number that changes with each token and each failure to get one, by which tokens are distinguished without naming
   * them.
   */
  get version(): number {
    return this.#version;
  }

  /** Replaces the token. A text that cannot be a token makes the state `failed`. */
  protected install(given: string): void {
    const token = trimToken(given);
    try {
      this.#set('live', token, readToken(token));
    } catch (error) {
      this.fail(toBytedeskError(error, 'token-malformed', 'The token cannot be read.'));
    }
  }

  /** Forgets the token. */
  protected clear(): void {
    this.#set('none');
  }

  protected fail(problem: BytedeskError): void {
    this.#set('failed');
    this.#problem = problem;
  }

  /**
   * Marks the token as ended. It is kept, since the next one is asked for in its name. @returns false if it had ended
   * before
   */
  protected expire(end: TokenEnd): boolean {
    if (this.#state !== 'live') return false;
    this.#state = 'expired';
    this.#ending = end;
    return true;
  }

  /** Forgets the token for good. @returns false if the session was signed out already */
  protected markSignedOut(how: SignOut): boolean {
    if (this.#state === 'ended') return false;
    this.#set('ended');
    this.#ending = how;
    return true;
  }

  /** Waits for a token again after a sign-out, an end or a failure. */
  protected reopen(): void {
    if (this.#state !== 'live') this.#state = 'none';
    this.#ending = this.#problem = undefined;
    this.#version = ++versions;
  }

  /** Takes the user's name from the desk for a token that does not name it. @returns false if the token names it */
  protected learnUser(username: string): boolean {
    if (this.#info === null || this.#info.username !== null) return false;
    this.#info = { ...this.#info, username };
    return true;
  }

  /** Copies everything from another token's state. */
  protected copyFrom(from: TokenState): void {
    this.#set(from.#state, from.#token, from.#info);
    this.#problem = from.#problem;
    this.#ending = from.#ending;
    this.#version = from.#version;
  }

  #set(state: SessionState, token: string | null = null, info: SessionInfo | null = null): void {
    this.#state = state;
    this.#token = token;
    this.#info = info;
    this.#problem = this.#ending = undefined;
    this.#version = ++versions;
  }
}
