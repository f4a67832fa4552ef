// The one backoff of the library: for a client's calls (`api/retry.ts`), a session's token requests
// (`session/retry-series.ts`) and the endpoint's revocations (`server/revocations.ts`), which each have their own numbers.

/** The first and the longest pause of a series of attempts, milliseconds. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Gives the milliseconds to wait after the `failures`-th failure in a row, counted from 1. Each pause is twice the one
 * before, and half of it is random, so that the pages of a site do not all come back at the same moment.
 *
 * @param random from 0 up to 1
 */
export const backoffMs = (failures: number, { firstMs, longestMs }: Backoff, random: number): number =>
  Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (0.5 + random / 2);
