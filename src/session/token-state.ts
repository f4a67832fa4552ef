import { type AccessTokenClaims, readToken, type TokenEndReason, trimToken } from '../access-token.js';
import { type BytedeskError, toBytedeskError } from '../errors.js';

/** What the host page may know of its session. Members are `null` for an opaque token; never the token. */
export type SessionInfo = AccessTokenClaims;

/** `none`: no token yet. `failed`: none can be had, see `problem`. `expired`: its end is known. `ended`: signed out. */
export type SessionState = 'none' | 'failed' | 'live' | 'expired' | 'ended';

/** What proved a token's end: the clock, a check at the desk, the bridge, or a call of a `DeskClient`. */
export type TokenEndSource = 'clock' | 'probe' | 'bridge' | 'api';

/** How a token came to its end, and what proved it. */
export interface TokenEnd {
  readonly reason: TokenEndReason;
  readonly source: TokenEndSource;
  readonly expiresAt: Date | null;
}

/** How a session was signed out, and what proved it. */
export interface SignOut {
  readonly reason: 'user' | 'host' | 'other-tab' | 'kicked' | 'console' | 'unknown';
  readonly source: 'bridge' | 'host' | 'tab';
}

let versions = 0;

/**
 * A token and what has become of it. Every change is one of the protected methods; the table of tokens in
 * docs/session.md shows this class. What a token is used for stands in `Session`.
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

  /** The token, also one that has ended; a secret. */
  get token(): string | null {
    return this.#token;
  }

  get info(): SessionInfo | null {
    return this.#info;
  }

  /** Milliseconds since 1970; `Infinity` for a token that does not say. */
  get endsAt(): number {
    return this.#info?.expiresAt?.getTime() ?? Infinity;
  }

  /** Why state is `failed`. */
  get problem(): BytedeskError | undefined {
    return this.#problem;
  }

  /** How it came to be `expired` or `ended`; another object for each end. */
  get ending(): TokenEnd | SignOut | undefined {
    return this.#ending;
  }

  /** True if the desk has refused the token that is held. */
  get isRefused(): boolean {
    return this.#state === 'expired' && this.#ending?.source !== 'clock';
  }

  /** Another number for each token and each failure to get one; tells them apart without naming them. */
  get version(): number {
    return this.#version;
  }

  /** Puts a token in the place of the one before. What cannot be a token makes it `failed`. */
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

  /** Marks the token as ended; it is kept, since the next one is asked for in its name. @returns false if it had been */
  protected expire(end: TokenEnd): boolean {
    if (this.#state !== 'live') return false;
    this.#state = 'expired';
    this.#ending = end;
    return true;
  }

  /** Forgets the token for good. @returns false if it was signed out already */
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

  /** Takes the user's name from the desk for a token that does not say it. @returns false if the token had said it */
  protected learnUser(username: string): boolean {
    if (this.#info === null || this.#info.username !== null) return false;
    this.#info = { ...this.#info, username };
    return true;
  }

  /** Takes over everything from another one. */
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
