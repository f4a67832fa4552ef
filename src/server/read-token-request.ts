// Reads the body of a page's token request; `user-record.ts` decides what it is answered with.

import { Refusal } from './answers.js';
import type { TokenRequest } from './user-record.js';

const REASONS = new Set<unknown>(['initial', 'renew', 'rejected'] satisfies TokenRequest['reason'][]);
const SHA256_HEX = /^[0-9a-f]{64}$/;

/**
 * Reads a page's request. Members that this version does not know are ignored.
 * @throws Refusal `bad-request`
 */
export function readTokenRequest({ reason, expiresAt, tokenHash }: Record<string, unknown>): TokenRequest {
  if (!REASONS.has(reason)) throw new Refusal('bad-request');
  return {
    reason: reason as TokenRequest['reason'],
    expiresAtMs: readDate(expiresAt ?? null),
    tokenHash: readHash(tokenHash ?? null),
  };
}

function readDate(value: unknown): number | null {
  if (value === null) return null;
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(time)) throw new Refusal('bad-request');
  return time;
}

function readHash(value: unknown): string | null {
  if (value === null) return null;
  if (typeof value !== 'string' || !SHA256_HEX.test(value)) throw new Refusal('bad-request');
  return value;
}
