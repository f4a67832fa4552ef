// The endpoint's two calls to the desk, a login and a revocation, with the desk's errors turned into refusals.

import { DeskClient } from '../api/desk-client.js';
import { BytedeskError } from '../errors.js';
import { readToken } from '../access-token.js';
import { Refusal, type EndpointCode } from './answers.js';
import { LATE_MS } from './late-logins.js';
import type { DeskCredentials, DeskCallSettings } from './options.js';
import { sha256Hex } from './sealer.js';
import type { KeptToken } from './user-record.js';

/** Errors of a call to the desk that a page is told by the same code. */
const SAME_CODES = new Set<string>([
  'login-failed',
  'account-disabled',
  'second-factor-required',
  'seat-limit',
  'network',
  'timeout',
] satisfies EndpointCode[]);

/** The life of tokens that do not name their end: the longest that the desk gives (ByteDesk server, 2026). */
const LONGEST_LIFE_MS = 365 * 86_400_000;

const LOCKED = /too many|locked|过多|锁定/i;
const MINUTES = /(\d{1,4})\s*(?:min|分)/i;

/** A login that the desk refused because too many wrong ones came before it. */
export class LockedOut extends Refusal {
  constructor(windowMs: number, message: string) {
    const minutes = Number(MINUTES.exec(message)?.[1] ?? 0);
    super('login-locked', minutes > 0 ? minutes * 60_000 : windowMs);
  }
}

/**
 * Logs a user in at the desk. The page has had its answer after `timeout`, but the call goes on for much longer: the
 * desk may have made a token by then, see `late-logins.ts`.
 * @throws Refusal
 */
export async function logIn(
  { api, timeoutMs, fetch, maxAgeMs, lockWindowMs, now }: DeskCallSettings,
  credentials: DeskCredentials,
  signal: AbortSignal,
): Promise<KeptToken> {
  const params = { ...credentials, channel: 'FLUTTER', platform: 'BYTEDESK' };
  try {
    const client = new DeskClient({ api, timeout: timeoutMs + LATE_MS, fetch });
    const { accessToken } = await client.login(params, { signal });
    return await asKeptToken(accessToken, { nowMs: now(), maxAgeMs });
  } catch (error) {
    const message = error instanceof BytedeskError ? (error.deskMessage ?? '') : '';
    if (LOCKED.test(message)) throw new LockedOut(lockWindowMs, message);
    throw asRefusal(error);
  }
}

/**
 * Revokes a token at the desk. A token that is no longer valid already counts as revoked.
 * @throws Refusal
 */
export async function revoke({ api, timeoutMs, fetch }: DeskCallSettings, token: string): Promise<void> {
  try {
    await new DeskClient({ api, token, timeout: timeoutMs, fetch }).logout();
  } catch (error) {
    if (error instanceof BytedeskError && error.code === 'token-expired') return;
    throw asRefusal(error);
  }
}

// Nothing of the error is handed on, since it may repeat the desk's address or its words.
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const code = error instanceof BytedeskError && SAME_CODES.has(error.code) ? error.code : 'server-error';
  return new Refusal(code as EndpointCode);
}

async function asKeptToken(
  accessToken: string,
  { nowMs, maxAgeMs }: { nowMs: number; maxAgeMs: number },
): Promise<KeptToken> {
  const endsAtMs = readToken(accessToken).expiresAt?.getTime() ?? nowMs + LONGEST_LIFE_MS;
  // A page would ask again and again for a token that has ended before it arrives.
  if (endsAtMs <= nowMs) throw new Refusal('server-error');
  const expiresAtMs = Math.min(endsAtMs, nowMs + maxAgeMs);
  return { accessToken, hash: await sha256Hex(accessToken), loggedInAtMs: nowMs, expiresAtMs, endsAtMs };
}
