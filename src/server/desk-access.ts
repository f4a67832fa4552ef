import { DeskClient } from '../api/desk-client.js';
import { BytedeskError } from '../errors.js';
import { readToken } from '../access-token.js';
import { Refusal, type EndpointCode } from './answers.js';
import type { DeskCredentials, DeskPlan } from './options.js';
import { sha256Hex } from './sealer.js';
import type { KeptToken } from './user-record.js';

/** What of the desk's refusals means the same to a page. */
const SAME_CODES = new Set<string>([
  'login-failed',
  'account-disabled',
  'second-factor-required',
  'seat-limit',
  'network',
  'timeout',
] satisfies EndpointCode[]);

/** For tokens that do not say when they end: the longest life that the desk gives (ByteDesk server, 2026). */
const LONGEST_LIFE_MS = 365 * 86_400_000;

const LOCKED = /too many|locked|过多|锁定/i;
const MINUTES = /(\d{1,4})\s*(?:min|分)/i;

/** A login that the desk refused because there had been too many wrong ones. */
export class LockedOut extends Refusal {
  constructor(windowMs: number, message: string) {
    const minutes = Number(MINUTES.exec(message)?.[1] ?? 0);
    super('login-locked', minutes > 0 ? minutes * 60_000 : windowMs);
  }
}

/** How much longer an answer is waited for that the page is no longer told: the desk has made a token by then. */
const LATE = 3;

/**
 * Logs a user in at the desk. It takes three times the `timeout` before it is given up, see `DeskLogins`.
 * @throws Refusal
 */
export async function logIn(
  { api, timeoutMs, fetch, maxAgeMs, lockWindowMs, now }: DeskPlan,
  credentials: DeskCredentials,
): Promise<KeptToken> {
  const params = { ...credentials, channel: 'FLUTTER', platform: 'BYTEDESK' };
  try {
    const { accessToken } = await new DeskClient({ api, timeout: timeoutMs * LATE, fetch }).login(params);
    return await keep(accessToken, { nowMs: now(), maxAgeMs });
  } catch (error) {
    const message = error instanceof BytedeskError ? (error.deskMessage ?? '') : '';
    if (LOCKED.test(message)) throw new LockedOut(lockWindowMs, message);
    throw asRefusal(error);
  }
}

/**
 * Revokes a token at the desk; one that is over already counts as revoked.
 * @throws Refusal
 */
export async function revoke({ api, timeoutMs, fetch }: DeskPlan, token: string): Promise<void> {
  try {
    await new DeskClient({ api, token, timeout: timeoutMs, fetch }).logout();
  } catch (error) {
    if (error instanceof BytedeskError && error.code === 'token-expired') return;
    throw asRefusal(error);
  }
}

// Nothing of the error is handed on: it may tell the desk's address or words.
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const code = error instanceof BytedeskError && SAME_CODES.has(error.code) ? error.code : 'server-error';
  return new Refusal(code as EndpointCode);
}

async function keep(
  accessToken: string,
  { nowMs, maxAgeMs }: { nowMs: number; maxAgeMs: number },
): Promise<KeptToken> {
  const endsAtMs = readToken(accessToken).expiresAt?.getTime() ?? nowMs + LONGEST_LIFE_MS;
  // A token that is over on arrival would be asked for again and again.
  if (endsAtMs <= nowMs) throw new Refusal('server-error');
  const expiresAtMs = Math.min(endsAtMs, nowMs + maxAgeMs);
  return { accessToken, hash: await sha256Hex(accessToken), loggedInAtMs: nowMs, expiresAtMs, endsAtMs };
}
