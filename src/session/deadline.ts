/** The part of the platform that a {@link Deadline} needs, so that tests can drive it. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, delayMs: number): number;
  clearTimeout(handle: number): void;
}

/** Looked up at each call, so that a page's (or test's) later replacement counts. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, delayMs) => globalThis.setTimeout(callback, delayMs) as unknown as number,
  clearTimeout: (handle) => globalThis.clearTimeout(handle),
};

/**
 * How long one timer waits at most. A browser timer cannot wait longer than 2^31-1 ms (24.8 days) and fires
 * at once beyond that; it stands still while the machine sleeps and knows nothing of a clock put right.
 * So the wall clock is read again at least this often.
 */
export const RECHECK_MS = 10 * 60_000;

const WAKE_EVENTS = ['pageshow', 'focus', 'online'] as const;

/** Calls back once when the wall clock reaches a moment, however far away, also after sleep. */
export class Deadline {
  readonly #at: number;
  readonly #reach: () => void;
  readonly #clock: Clock;
  #timer: number | undefined;
  #ended = false;

  /**
   * @param at milliseconds since the epoch; one that has passed is reached on a later task
   * @param reach called once, never after {@link cancel}
   */
  constructor(at: number, reach: () => void, clock: Clock = systemClock) {
    this.#at = at;
    this.#reach = reach;
    this.#clock = clock;
    for (const type of WAKE_EVENTS) globalThis.addEventListener?.(type, this.#check);
    globalThis.document?.addEventListener('visibilitychange', this.#check);
    this.#wait();
  }

  /** Ends it: no timer and no listener is left. */
  cancel(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    for (const type of WAKE_EVENTS) globalThis.removeEventListener?.(type, this.#check);
    globalThis.document?.removeEventListener('visibilitychange', this.#check);
  }

  #wait(): void {
    const remaining = Math.max(0, this.#at - this.#clock.now());
    this.#timer = this.#clock.setTimeout(this.#check, Math.min(remaining, RECHECK_MS));
  }

  readonly #check = (): void => {
    if (this.#ended) return;
    if (this.#clock.now() >= this.#at) {
      this.cancel();
      this.#reach();
      return;
    }
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#wait();
  };
}
