/** A token in use. Times are milliseconds since 1970. */
export interface KeptToken {
  readonly accessToken: string;
  /** SHA-256 of the token in hex. */
  readonly hash: string;
  readonly loggedInAtMs: number;
  /** When it stops being handed out: its own end or `maxAge`, whichever is first. */
  readonly expiresAtMs: number;
  /** Its own end at the desk. */
  readonly endsAtMs: number;
}

/** A replaced token that must still be revoked. */
export interface RetiredToken {
  readonly accessToken: string;
  readonly revokeAtMs: number;
  readonly endsAtMs: number;
  /** How often the desk could not be told so; left out for never. */
  readonly tries?: number;
}

/** What is kept of one user. */
export interface UserRecord {
  readonly current: KeptToken | null;
  readonly retired: readonly RetiredToken[];
  /** When a page last made the endpoint drop a token as rejected; 0 for never. */
  readonly rejectedAtMs: number;
}

export const EMPTY_RECORD: UserRecord = { current: null, retired: [], rejectedAtMs: 0 };

/** True for a record that holds no token. */
export function isEmpty({ current, retired }: UserRecord): boolean {
  return current === null && retired.length === 0;
}

/** What a page asks for. */
export interface TokenRequest {
  readonly reason: 'initial' | 'renew' | 'rejected';
  /** End of the token that the page holds, if it knows one. */
  readonly expiresAtMs: number | null;
  /** SHA-256 of the token that the page holds, if it can compute one. */
  readonly tokenHash: string | null;
}

export type Verdict =
  | { readonly do: 'use'; readonly token: KeptToken }
  | { readonly do: 'login' }
  | { readonly do: 'wait'; readonly retryAfterMs: number };

const REJECTIONS_APART_MS = 60_000;
/** Between renewals that nothing explains. */
const RENEWALS_APART_MS = 60_000;
/** Between others: the desk makes the same token of two logins within one second. */
const LOGINS_APART_MS = 2000;
const LONGEST_MARGIN_MS = 60_000;
/** A page that holds a token with so little left has a reason to ask for the next. */
const NEAR_END_MS = 600_000;
const WORN = 0.9;

interface JudgeOptions {
  readonly nowMs: number;
  readonly maxAgeMs: number;
}

/** Whether the kept token is an answer to what a page asks. */
export function judge(record: UserRecord, asked: TokenRequest, { nowMs, maxAgeMs }: JudgeOptions): Verdict {
  // A `maxAge` that was made shorter counts for tokens of before, too.
  const current = record.current && noOlder(record.current, maxAgeMs);
  if (!current || isNearlyOver(current, nowMs)) return { do: 'login' };
  if (asked.reason === 'initial') return { do: 'use', token: current };
  const isHeld = asked.tokenHash === current.hash;
  const isOther = asked.tokenHash !== null && !isHeld;

  if (asked.reason === 'rejected') {
    if (isOther) return { do: 'use', token: current };
    const restMs = record.rejectedAtMs + REJECTIONS_APART_MS - nowMs;
    if (restMs <= 0) return { do: 'login' };
    return isHeld ? { do: 'wait', retryAfterMs: restMs } : { do: 'use', token: current };
  }
  if (!isHeld && isLater(current, asked.expiresAtMs, nowMs + maxAgeMs)) return { do: 'use', token: current };
  const apartMs = isWorn(current, nowMs) ? LOGINS_APART_MS : RENEWALS_APART_MS;
  const restMs = current.loggedInAtMs + apartMs - nowMs;
  if (restMs <= 0) return { do: 'login' };
  return isOther ? { do: 'use', token: current } : { do: 'wait', retryAfterMs: restMs };
}

function noOlder(token: KeptToken, maxAgeMs: number): KeptToken {
  const latestMs = token.loggedInAtMs + maxAgeMs;
  return latestMs < token.expiresAtMs ? { ...token, expiresAtMs: latestMs } : token;
}

// What the page says of its token's end is not believed: it holds the kept one, or one that ends no earlier.
function isWorn({ loggedInAtMs, expiresAtMs }: KeptToken, nowMs: number): boolean {
  const lifeMs = expiresAtMs - loggedInAtMs;
  return expiresAtMs - nowMs <= NEAR_END_MS || nowMs - loggedInAtMs >= lifeMs * WORN;
}

// A page that was given a token of a few seconds would ask for the next one at once.
function isNearlyOver(token: KeptToken, nowMs: number): boolean {
  const margin = Math.min(LONGEST_MARGIN_MS, (token.expiresAtMs - token.loggedInAtMs) / 10);
  return token.expiresAtMs - nowMs <= margin;
}

// A page may speak of the `expiresAt` it was told, or of the end it read in the token. No `expiresAt` reaches
// beyond now + maxAge, so what does is the other.
function isLater(token: KeptToken, askedMs: number | null, latestToldMs: number): boolean {
  if (askedMs === null) return false;
  return (askedMs > latestToldMs ? token.endsAtMs : token.expiresAtMs) > askedMs;
}

/** The record with another token in use; the one before is retired. A null token only retires. */
export function withToken(record: UserRecord, token: KeptToken | null, revokeAtMs: number): UserRecord {
  const { current, retired } = record;
  const replaced = current
    ? [{ accessToken: current.accessToken, revokeAtMs, endsAtMs: current.endsAtMs }]
    : [];
  // The desk may have made the same token again.
  const waiting = [...retired, ...replaced].filter(({ accessToken }) => accessToken !== token?.accessToken);
  return { ...record, current: token, retired: waiting };
}

/** The record without a token in use that was made before a time: it is to be revoked at once. */
export function endBefore(record: UserRecord, timeMs: number, nowMs: number): UserRecord {
  return record.current && record.current.loggedInAtMs < timeMs ? withToken(record, null, nowMs) : record;
}

/** The record with tokens that it does not hold but should: they are to be revoked. */
export function withLost(record: UserRecord, made: readonly KeptToken[], revokeAtMs: number): UserRecord {
  const held = new Set([record.current, ...record.retired].map((token) => token?.accessToken));
  const lost = made.filter(({ accessToken }) => !held.has(accessToken));
  if (lost.length === 0) return record;
  const retired = lost.map(({ accessToken, endsAtMs }) => ({ accessToken, endsAtMs, revokeAtMs }));
  return { ...record, retired: [...record.retired, ...retired] };
}

/** Two records of one user, made apart: while the storage was down, or under two keys. */
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
  return { ...merged, rejectedAtMs: Math.max(one.rejectedAtMs, other.rejectedAtMs) };
}
