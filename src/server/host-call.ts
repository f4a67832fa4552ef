// Calls the host's own functions, `authorize` and `credentials`, with a time-out.

import { Refusal } from './answers.js';
import type { Log } from './log-event.js';
import { within, type Leaving } from './within.js';

interface HostCall<T> {
  /** Gives what was answered, or throws for what is no answer. */
  readonly check: (answer: T) => T;
  readonly timeoutMs: number;
  readonly leaving?: Leaving;
  readonly log: Log;
}

/**
 * Calls a function of the host. The log gets no more than the name of what it throws, whose text may hold anything.
 * @throws Refusal `token-source-failed`, or `aborted`
 */
export async function callHost<T>(
  option: 'authorize' | 'credentials',
  call: () => T | Promise<T>,
  { check, timeoutMs, leaving, log }: HostCall<T>,
): Promise<T> {
  try {
    const answer = call();
    // A promise of another library counts as one, too. An answer that is there at once needs no time-out.
    if (typeof (answer as Partial<Promise<T>> | null)?.then !== 'function') return check(answer as T);
    return check(await within(Promise.resolve(answer), { timeoutMs, leaving, late: 'token-source-failed' }));
  } catch (error) {
    if (error instanceof Refusal && error.code === 'aborted') throw error;
    log({ type: 'host-failed', option, error: nameOf(error) });
    throw new Refusal('token-source-failed');
  }
}

function nameOf(error: unknown): string {
  if (error instanceof Refusal) return 'TimeoutError';
  // The name of the class is logged, and not `name`, which is text that anybody may have set.
  return error instanceof Error ? error.constructor.name : typeof error;
}
