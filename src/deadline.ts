// The one helper for waits that end by time or by a signal.

import { BytedeskError } from './errors.js';

/** The time and the signal that end a wait. */
export interface Deadline {
  /** The caller's signal, which ends the wait with `aborted`. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the wait ends with `timeout`; without it only the signal ends the wait. */
  readonly timeoutMs?: number;
  /** Timers to use instead of the platform's own. */
  readonly timers?: Timers;
}

export interface Timers {
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(handle: never): void;
}

const aborted = (): BytedeskError => new BytedeskError('aborted', 'The caller gave up waiting.');

/**
 * Runs a task and ends the wait for it when the caller or the clock says so, even if the task ignores its signal.
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
      // The rejection comes before the abort, so that an error that `run` makes of the abort is too late to be the
      // outcome.
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

/** Resolves after a time, or sooner when the signal aborts. */
export const pause = (timeoutMs: number, deadline: Omit<Deadline, 'timeoutMs'>): Promise<void> =>
  withDeadline(() => new Promise<void>(() => undefined), { ...deadline, timeoutMs }).catch(() => undefined);
