import { BytedeskError } from './errors.js';

/** When a wait ends, whatever is waited for. */
export interface Deadline {
  /** The caller's own signal. */
  readonly signal?: AbortSignal;
  /** Milliseconds; without it only the signal counts. */
  readonly timeoutMs?: number;
  /** Instead of the platform's own timers. */
  readonly timers?: Timers;
}

export interface Timers {
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(handle: never): void;
}

const aborted = (): BytedeskError => new BytedeskError('aborted', 'The caller gave up waiting.');

/**
 * Runs something that ends when the caller or the clock says so, whether it listens to the signal it gets or not.
 *
 * @throws BytedeskError `aborted`, `timeout`, or whatever `run` rejects with
 */
export async function withDeadline<T>(
  run: (signal: AbortSignal) => Promise<T>,
  { signal, timeoutMs, timers = globalThis }: Deadline,
): Promise<T> {
  if (signal?.aborted) throw aborted();
  const controller = new AbortController();
  let stop = (_error: BytedeskError): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = (error) => {
      // The rejection comes first, so that what `run` makes of the abort comes too late to be the outcome.
      reject(error);
      controller.abort();
    };
  });
  const onAbort = (): void => stop(aborted());
  const onTimeout = (): void => stop(new BytedeskError('timeout', 'No answer came in time.'));
  const timer = timeoutMs === undefined ? undefined : timers.setTimeout(onTimeout, timeoutMs);
  signal?.addEventListener('abort', onAbort);
  try {
    return await Promise.race([stopped, run(controller.signal)]);
  } finally {
    timers.clearTimeout(timer as never);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Resolves after a time, sooner when the signal says so. */
export const pause = (timeoutMs: number, deadline: Omit<Deadline, 'timeoutMs'>): Promise<void> =>
  withDeadline(() => new Promise<void>(() => undefined), { ...deadline, timeoutMs }).catch(() => undefined);
