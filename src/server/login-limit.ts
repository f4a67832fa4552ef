// Counts a user's logins of the last minute, so that nobody uses up the desk's logins, for instance by signing out and
// asking again. The counts stand in the user's record. It does no work of its own: all functions are pure.

/** Why there is a login: the kept token ends, or the user's page asks for one in another way. */
export type LoginCause = 'end' | 'page';

/** The times of the latest logins by their cause, milliseconds since 1970, oldest first. */
export type RecentLogins = Readonly<Record<LoginCause, readonly number[]>>;

export const NO_LOGINS: RecentLogins = { end: [], page: [] };

/** Milliseconds for which a login counts. */
export const LOGIN_COUNTS_MS = 60_000;

/** Tokens that end are a reason that no page makes, so there may be so many times as many logins because of it. */
const ENDS = 3;

interface Limit {
  readonly nowMs: number;
  /** The number of logins that pages may cause. */
  readonly most: number;
}

/** Gives the milliseconds until a login is allowed; 0 if it is now. */
export function loginWaitMs(logins: RecentLogins, cause: LoginCause, { nowMs, most }: Limit): number {
  const times = recent(logins[cause], nowMs);
  const oldest = times.at(-(cause === 'end' ? most * ENDS : most));
  return oldest === undefined ? 0 : oldest + LOGIN_COUNTS_MS - nowMs;
}

/** Adds a login, and leaves out those that no longer count. */
export function withLogin(logins: RecentLogins, cause: LoginCause, nowMs: number): RecentLogins {
  const kept = recentLogins(logins, nowMs);
  return { ...kept, [cause]: [...kept[cause], nowMs] };
}

/** Gives the logins that still count. */
export function recentLogins({ end, page }: RecentLogins, nowMs: number): RecentLogins {
  return { end: recent(end, nowMs), page: recent(page, nowMs) };
}

/** Merges two counts of one user. One of them usually is an earlier state of the other, so none is counted twice. */
export function mergeLogins(one: RecentLogins, other: RecentLogins): RecentLogins {
  const longer = (cause: LoginCause): readonly number[] =>
    one[cause].length > other[cause].length ? one[cause] : other[cause];
  return { end: longer('end'), page: longer('page') };
}

// Times in the future count as well: the clock of another machine may be ahead. A clock that was hours wrong does not.
function recent(times: readonly number[], nowMs: number): readonly number[] {
  return times.filter((timeMs) => Math.abs(nowMs - timeMs) < LOGIN_COUNTS_MS);
}
