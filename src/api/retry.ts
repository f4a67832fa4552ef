import { backoffMs } from '../backoff.js';
import { withDeadline } from '../deadline.js';
import { BytedeskError } from '../errors.js';

/** Between the attempts of a call that somebody waits for. */
export const RETRY_BACKOFF = { firstMs: 250, longestMs: 5_000 };

const NOT_IMPLEMENTED = 501;

/** No number of retries goes beyond this. */
export const MOST_RETRIES = 5;

/** Tries again after failures that may pass. For calls only that may be made twice. */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { retries, signal }: { readonly retries: number; readonly signal?: AbortSignal },
): Promise<T> {
  for (let failed = 0; ; failed += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (failed >= retries || !mayPass(error)) throw error;
    }
    const pauseMs = backoffMs(failed + 1, RETRY_BACKOFF, Math.random());
    await withDeadline(() => new Promise((resume) => setTimeout(resume, pauseMs)), { signal });
  }
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof BytedeskError)) return false;
  const { code, status = 0 } = error;
  return code === 'network' || code === 'timeout' || (status >= 500 && status !== NOT_IMPLEMENTED);
}
