import { BytedeskError } from '../errors.js';
import { isTokenRefusal, verdictOf } from './desk-answer.js';
import { deskUrl, requestDesk } from './desk-request.js';

/** The endpoint that revokes the token it is called with. */
export const LOGOUT_PATH = '/api/v1/user/logout';

/**
 * Revokes a token at the desk. Done, too, if the desk says that it is no longer valid (401).
 * Ends this one token only: the session that a console made of it goes on.
 *
 * @throws BytedeskError `network`, `timeout`, or `server-error` with the verdict as `deskCode`
 */
export async function revokeToken(api: URL, token: string): Promise<void> {
  // A logout is often followed by leaving the page, which the request must outlive.
  const call = { url: deskUrl(api, LOGOUT_PATH), method: 'POST', token, keepalive: true } as const;
  const answer = await requestDesk(call);
  const verdict = verdictOf(answer);
  if (verdict === 200 || isTokenRefusal(answer)) return;
  throw new BytedeskError('server-error', `The desk did not revoke the token (${verdict}).`, {
    deskCode: verdict,
  });
}
