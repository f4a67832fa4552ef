import { type Deadline, withDeadline } from '../deadline.js';
import { BytedeskError } from '../errors.js';

/** `initial`: there is no token yet. `renew`: the last one is near its end. `rejected`: the desk refused it. */
export type TokenReason = 'initial' | 'renew' | 'rejected';

/** Why a token is asked for. */
export interface TokenRequest {
  readonly reason: TokenReason;
  /** When the last token ends by its own account. */
  readonly expiresAt: Date | null;
  /** Aborted when the answer comes too late to count. */
  readonly signal: AbortSignal;
}

/** Gives an AccessToken, for example by asking the host's own back end. */
export type TokenProvider = (request: TokenRequest) => Promise<string> | string;

/** The error of a token source. It has no cause: what a source throws may quote its request or its answer. */
export const sourceFailed = (what: string, status?: number): BytedeskError =>
  new BytedeskError('token-source-failed', `The token source ${what}.`, { status });

/**
 * Asks a source for a token, not for ever, and checks that it gives a text.
 *
 * @throws BytedeskError `token-source-failed`, `timeout`, `aborted`, or the `BytedeskError` that the source threw
 */
export async function askForToken(
  ask: (signal: AbortSignal) => unknown,
  deadline: Deadline,
): Promise<string> {
  let answer: unknown;
  try {
    answer = await withDeadline(async (signal) => ask(signal), deadline);
  } catch (error) {
    throw error instanceof BytedeskError ? error : sourceFailed('failed');
  }
  if (typeof answer !== 'string' || answer === '') throw sourceFailed('gave no token but something else');
  return answer;
}
