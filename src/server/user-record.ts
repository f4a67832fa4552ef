// What is stored of one user, and the decision whether the stored token answers a page's request. It does no work of
// its own: all functions are pure.

import { mergeLogins, NO_LOGINS, type LoginCause, type RecentLogins } from './login-limit.js';

/** A token in use. Its times are milliseconds since 1970. */
export interface KeptToken {
  readonly accessToken: string;
  /** The SHA-256 of the token in hex. */
  readonly hash: string;
  readonly loggedInAtMs: number;
  /** The time after which it is no longer handed out: its own end or `maxAge`, whichever comes first. */
  readonly expiresAtMs: number;
  /** The end that the token itself names. */
  readonly endsAtMs: number;
}

/** A replaced token that must still be revoked. */
export interface RetiredToken {
  readonly accessToken: string;
  readonly revokeAtMs: number;
  readonly endsAtMs: number;
  /** How many revocations have failed; left out for none. */
  readonly tries?: number;
}

/** The stored record of one user. */
export interface UserRecord {
  readonly current: KeptToken | null;
  readonly retired: readonly RetiredToken[];
  /** The time at which a page last made the endpoint drop a token as rejected; 0 for never. */
  readonly rejectedAtMs: number;
  /** The logins of the last minute. */
  readonly logins: RecentLogins;
}

export const EMPTY_RECORD: UserRecord = { current: null, retired: [], rejectedAtMs: 0, logins: NO_LOGINS };

/** True for a record that holds no token. */
export function isEmpty({ current, retired }: UserRecord): boolean {
  return current === null && retired.length === 0;
}

/** A page's request for a token. */
export interface TokenRequest {
  readonly reason: 'initial' | 'renew' | 'rejected';
  /** The end of the token that the page holds, if it knows one. */
  readonly expiresAtMs: number | null;
  /** The SHA-256 of the token that the page holds, if it can compute one. */
  readonly tokenHash: string | null;
}

/** How a request is answered: with the kept token, with that of a new login, or with a refusal for a while. */
export type Verdict =
  | { readonly do: 'use'; readonly token: KeptToken }
  | { readonly do: 'login'; readonly cause: LoginCause }
  | { readonly do: 'wait'; readonly retryAfterMs: number };

/** What a page holds: the kept token, another one, or one that it did not name. */
type Held = 'kept' | 'another' | 'unnamed';

/** What a page gets that has a reason to want another token than it holds. */
interface Answers {
  /** What it gets when the last login, or the last rejection, is long enough ago. */
  readonly inTime: 'login' | 'use';
  readonly tooSoon: 'wait' | 'use';
}

const ANSWERS: Record<'renew' | 'rejected', Record<Held, Answers>> = {
  renew: {
    kept: { inTime: 'login', tooSoon: 'wait' },
    another: { inTime: 'login', tooSoon: 'use' },
    unnamed: { inTime: 'login', tooSoon: 'wait' },
  },
  rejected: {
    kept: { inTime: 'login', tooSoon: 'wait' },
    // The rejected token has been replaced already.
    another: { inTime: 'use', tooSoon: 'use' },
    // Two pages may tell of the same token, and the kept one was made for the first of them.
    unnamed: { inTime: 'login', tooSoon: 'use' },
  },
};

/** The least time between two rejections. */
const REJECTIONS_APART_MS = 60_000;
/** The least time between a login and a renewal for which the endpoint sees no reason. */
const RENEWALS_APART_MS = 60_000;
/** The least time between a login and any other renewal: the desk makes the same token of two logins within a second. */
const LOGINS_APART_MS = 2000;
/** The longest time before its end at which a token is no longer handed out. */
const LONGEST_MARGIN_MS = 60_000;
/** A token that has no more time left than this is a reason for a renewal. */
const NEAR_END_MS = 600_000;
/** A token that has lived this part of its life is a reason for a renewal. */
const WORN = 0.9;

interface JudgeOptions {
  readonly nowMs: number;
  readonly maxAgeMs: number;
}

/** Decides how a page's request is answered. */
export function judge(record: UserRecord, asked: TokenRequest, { nowMs, maxAgeMs }: JudgeOptions): Verdict {
  // A `maxAge` that was shortened counts for earlier tokens, too.
  const kept = record.current && noOlder(record.current, maxAgeMs);
  if (!kept) return { do: 'login', cause: 'page' };
  if (isNearlyOver(kept, nowMs)) return { do: 'login', cause: 'end' };
  const use: Verdict = { do: 'use', token: kept };
  const { reason } = asked;
  if (reason === 'initial') return use;
  const held = whatIsHeld(asked, kept);
  if (reason === 'renew' && held !== 'kept' && isLater(kept, asked.expiresAtMs, nowMs + maxAgeMs)) return use;

  const retryAfterMs = nextLoginMs(reason, record, kept, nowMs) - nowMs;
  const { inTime, tooSoon } = ANSWERS[reason][held];
  switch (retryAfterMs > 0 ? tooSoon : inTime) {
    case 'use':
      return use;
    case 'login':
      return { do: 'login', cause: reason === 'renew' && isWorn(kept, nowMs) ? 'end' : 'page' };
    case 'wait':
      return { do: 'wait', retryAfterMs };
  }
}

