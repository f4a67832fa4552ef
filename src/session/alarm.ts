import type { World } from './world.js';

/**
 * How long one timer waits at most. A browser timer cannot wait longer than 2^31-1 ms (24.8 days) and fires
 * at once beyond that; it stands still while the machine sleeps and knows nothing of a clock put right.
 * So the clock is read again at least this often.
 */
export const RECHECK_MS = 10 * 60_000;

/** Rings when there may be something to do: at the time it is set to, however far away, and at every awakening. */
export class Alarm {
  readonly #world: World;
  readonly #ring: (event?: Event) => void;
  readonly #stopListening: () => void;
  #timer: number | undefined;

  /** @param ring called any number of times; looks at the clock itself. Gets the event that woke the page, if one did */
  constructor(world: World, ring: (event?: Event) => void) {
    this.#world = world;
    this.#ring = ring;
    this.#stopListening = world.onWake(ring);
  }

  /** Sets the next ring, in the place of the one before. @param delayMs from now; `Infinity` for none */
  set(delayMs: number): void {
    this.#clear();
    if (delayMs === Infinity) return;
    this.#timer = this.#world.setTimeout(() => this.#ring(), Math.min(Math.max(delayMs, 0), RECHECK_MS));
  }

  /** Ends it: no timer and no listener is left. */
  cancel(): void {
    this.#clear();
    this.#stopListening();
  }

  #clear(): void {
    if (this.#timer !== undefined) this.#world.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
