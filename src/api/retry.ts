// Repeats a client's call after failures that may pass. The pauses of a session's token source are in
// `session/retry-series.ts`.

import { backoffMs } from '../backoff.js';
import { withDeadline } from '../deadline.js';
import { BytedeskError } from '../errors.js';

/** The pauses are short, since somebody is waiting for the call. */
export const RETRY_BACKOFF = { firstMs: 250, longestMs: 5_000 };

const NOT_IMPLEMENTED = 501;

/** A larger number of retries is cut down to this one. */
export const MOST_RETRIES = 5;

/** Repeats a call after failures that may pass. It is only for calls that may be made twice. */
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
