import { type AccessTokenClaims, readToken } from './access-token.js';
import { type Clock, Deadline, systemClock } from './deadline.js';

/** What the host page may know of its session. Members are `null` for an opaque token; never the token. */
export type SessionInfo = AccessTokenClaims;

export interface SessionOptions {
  /** Called once for each token whose end is reached, also for one that has passed already. */
  readonly onExpired: (expiresAt: Date) => void;
  readonly clock?: Clock;
}

/** A token and its end by the clock. Speaks of the host's token only: the console swaps it for its own. */
export class Session {
  readonly #options: SessionOptions;
  readonly #clock: Clock;
  #token: string | null = null;
  #info: SessionInfo | null = null;
  #deadline: Deadline | undefined;
  #running = false;
  #expired = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  get token(): string | null {
    return this.#token;
  }

  get info(): SessionInfo | null {
    return this.#info;
  }

  /** True from the moment the token's end was told. */
  get expired(): boolean {
    return this.#expired;
  }

  /**
   * Puts a token in the place of the one before.
   *
   * @throws BytedeskError `token-malformed`; the session is then without a token
   */
  use(token: string): void {
    this.clear();
    this.#info = readToken(token);
    this.#token = token;
    this.#watch();
  }

  /** Forgets the token. */
  clear(): void {
    this.#deadline?.cancel();
    this.#deadline = undefined;
    this.#token = null;
    this.#info = null;
    this.#expired = false;
  }

  /** Begins to watch the clock; a token that has ended meanwhile is told at once. */
  start(): void {
    this.#running = true;
    this.#watch();
  }

  /** Stops watching and leaves no timer; the token stays. */
  stop(): void {
    this.#running = false;
    this.#deadline?.cancel();
    this.#deadline = undefined;
  }

  #watch(): void {
    const expiresAt = this.#info?.expiresAt ?? null;
    if (!this.#running || this.#expired || this.#deadline !== undefined || expiresAt === null) return;
    const end = (): void => {
      this.#deadline = undefined;
      this.#expired = true;
      this.#options.onExpired(expiresAt);
    };
    if (this.#clock.now() >= expiresAt.getTime()) end();
    else this.#deadline = new Deadline(expiresAt.getTime(), end, this.#clock);
  }
}