function whatIsHeld({ tokenHash }: TokenRequest, kept: KeptToken): Held {
  if (tokenHash === null) return 'unnamed';
  return tokenHash === kept.hash ? 'kept' : 'another';
}

/** Gives the earliest time of the next login, by the reason for it. */
function nextLoginMs(
  reason: 'renew' | 'rejected',
  { rejectedAtMs }: UserRecord,
  kept: KeptToken,
  nowMs: number,
): number {
  if (reason === 'rejected') return rejectedAtMs + REJECTIONS_APART_MS;
  return kept.loggedInAtMs + (isWorn(kept, nowMs) ? LOGINS_APART_MS : RENEWALS_APART_MS);
}

function noOlder(token: KeptToken, maxAgeMs: number): KeptToken {
  const latestMs = token.loggedInAtMs + maxAgeMs;
  return latestMs < token.expiresAtMs ? { ...token, expiresAtMs: latestMs } : token;
}

/**
 * Tells whether the kept token is itself a reason for a renewal. The end that the page names is not relied on: the page
 * holds this token, or one that ends no earlier.
 */
function isWorn({ loggedInAtMs, expiresAtMs }: KeptToken, nowMs: number): boolean {
  const lifeMs = expiresAtMs - loggedInAtMs;
  return expiresAtMs - nowMs <= NEAR_END_MS || nowMs - loggedInAtMs >= lifeMs * WORN;
}

/** Tells whether a token is too near its end: a page that got it would ask for the next one at once. */
function isNearlyOver(token: KeptToken, nowMs: number): boolean {
  const margin = Math.min(LONGEST_MARGIN_MS, (token.expiresAtMs - token.loggedInAtMs) / 10);
  return token.expiresAtMs - nowMs <= margin;
}

/**
 * Tells whether a token ends later than the one that a page holds. The page may name the `expiresAt` of an answer, or
 * the end that it has read in the token. No `expiresAt` lies beyond now + `maxAge`, so a later time is one that it has
 * read.
 */
function isLater(token: KeptToken, askedMs: number | null, latestToldMs: number): boolean {
  if (askedMs === null) return false;
  return (askedMs > latestToldMs ? token.endsAtMs : token.expiresAtMs) > askedMs;
}

/** Gives the record with another token in use; the one before is retired. With null the token is only retired. */
export function withToken(record: UserRecord, token: KeptToken | null, revokeAtMs: number): UserRecord {
  const { current, retired } = record;
  const replaced = current
    ? [{ accessToken: current.accessToken, revokeAtMs, endsAtMs: current.endsAtMs }]
    : [];
  // The desk may have made the same token once more.
  const waiting = [...retired, ...replaced].filter(({ accessToken }) => accessToken !== token?.accessToken);
  return { ...record, current: token, retired: waiting };
}

/** Gives the record without a token that was made before a time; that token is to be revoked at once. */
export function endBefore(record: UserRecord, timeMs: number, nowMs: number): UserRecord {
  return record.current && record.current.loggedInAtMs < timeMs ? withToken(record, null, nowMs) : record;
}

/** A token that this process has made. */
export interface MadeToken extends KeptToken {
  /** The time at which it was first missing in the stored record; left out while it is there. */
  readonly lostAtMs?: number;
}

/** Gives the same list, with the time of the loss for each token that the record lacks. */
export function markLost(
  record: UserRecord,
  made: readonly MadeToken[],
  nowMs: number,
): readonly MadeToken[] {
  const held = tokensOf(record);
  return made.map((token) => (held.has(token.accessToken) ? token : { lostAtMs: nowMs, ...token }));
}

/** Gives the record with the tokens that it lacks; they are to be revoked some time after they were lost. */
export function withLost(record: UserRecord, made: readonly MadeToken[], graceMs: number): UserRecord {
  const held = tokensOf(record);
  const lost = made.filter(({ accessToken }) => !held.has(accessToken));
  if (lost.length === 0) return record;
  const retired = lost.map(({ accessToken, endsAtMs, lostAtMs = 0 }) => ({
    accessToken,
    endsAtMs,
    revokeAtMs: lostAtMs + graceMs,
  }));
  return { ...record, retired: [...record.retired, ...retired] };
}

const tokensOf = ({ current, retired }: UserRecord): ReadonlySet<string | undefined> =>
  new Set([current, ...retired].map((token) => token?.accessToken));

/** Merges two records of one user that were made apart: while the storage was down, or under two keys. */
export function mergeRecords(one: UserRecord, other: UserRecord, nowMs: number): UserRecord {
  const isOtherNewer = (other.current?.loggedInAtMs ?? 0) >= (one.current?.loggedInAtMs ?? 0);
  const [older, newer] = isOtherNewer ? [one, other] : [other, one];
  const retired = [
    ...new Map([...older.retired, ...newer.retired].map((kept) => [kept.accessToken, kept])).values(),
  ];
  const all = { ...older, retired };
  const isOver = retired.some(({ accessToken }) => accessToken === older.current?.accessToken);
  const merged = newer.current
    ? withToken(all, newer.current, nowMs)
    : { ...all, current: isOver ? null : older.current };
  return {
    ...merged,
    rejectedAtMs: Math.max(one.rejectedAtMs, other.rejectedAtMs),
    logins: mergeLogins(one.logins, other.logins),
  };
}
