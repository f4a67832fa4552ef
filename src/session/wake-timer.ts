// One timer for arbitrarily distant times.

import type { Platform } from './platform.js';

/**
 * How long one browser timer waits at most. It cannot wait longer than 2^31-1 ms (24.8 days) and fires at once beyond
 * that; it stands still while the machine sleeps, and does not notice a corrected clock. So the clock is read again at
 * least this often.
 */
export const RECHECK_MS = 10 * 60_000;

/**
 * Calls back when there may be something to do: at the time it is set to, however far away, and whenever the page wakes
 * up.
 */
export class WakeTimer {
  readonly #platform: Platform;
  readonly #onDue: (event?: Event) => void;
  #stopListening!: () => void;
  #timer: number | undefined;

  /**
   * @param onDue is called any number of times, and has to read the clock itself. It gets the event that woke the page,
   * if there was one
   */
  constructor(platform: Platform, onDue: (event?: Event) => void) {
    this.#platform = platform;
    this.#onDue = onDue;
    this.set(Infinity);
  }

  /** Sets the time of the next call, in place of the one before. @param delayMs from now; `Infinity` for none */
  set(delayMs: number): void {
    this.#clear();
    // Once more does nothing, unless `document.open()` has taken all listeners of the window away.
    this.#stopListening = this.#platform.onWake(this.#onDue);
    if (delayMs === Infinity) return;
    this.#timer = this.#platform.setTimeout(() => this.#onDue(), Math.min(Math.max(delayMs, 0), RECHECK_MS));
  }

  /** Ends the timer, so that neither a timer nor a listener is left. */
  cancel(): void {
    this.#clear();
    this.#stopListening();
  }

  #clear(): void {
    if (this.#timer !== undefined) this.#platform.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
