// Checks the claims of the token.

import { notChecked } from '../obstacle.js';
import { timeOf } from '../shown.js';
import type { Check, ElementFacts, Finding } from '../types.js';

/** Clocks that differ by no more than this agree. */
const TOLERANCE_MS = 5 * 60_000;

/** Why there is no token, where that is as it should be or another check says more. */
function missing({ session, settingsError, isByHand }: ElementFacts): Finding {
  if (session.state === 'ended') return { result: 'ok', says: 'token-signed-out' };
  if (isByHand) return { result: 'ok', says: 'token-by-hand' };
  // An element whose settings cannot be used looks for no token.
  if (settingsError) return notChecked('address');
  return session.source === 'none'
    ? { result: 'fault', says: 'token-missing', code: 'token-missing' }
    : notChecked('token-source');
}

export const token: Check = {
  name: 'token',
  of: 'element',
  run(element) {
    const { session, error, probe, now } = element;
    const { hasToken, source, issuedAt, expiresAt, renewBeforeMs } = session;
    if (error?.code === 'token-malformed')
      return { result: 'fault', says: 'token-malformed', code: 'token-malformed' };
    if (!hasToken) return missing(element);
    const values = { start: timeOf(issuedAt ?? now), end: timeOf(expiresAt ?? now), here: timeOf(now) };
    if (issuedAt !== null && issuedAt > now + TOLERANCE_MS)
      return { result: 'warning', says: 'token-from-future', values };
    if (expiresAt === null) return { result: 'unknown', says: 'token-opaque' };
    if (expiresAt <= now)
      return probe.kind === 'answer' && probe.deskCode === 200
        ? { result: 'fault', says: 'token-over-here', values }
        : { result: 'fault', says: 'token-over', code: 'token-expired', values };
    const lifeMs = expiresAt - (issuedAt ?? now);
    if (source === 'none' && lifeMs < 24 * 60 * 60_000)
      return { result: 'warning', says: 'token-no-renewal', values };
    if (lifeMs < 2 * renewBeforeMs + TOLERANCE_MS)
      return {
        result: 'warning',
        says: 'token-short',
        values: { minutes: Math.max(1, Math.round(lifeMs / 60_000)) },
      };
    return { result: 'ok', says: 'token-lives', values };
  },
};
