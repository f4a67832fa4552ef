// Revokes one token at the desk, for sign-outs of the elements and for the token endpoint.

import { BytedeskError } from '../errors.js';
import { isTokenRefusal, verdictOf } from './desk-answer.js';
import { deskUrl, requestDesk } from './desk-request.js';

/** The endpoint that revokes the token with which it is called. */
export const LOGOUT_PATH = '/api/v1/user/logout';

/**
 * Revokes a token at the desk. It succeeds, too, if the desk says that the token is no longer valid (401). Only this
 * one token ends: the session that a console made of it goes on.
 *
 * @throws BytedeskError `network`, `timeout`, or `server-error` with the verdict as `deskCode`
 */
export async function revokeToken(api: URL, token: string): Promise<void> {
  // The page is often left right after a logout, so the request must outlive it.
  const call = { url: deskUrl(api, LOGOUT_PATH), method: 'POST', token, keepalive: true } as const;
  const answer = await requestDesk(call);
  const verdict = verdictOf(answer);
  if (verdict === 200 || isTokenRefusal(answer)) return;
  throw new BytedeskError('server-error', `The desk did not revoke the token (${verdict}).`, {
    deskCode: verdict,
  });
}
