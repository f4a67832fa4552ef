// What time it is at the desk. The session asks it whether a token has ended.

import type { AccessTokenClaims } from '../access-token.js';
import type { Platform } from './platform.js';

/** Clocks that differ by no more than this agree. Even the slowest answer comes sooner. */
const TOLERANCE_MS = 5 * 60_000;

const agree = (first: number, second: number): boolean => Math.abs(first - second) <= TOLERANCE_MS;

/**
 * The clock by which a token ends: the page's clock, corrected by what the page has learned of its faults. The desk's
 * own clock decides, but a page of another origin cannot read it.
 */
export class DeskClock {
  readonly #platform: Platform;
  #offsetMs = 0;
  #start = 0;
  #startElapsed = 0;

  constructor(platform: Platform) {
    this.#platform = platform;
    this.restart();
  }

  /** Gives milliseconds since 1970. It counts sleep, and goes on when the wall clock is put back. */
  now(): number {
    const platform = this.#platform;
    return Math.max(platform.now() + this.#offsetMs, this.#start + platform.elapsed() - this.#startElapsed);
  }

  /** Starts again from the wall clock, at each new token, since somebody may have corrected that clock meanwhile. */
  restart(): void {
    this.#start = this.#platform.now() + this.#offsetMs;
    this.#startElapsed = this.#platform.elapsed();
  }

  /** Goes on as another clock does. */
  adopt(from: DeskClock): void {
    this.#offsetMs = from.#offsetMs;
    this.restart();
  }

  /**
   * Learns from a token that a source has just given.
   *
   * @param hostNow the clock of the host's server, milliseconds since 1970; NaN where the page cannot read it
   */
  learn(claims: AccessTokenClaims, hostNow: number): void {
    if (Number.isFinite(hostNow)) this.#set(likelyNow(this.#platform.now(), hostNow, claims));
    this.setByIssue(claims.issuedAt);
  }

  /**
   * Corrects the clock by a token's time of issue. A token cannot have been issued in the future, so a clock for which
   * it was is behind by at least that much.
   */
  setByIssue(issuedAt: Date | null): void {
    if (issuedAt !== null && issuedAt.getTime() > this.now()) this.#set(issuedAt.getTime());
  }

  #set(now: number): void {
    this.#offsetMs = now - this.#platform.now();
    this.restart();
  }
}

/**
 * Gives the likely time at the desk. The page's clock, the host's clock and the desk's clock, by which the token was
 * issued, may each be hours wrong. Two that agree are trusted. If none agree, because the token is not new, a clock by
 * which the token is valid is trusted. Of two such clocks it is the earlier one: an end that is noticed too late is
 * found by the next check, while one that is reported too early interrupts somebody's work. If the token is valid by
 * neither clock, it counts as new.
 */
function likelyNow(page: number, host: number, { issuedAt, expiresAt }: AccessTokenClaims): number {
  const issued = issuedAt?.getTime() ?? NaN;
  const end = expiresAt?.getTime() ?? Infinity;
  if (agree(host, page)) return host;
  if (agree(page, issued)) return page;
  if (agree(host, issued)) return host;
  const alive = [page, host].filter((now) => now < end && !(now < issued - TOLERANCE_MS));
  if (alive.length > 0) return Math.min(...alive);
  return Number.isNaN(issued) ? host : issued;
}
