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
}

/** What is kept of one user. */
export interface UserRecord {
  readonly current: KeptToken | null;
  readonly retired: readonly RetiredToken[];
  /** When a page last made the endpoint drop a token as rejected; 0 for never. */
  readonly rejectedAtMs: number;
  /** When the user was forgotten while the storage was down; 0 for never. */
  readonly forgottenAtMs: number;
}

export const EMPTY_RECORD: UserRecord = { current: null, retired: [], rejectedAtMs: 0, forgottenAtMs: 0 };

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
/** The desk makes the same token of two logins within one second. */
const RENEWALS_APART_MS = 2000;
const LONGEST_MARGIN_MS = 60_000;

/** Whether the kept token is an answer to what a page asks. */
export function judge(
  record: UserRecord,
  asked: TokenRequest,
  { nowMs, maxAgeMs }: { readonly nowMs: number; readonly maxAgeMs: number },
): Verdict {
  const { current } = record;
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
  const restMs = current.loggedInAtMs + RENEWALS_APART_MS - nowMs;
  return restMs > 0 ? { do: 'wait', retryAfterMs: restMs } : { do: 'login' };
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

/** Two records of one user, made apart while the storage was down. */
export function mergeRecords(shared: UserRecord, local: UserRecord, nowMs: number): UserRecord {
  const isForgotten = (shared.current?.loggedInAtMs ?? 0) <= local.forgottenAtMs;
  const known = isForgotten ? withToken(shared, null, nowMs) : shared;
  const [older, newer] =
    (local.current?.loggedInAtMs ?? 0) >= (known.current?.loggedInAtMs ?? 0)
      ? [known, local]
      : [local, known];
  const merged = withToken({ ...older, retired: [...older.retired, ...newer.retired] }, newer.current, nowMs);
  const rejectedAtMs = Math.max(shared.rejectedAtMs, local.rejectedAtMs);
  return { ...merged, current: newer.current ?? older.current, rejectedAtMs, forgottenAtMs: 0 };
}
