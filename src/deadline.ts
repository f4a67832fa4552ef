import { BytedeskError } from './errors.js';

export interface Deadline {
  /** The caller's own signal. */
  readonly signal?: AbortSignal;
  /** Milliseconds; without it only the signal counts. */
  readonly timeoutMs?: number;
}

const aborted = (): BytedeskError => new BytedeskError('aborted', 'The call was given up by its caller.');

/**
 * Runs something that ends when the caller or the clock says so, whether it listens to the signal it is handed or not.
 *
 * @throws BytedeskError `aborted`, `timeout`, or whatever `run` rejects with
 */
export async function withDeadline<T>(
  run: (signal: AbortSignal) => Promise<T>,
  { signal, timeoutMs }: Deadline,
): Promise<T> {
  if (signal?.aborted) throw aborted();
  const controller = new AbortController();
  let stop = (_error: BytedeskError): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = (error) => {
      // Rejects first: what `run` makes of the abort comes too late to be the outcome.
      reject(error);
      controller.abort();
    };
  });
  const abort = (): void => stop(aborted());
  const time = (): void => stop(new BytedeskError('timeout', 'No answer came in time.'));
  const timer = timeoutMs === undefined ? undefined : setTimeout(time, timeoutMs);
  signal?.addEventListener('abort', abort);
  try {
    return await Promise.race([stopped, run(controller.signal)]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
