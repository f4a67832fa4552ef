import { BytedeskError, toBytedeskError } from '../errors.js';
import { type AccessTokenClaims, readToken } from './access-token.js';
import { type Clock, Deadline, systemClock } from './deadline.js';

/** What the host page may know of its session. Members are `null` for an opaque token; never the token. */
export type SessionInfo = AccessTokenClaims;

/** `none`: no token. `malformed`: one that cannot be used. `expired`: its end was told. `ended`: signed out. */
export type SessionState = 'none' | 'malformed' | 'live' | 'expired' | 'ended';

/** How a token came to its end, and what proved it. */
export interface TokenEnd {
  readonly reason: 'expired' | 'revoked' | 'rejected';
  readonly source: 'clock' | 'api';
  readonly expiresAt: Date | null;
}

export interface SessionOptions {
  /** Called once for each token that comes to its end, also for one that has passed already. */
  readonly onExpired: (end: TokenEnd) => void;
  readonly clock?: Clock;
}

/** A token and its end by the clock. Speaks of the host's token only: the console swaps it for its own. */
export class Session {
  readonly #options: SessionOptions;
  readonly #clock: Clock;
  #state: SessionState = 'none';
  #token: string | null = null;
  #info: SessionInfo | null = null;
  #problem: BytedeskError | undefined;
  #version = 0;
  #deadline: Deadline | undefined;
  #running = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  get state(): SessionState {
    return this.#state;
  }

  get token(): string | null {
    return this.#token;
  }

  get info(): SessionInfo | null {
    return this.#info;
  }

  /** Grows with each token; tells two of them apart without naming either. */
  get version(): number {
    return this.#version;
  }

  /** What is wrong with a malformed token. */
  get problem(): BytedeskError | undefined {
    return this.#problem;
  }

  /** Puts a token in the place of the one before. A malformed one leaves the session without a token. */
  use(token: string): void {
    this.#forget('none');
    try {
      this.#info = readToken(token);
      this.#token = token;
      this.#state = 'live';
    } catch (error) {
      this.#problem = toBytedeskError(error, 'token-malformed', 'The token cannot be read.');
      this.#state = 'malformed';
    }
    this.#watch();
  }

  /** Forgets the token. */
  clear(): void {
    this.#forget('none');
  }

  /** Ends the session. @returns the token to revoke; the desk's clock decides whether it has ended already */
  end(): string | null {
    const token = this.#token;
    this.#forget('ended');
    return token;
  }

  /** Takes the desk's word that its token is over. What is said of another token proves nothing. */
  refuse(token: string, reason: TokenEnd['reason']): void {
    if (this.#state === 'live' && token === this.#token) this.#expire(reason, 'api');
  }

  /** After a sign-out, where no token is needed: begins anew without one. */
  reopen(): void {
    if (this.#state === 'ended') this.#state = 'none';
  }

  /** Begins to watch the clock; a token that has ended meanwhile is told at once. */
  start(): void {
    this.#running = true;
    this.#watch();
  }

  /** Stops watching and leaves no timer; the token stays. */
  stop(): void {
    this.#running = false;
    this.#cancel();
  }

  /** Refuses a load that the session stands in the way of. @throws BytedeskError */
  assertUsable(needsToken: boolean): void {
    if (this.#problem !== undefined) throw this.#problem;
    if (this.#state === 'expired')
      throw new BytedeskError('token-expired', 'The token has ended; hand over a new one.');
    if (this.#token === null && needsToken)
      throw new BytedeskError('token-missing', 'There is no token to sign in with.');
  }

  #forget(state: SessionState): void {
    this.#cancel();
    this.#version += 1;
    this.#state = state;
    this.#token = null;
    this.#info = null;
    this.#problem = undefined;
  }

  #cancel(): void {
    this.#deadline?.cancel();
    this.#deadline = undefined;
  }

  #expire(reason: TokenEnd['reason'], source: TokenEnd['source']): void {
    this.#cancel();
    this.#state = 'expired';
    this.#options.onExpired({ reason, source, expiresAt: this.#info?.expiresAt ?? null });
  }

  #watch(): void {
    const expiresAt = this.#info?.expiresAt ?? null;
    if (!this.#running || this.#state !== 'live' || this.#deadline !== undefined || expiresAt === null)
      return;
    const end = (): void => this.#expire('expired', 'clock');
    if (this.#clock.now() >= expiresAt.getTime()) end();
    else this.#deadline = new Deadline(expiresAt.getTime(), end, this.#clock);
  }
}
