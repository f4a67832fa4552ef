import { Refusal, type EndpointCode } from './answers.js';

interface Limits {
  readonly timeoutMs: number;
  /** Ends the wait with `aborted`; what was waited for goes on. */
  readonly signal?: AbortSignal;
  /** The code when time is up; `timeout` when left out. */
  readonly late?: EndpointCode;
}

// A busy process finds its timers due before it reads what has long arrived: such a stall costs one slice of the wait.
const SLICES = 8;

/** Waits for a promise, but not for ever and not for somebody who has left. */
export function within<T>(promise: Promise<T>, { timeoutMs, signal, late = 'timeout' }: Limits): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const giveUp = (): void => settle(() => reject(new Refusal('aborted')));
    let slices = SLICES;
    const wait = (): void => {
      slices -= 1;
      if (slices < 0) settle(() => reject(new Refusal(late)));
      else timer = setTimeout(wait, timeoutMs / SLICES);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      finish();
    };
    wait();
    if (signal?.aborted) giveUp();
    else signal?.addEventListener('abort', giveUp, { once: true });
    promise.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}

/** Resolves after a while. */
export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
