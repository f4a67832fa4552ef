import { BytedeskError } from '../errors.js';
import { readToken } from '../session/access-token.js';

/**
 * A token that a console can be opened with, as far as can be told from here.
 *
 * @throws BytedeskError `token-missing`, `token-malformed` or `token-expired`
 */
export function usableToken(token: unknown): string {
  if (typeof token !== 'string' || token === '') {
    throw new BytedeskError('token-missing', 'There is no token to sign in with.');
  }
  const { expiresAt } = readToken(token);
  if (expiresAt && Number(expiresAt) <= Date.now()) {
    throw new BytedeskError('token-expired', 'The token has ended; hand over a new one.');
  }
  return token;
}
