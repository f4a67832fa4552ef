/** First wait after a failure, milliseconds; doubles with each further one. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 300_000;
/** Failures until it is given up: with nothing on the screen yet (about 6 s), and behind a running console (about 6 min). */
const INITIAL_ATTEMPTS = 4;
const FURTHER_ATTEMPTS = 10;
/** An answer that is near its own end is renewed no sooner than this. */
const SHORTEST_WAIT_MS = 5_000;

/** Milliseconds to wait after the `failures`-th failure in a row; spread, so that many pages do not come back at once. */
export const retryDelay = (failures: number, random: number): number =>
  Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)) * (0.5 + random / 2);

export const isLastAttempt = (failures: number, isInitial: boolean): boolean =>
  failures >= (isInitial ? INITIAL_ATTEMPTS : FURTHER_ATTEMPTS);

/**
 * When to ask for the next token: this long before the end. What a source has just given is not asked for again at
 * once, however short it lives: then half of its life is waited.
 */
export function renewalTime(now: number, end: number, beforeMs: number, isAnswer: boolean): number {
  if (end === Infinity) return end;
  const time = end - beforeMs;
  if (!isAnswer || time >= now + SHORTEST_WAIT_MS) return time;
  return Math.min(end, now + Math.max(SHORTEST_WAIT_MS, time > now ? 0 : (end - now) / 2));
}

/** Milliseconds until the next probe: a tenth more or less, so that pages opened at once do not ask at once for ever. */
export const probeDelay = (intervalMs: number, random: number): number =>
  intervalMs > 0 ? intervalMs * (0.9 + random / 5) : Infinity;
