import { type Backoff, backoffMs } from '../backoff.js';
import { BytedeskError } from '../errors.js';
import type { Platform } from './platform.js';

/** The pauses between failed token requests: about 1, 2, 4 … seconds, five minutes at most. */
const BACKOFF: Backoff = { firstMs: 1_000, longestMs: 300_000 };
/** Failures until it is given up: with nothing on the screen yet (about 6 s), and behind a running console (about 6 min). */
const INITIAL_ATTEMPTS = 4;
const FURTHER_ATTEMPTS = 10;
/**
 * Failures, some seconds, for which nobody is told yet that a token has ended: one lost answer is no reason to load a
 * console again.
 */
const PATIENCE = 3;
/** Pages that wake up at the same moment ask again spread over this time. */
const SPREAD_MS = 1_000;

/** The attempts to get one token: one at a time, further and further apart, and not for ever. */
export class RetrySeries {
  readonly #platform: Platform;
  #current: { readonly controller: AbortController; readonly done: Promise<void> } | undefined;
  #failures = 0;
  /** `refused`: the source said no. `exhausted`: it failed too often. `declined`: the host wants no renewal. */
  #end: 'refused' | 'exhausted' | 'declined' | undefined;
  /** Milliseconds since 1970; no further attempt before. */
  #notBefore = 0;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** False while a new token may still be had before anybody has to be told that the old one has ended. */
  get isOutOfPatience(): boolean {
    return this.#failures >= PATIENCE;
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  get isRunning(): boolean {
    return this.#current !== undefined;
  }

  get notBefore(): number {
    return this.#notBefore;
  }

  /** When it goes on by itself after failures, as `notBefore`; `Infinity` if it will not. */
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
  refuse(): void {
    this.#end = 'refused';
  }

  /** Begins another series after failures, since something has changed. @returns false if there were none */
  resume(now: number): boolean {
    if (this.#failures === 0 || this.#end === 'refused') return false;
    this.reset();
    this.#notBefore = now + this.#platform.random() * SPREAD_MS;
    return true;
  }

  /** Runs an attempt, or waits for the one under way. @throws what `run` throws; `aborted` if another token came first */
  run(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#current !== undefined) return this.#current.done;
    const controller = new AbortController();
    const { signal } = controller;
    // `run` begins a microtask later, when `#current` is set: it may call what aborts this very attempt.
    const started = Promise.resolve().then(() => run(signal));
    const done = started.then(
      () => this.#settle(signal),
      (error: unknown) => {
        this.#settle(signal);
        throw signal.aborted ? new BytedeskError('aborted', 'Another token came first.') : error;
      },
    );
    this.#current = { controller, done };
    return done;
  }

  abort(): void {
    this.#current?.controller.abort();
    this.#current = undefined;
  }

  /** Counts a failure. @param isFinal asking again cannot help @returns true if it was the last one of its series */
  countFailure(now: number, isInitial: boolean, isFinal: boolean): boolean {
    this.#failures += 1;
    this.#notBefore = now + backoffMs(this.#failures, BACKOFF, this.#platform.random());
    if (isFinal) this.#end = 'refused';
    else if (this.#failures >= (isInitial ? INITIAL_ATTEMPTS : FURTHER_ATTEMPTS)) this.#end = 'exhausted';
    return this.isOver;
  }

  #settle(signal: AbortSignal): void {
    if (!signal.aborted) this.#current = undefined;
  }
}
