/** How the pauses of a series of attempts grow, milliseconds. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Milliseconds to wait after the `failures`-th failure in a row, from 1. Each pause is twice the one before, and half
 * of it is left to chance, so that the pages of a site do not all come back at the same moment.
 *
 * @param random from 0 up to 1
 */
export const backoffMs = (failures: number, { firstMs, longestMs }: Backoff, random: number): number =>
  Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (0.5 + random / 2);
