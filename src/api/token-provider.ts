// Asks a token source of the host and judges its answer, for the client (`client-token.ts`) and for the elements'
// session (`session/token-sources.ts`).

import { readToken, trimToken } from '../access-token.js';
import { type Deadline, withDeadline } from '../deadline.js';
import { BytedeskError } from '../errors.js';

/**
 * `initial`: there is no token yet. `renew`: the last one is near its end. `rejected`: the desk refused the last one.
 */
export type TokenReason = 'initial' | 'renew' | 'rejected';

/** Tells a token source why it is asked. */
export interface TokenRequest {
  readonly reason: TokenReason;
  /** The end that the last token itself names. */
  readonly expiresAt: Date | null;
  /** Is aborted once an answer would come too late to be used. */
  readonly signal: AbortSignal;
}

/** A function of the host that gives an AccessToken, for example by asking the host's own back end. */
export type TokenProvider = (request: TokenRequest) => Promise<string> | string;

/** The error of a token source. It has no cause, since what a source throws may quote its request or its answer. */
export const sourceFailed = (what: string, status?: number, isFinal = false): BytedeskError =>
  new BytedeskError('token-source-failed', `The token source ${what}.`, { status, isFinal });

/**
 * The statuses by which servers say that nobody is signed in: 419 is Laravel's for a session that has ended, 440 that
 * of IIS.
 */
const SIGNED_OUT = new Set<unknown>([401, 403, 419, 440]);

/** True for a status that means that nobody is signed in at the host. */
export const isSignedOutStatus = (status: unknown): boolean => SIGNED_OUT.has(status);

/** True for an error after which asking again cannot help before somebody signs in at the host. */
export const isFinalError = ({ isFinal, status }: BytedeskError): boolean =>
  isFinal || isSignedOutStatus(status);

/** The error of a token source that says, in whatever way, that its user is not signed in. */
export const notSignedIn = (how: string, status?: number): BytedeskError =>
  sourceFailed(`${how}: nobody is signed in at the host page; sign in there again`, status, true);

/**
 * Asks a source for a token, for a limited time, and checks that the answer can be a token.
 *
 * @returns the token, without white space around it
 * @throws BytedeskError `token-source-failed`, `token-malformed`, `timeout`, `aborted`, or the `BytedeskError` that the
 * source threw
 */
export async function askForToken(
  ask: (signal: AbortSignal) => unknown,
  deadline: Deadline,
): Promise<string> {
  let answer: unknown;
  try {
    answer = await withDeadline(async (signal) => ask(signal), deadline);
  } catch (error) {
    if (error instanceof BytedeskError) throw error;
    const status = statusOf(error);
    throw isSignedOutStatus(status) ? notSignedIn('answered', status) : sourceFailed('failed', status);
  }
  const token = typeof answer === 'string' ? trimToken(answer) : '';
  if (token === '') throw sourceFailed('gave no token but something else');
  readToken(token);
  return token;
}

/** The HTTP status in an error of one of the well-known HTTP clients. */
function statusOf(error: unknown): number | undefined {
  try {
    const { status, response } = error as { status?: unknown; response?: { status?: unknown } };
    const found = status ?? response?.status;
    return typeof found === 'number' ? found : undefined;
  } catch {
    return undefined;
  }
}
