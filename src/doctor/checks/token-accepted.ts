// Checks whether the desk accepts the token.

import { apiObstacle, notChecked } from '../obstacle.js';
import type { Check } from '../types.js';

export const tokenAccepted: Check = {
  name: 'token-accepted',
  of: 'element',
  run(element) {
    const { probe, session, trace, now, addresses } = element;
    const values = { api: addresses?.api ?? '' };
    const refused = { result: 'fault', says: 'token-refused', code: 'token-revoked', values } as const;
    if (probe.kind !== 'answer' || !session.hasToken) {
      const isRefused = trace.some(({ what }) => /^token-expired token (?:revoked|rejected)/.test(what));
      if (isRefused && session.state !== 'live') return refused;
      if (session.hasToken || probe.kind === 'none') return notChecked(apiObstacle(element));
      return notChecked(session.source === 'none' || session.state === 'ended' ? 'token' : 'token-source');
    }
    const { status, deskCode } = probe;
    const verdict = status >= 200 && status < 300 ? deskCode : status;
    if (deskCode === 401 && verdict === 401)
      // A token that has ended by its own account is refused for that alone.
      return session.expiresAt !== null && session.expiresAt <= now ? notChecked('token') : refused;
    if (deskCode === null) return notChecked('api');
    if (verdict === 403) return { result: 'warning', says: 'token-forbidden', code: 'forbidden' };
    return verdict === 200 ? { result: 'ok', says: 'token-taken' } : notChecked('api');
  },
};
