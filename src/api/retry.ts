import { BytedeskError } from '../errors.js';
import { withDeadline } from '../deadline.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const NOT_IMPLEMENTED = 501;

/** No number of retries goes beyond this. */
export const MOST_RETRIES = 5;

/** Milliseconds before the next attempt: twice as long each time, half of it left to chance. */
export function pauseMs(failed: number, random: () => number = Math.random): number {
  const whole = Math.min(FIRST_PAUSE_MS * 2 ** failed, LONGEST_PAUSE_MS);
  return whole / 2 + (whole / 2) * random();
}

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
    await withDeadline(() => new Promise((resume) => setTimeout(resume, pauseMs(failed))), { signal });
  }
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof BytedeskError)) return false;
  const { code, status = 0 } = error;
  return code === 'network' || code === 'timeout' || (status >= 500 && status !== NOT_IMPLEMENTED);
}
