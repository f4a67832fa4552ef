import { BytedeskError } from '../errors.js';
import type { Platform } from './platform.js';

/** Failures, some seconds, that a token past its end is covered for: one lost answer is no reason to reload a console. */
const PATIENCE = 3;
/** After an awakening pages ask again spread over this time. */
const SPREAD_MS = 1_000;

/** Attempts to get a token: one at a time, further and further apart, and not for ever. */
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

  /** Forgets all failures: another token, another source, or somebody asked by hand. */
  reset(): void {
    this.#failures = this.#notBefore = 0;
    this.#end = undefined;
  }

  decline(): void {
    this.#end = 'declined';
  }

  /** Something has changed, so that another series may begin after failures. @returns false if there were none */
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
    // Known before it runs: what runs may bring another token at once.
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

  /** Counts a failure. @returns true if it was the last one of its series */
  countFailure(now: number, isInitial: boolean, status: number | undefined): boolean {
    this.#failures += 1;
    this.#notBefore = now + retryDelay(this.#failures, this.#platform.random());
    if (status === 401 || status === 403) this.#end = 'refused';
    else if (isLastAttempt(this.#failures, isInitial)) this.#end = 'exhausted';
    return this.#end !== undefined;
  }

  #settle(signal: AbortSignal): void {
    if (!signal.aborted) this.#current = undefined;
  }
}

/** First wait after a failure, milliseconds; doubles with each further one. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 300_000;
/** Failures until it is given up: with nothing on the screen yet (about 6 s), and behind a running console (about 6 min). */
const INITIAL_ATTEMPTS = 4;
const FURTHER_ATTEMPTS = 10;
/** An answer that is near its own end is renewed no sooner than this. */
const SHORTEST_WAIT_MS = 5_000;

/** Milliseconds to wait after the `failures`-th failure in a row; spread, so that many pages do not come back at once. */
export const retryDelay = (failures: number, random: number): number =>
  Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)) * (0.5 + random / 2);

export const isLastAttempt = (failures: number, isInitial: boolean): boolean =>
  failures >= (isInitial ? INITIAL_ATTEMPTS : FURTHER_ATTEMPTS);

/**
 * When to ask for the next token: this long before the end. What a source has just given is not asked for again at
 * once, however short it lives: then half of its life is waited.
 */
export function renewalTime(now: number, end: number, beforeMs: number, isAnswer: boolean): number {
  if (end === Infinity) return end;
  const time = end - beforeMs;
  if (!isAnswer || time >= now + SHORTEST_WAIT_MS) return time;
  return Math.min(end, now + Math.max(SHORTEST_WAIT_MS, time > now ? 0 : (end - now) / 2));
}

/** Milliseconds until the next probe: a tenth more or less, so that pages opened at once do not ask at once for ever. */
export const probeDelay = (intervalMs: number, random: number): number =>
  intervalMs > 0 ? intervalMs * (0.9 + random / 5) : Infinity;
