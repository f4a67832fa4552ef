import { Refusal } from './answers.js';
import type { Log } from './log-event.js';
import { within } from './within.js';

interface HostCall {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly log: Log;
}

/**
 * Calls a function of the host. What it throws is told by name only: its text may hold anything.
 * @throws Refusal `token-source-failed`, or `aborted`
 */
export async function callHost<T>(
  option: 'authorize' | 'credentials',
  call: () => T | Promise<T>,
  { timeoutMs, signal, log }: HostCall,
): Promise<T> {
  try {
    const running = (async () => call())();
    return await within(running, { timeoutMs, signal, late: 'token-source-failed' });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'aborted') throw error;
    log({ type: 'host-failed', option, error: nameOf(error) });
    throw new Refusal('token-source-failed');
  }
}

function nameOf(error: unknown): string {
  if (error instanceof Refusal) return 'TimeoutError';
  // The class, not `name`, which is text that anybody may have set.
  return error instanceof Error ? error.constructor.name : typeof error;
}
