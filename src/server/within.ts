import { Refusal, type EndpointCode } from './answers.js';

interface Limits {
  readonly timeoutMs: number;
  /** Ends the wait with `aborted`; what was waited for goes on. */
  readonly signal?: AbortSignal;
  /** The code when time is up; `timeout` when left out. */
  readonly late?: EndpointCode;
}

/** Waits for a promise, but not for ever and not for somebody who has left. */
export function within<T>(promise: Promise<T>, { timeoutMs, signal, late = 'timeout' }: Limits): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const giveUp = (): void => settle(() => reject(new Refusal('aborted')));
    const timer = setTimeout(() => settle(() => reject(new Refusal(late))), timeoutMs);
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      finish();
    };
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
