import type { Platform } from './platform.js';

/**
 * How long one timer waits at most. A browser timer cannot wait longer than 2^31-1 ms (24.8 days) and fires
 * at once beyond that; it stands still while the machine sleeps and knows nothing of a clock put right.
 * So the clock is read again at least this often.
 */
export const RECHECK_MS = 10 * 60_000;

/** Rings when there may be something to do: at the time it is set to, however far away, and at every awakening. */
export class WakeTimer {
  readonly #platform: Platform;
  readonly #ring: (event?: Event) => void;
  readonly #stopListening: () => void;
  #timer: number | undefined;

  /** @param ring called any number of times; looks at the clock itself. Gets the event that woke the page, if one did */
  constructor(platform: Platform, ring: (event?: Event) => void) {
    this.#platform = platform;
    this.#ring = ring;
    this.#stopListening = platform.onWake(ring);
  }

  /** Sets the next ring, in the place of the one before. @param delayMs from now; `Infinity` for none */
  set(delayMs: number): void {
    this.#clear();
    if (delayMs === Infinity) return;
    this.#timer = this.#platform.setTimeout(() => this.#ring(), Math.min(Math.max(delayMs, 0), RECHECK_MS));
  }

  /** Ends it: no timer and no listener is left. */
  cancel(): void {
    this.#clear();
    this.#stopListening();
  }

  #clear(): void {
    if (this.#timer !== undefined) this.#platform.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
