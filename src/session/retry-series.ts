// The pauses between failed token requests, and when the requests stop. `backoff.ts` has the formula.

import { type Backoff, backoffMs } from '../backoff.js';
import { BytedeskError } from '../errors.js';
import type { Platform } from './platform.js';

/**
 * The pauses between failed token requests: at most 1, 2, 4 … 256 seconds, on average three quarters of that. The last of
 * them follows the ninth failure, and the tenth ends the series.
 */
const BACKOFF: Backoff = { firstMs: 1_000, longestMs: 256_000 };
/**
 * Failures after which the series ends: the first number while nothing is on the screen yet (about 6 s), the second
 * behind a running console (about 6 min).
 */
const INITIAL_ATTEMPTS = 4;
const FURTHER_ATTEMPTS = 10;
/**
 * Failures, over some seconds, during which nobody is told yet that a token has ended. One lost answer is no reason to
 * load a console again.
 */
const PATIENCE = 3;
/** Pages that wake up at the same moment spread their requests over this time. */
const SPREAD_MS = 1_000;

/** The attempts to get one token: one at a time, with growing pauses, and a limited number of them. */
export class RetrySeries {
  readonly #platform: Platform;
  #current: { readonly controller: AbortController; readonly done: Promise<void> } | undefined;
  #failures = 0;
  /** `refused`: the source said no. `exhausted`: it failed too often. `declined`: the host wants no renewal. */
  #end: 'refused' | 'exhausted' | 'declined' | undefined;
  /** The time before which there is no further attempt, milliseconds since 1970. */
  #notBefore = 0;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** True after so many failures that the end of the old token is reported without waiting for another one. */
  get isOutOfPatience(): boolean {
    return this.#failures >= PATIENCE;
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  /** True after an answer that means that no further attempt can help. */
  get isRefused(): boolean {
    return this.#end === 'refused';
  }

  get isRunning(): boolean {
    return this.#current !== undefined;
  }

  get notBefore(): number {
    return this.#notBefore;
  }

  /** The time of the next automatic attempt after failures, as `notBefore`; `Infinity` if there is none. */
  get retryAt(): number {
    return this.#failures > 0 && !this.isOver ? this.#notBefore : Infinity;
  }

  /** Forgets all failures, since there is another token or another source, or somebody asked by hand. */
  reset(): void {
    this.#failures = this.#notBefore = 0;
    this.#end = undefined;
  }

  /** Ends the series, since the host wants no renewal. */
  decline(): void {
    this.#end = 'declined';
  }

  /** Ends the series until somebody asks by hand or the source changes. */
  stop(): void {
    this.#end = 'refused';
  }

  /** Begins another series after failures, since something has changed. @returns false if there were none */
  resume(now: number): boolean {
    if (this.#failures === 0 || this.#end === 'refused') return false;
    this.reset();
    this.#notBefore = now + this.#platform.random() * SPREAD_MS;
    return true;
  }

  /**
   * Runs an attempt, or waits for the one under way. @throws whatever `run` throws; `aborted` if another token came
   * first or the session has ended
   */
  run(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#current !== undefined) return this.#current.done;
    const controller = new AbortController();
    const { signal } = controller;
    // `run` starts one microtask later, when `#current` is set, since it may call something that aborts this very
    // attempt.
    const started = Promise.resolve().then(() => run(signal));
    const done = started.finally(() => {
      if (signal.aborted)
        throw new BytedeskError('aborted', 'Another token came first, or the session has ended.');
      this.#current = undefined;
    });
    this.#current = { controller, done };
    return done;
  }

  abort(): void {
    this.#current?.controller.abort();
    this.#current = undefined;
  }

  /**
   * Counts a failure. @param isFinal true if asking again cannot help @returns true if it was the last one of its
   * series
   */
  countFailure(now: number, isInitial: boolean, isFinal: boolean): boolean {
    this.#failures += 1;
    this.#notBefore = now + backoffMs(this.#failures, BACKOFF, this.#platform.random());
    if (isFinal) this.#end = 'refused';
    else if (this.#failures >= (isInitial ? INITIAL_ATTEMPTS : FURTHER_ATTEMPTS)) this.#end = 'exhausted';
    return this.isOver;
  }
}
