import { BytedeskError } from '../errors.js';
import { isLastAttempt, retryDelay } from './token-schedule.js';
import type { World } from './world.js';

/** Failures, some seconds, that a token past its end is covered for: one lost answer is no reason to reload a console. */
const PATIENCE = 3;
/** After an awakening pages ask again spread over this time. */
const SPREAD_MS = 1_000;

/** Attempts to get a token: one at a time, further and further apart, and not for ever. */
export class Attempts {
  readonly #world: World;
  #current: { readonly controller: AbortController; readonly done: Promise<void> } | undefined;
  #failures = 0;
  /** `refused`: the source said no. `exhausted`: it failed too often. `declined`: the host wants no renewal. */
  #end: 'refused' | 'exhausted' | 'declined' | undefined;
  /** Milliseconds since 1970; no further attempt before. */
  #notBefore = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** False while a new token may still be had before anybody has to be told that the old one has ended. */
  get haveFailed(): boolean {
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
    this.#notBefore = now + this.#world.random() * SPREAD_MS;
    return true;
  }

  /** Runs an attempt, or waits for the one under way. @throws what `run` throws; `aborted` if another token came first */
  make(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
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
  fail(now: number, isInitial: boolean, status: number | undefined): boolean {
    this.#failures += 1;
    this.#notBefore = now + retryDelay(this.#failures, this.#world.random());
    if (status === 401 || status === 403) this.#end = 'refused';
    else if (isLastAttempt(this.#failures, isInitial)) this.#end = 'exhausted';
    return this.#end !== undefined;
  }

  #settle(signal: AbortSignal): void {
    if (!signal.aborted) this.#current = undefined;
  }
}
