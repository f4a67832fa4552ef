// Waits for the desk, the storage and the host's functions with a time-out, and says in the endpoint's own codes why a
// wait has ended. Every request waits several times, so this makes no signal of its own, as `withDeadline` does, and
// reads that of the request only when a wait has become long.

import { Refusal, type EndpointCode } from './answers.js';

interface Limits {
  readonly timeoutMs: number;
  /** Its signal ends the wait with `aborted`; the work that was waited for goes on. */
  readonly leaving?: Leaving;
  /** The code of the refusal when time is up; default `timeout`. */
  readonly late?: EndpointCode;
}

/** A caller that may leave, such as a request. Servers make its signal when it is first read. */
export interface Leaving {
  readonly signal: AbortSignal;
}

/** Milliseconds of a wait before the signal is read. */
const UNWATCHED_MS = 10;
// After a stall, a busy process runs its timers before it reads the answers that have arrived meanwhile. With a time-out
// in slices such a stall costs one slice, and not the whole wait.
const SLICES = 8;

/**
 * Waits for a promise until time is up or the signal aborts.
 * @throws Refusal `aborted` or that of `late`, or whatever the promise rejects with
 */
export function within<T>(promise: Promise<T>, { timeoutMs, leaving, late = 'timeout' }: Limits): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const giveUp = (): void => settle(() => reject(new Refusal('aborted')));
    let slices = SLICES;
    let signal: AbortSignal | undefined;
    const watch = (): void => {
      wait();
      signal = leaving?.signal;
      if (signal?.aborted) giveUp();
      else signal?.addEventListener('abort', giveUp, { once: true });
    };
    const wait = (): void => {
      slices -= 1;
      if (slices < 0) settle(() => reject(new Refusal(late)));
      else timer = setTimeout(wait, timeoutMs / SLICES);
    };
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      finish();
    };
    let timer = setTimeout(watch, Math.min(UNWATCHED_MS, timeoutMs / SLICES));
    promise.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}

/** Resolves after a time. */
export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
