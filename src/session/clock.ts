import type { AccessTokenClaims } from '../access-token.js';
import type { Platform } from './platform.js';

/** Clocks that are no further apart agree; the slowest answer comes sooner. */
const TOLERANCE_MS = 5 * 60_000;

const agree = (first: number, second: number): boolean => Math.abs(first - second) <= TOLERANCE_MS;

/**
 * The time by which a token ends: the page's clock, put right by what the page has learned of its faults. The desk's own
 * clock decides, but a page of another origin cannot read it.
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

  /** Milliseconds since 1970. Counts sleep, and goes on when the wall clock is put back. */
  now(): number {
    const platform = this.#platform;
    return Math.max(platform.now() + this.#offsetMs, this.#start + platform.elapsed() - this.#startElapsed);
  }

  /** Begins anew from the wall clock, at each new token: a clock that was put right meanwhile is right. */
  restart(): void {
    this.#start = this.#platform.now() + this.#offsetMs;
    this.#startElapsed = this.#platform.elapsed();
  }

  /** Goes on as another one does. */
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

  /** A token cannot have been issued in the future: then this clock is behind, by that much at least. */
  setByIssue(issuedAt: Date | null): void {
    if (issuedAt !== null && issuedAt.getTime() > this.now()) this.#set(issuedAt.getTime());
  }

  #set(now: number): void {
    this.#offsetMs = now - this.#platform.now();
    this.restart();
  }
}

/**
 * The likely time at the desk, where the page's clock, the host's clock and the desk's, by which the token was issued, may
 * each be hours wrong. Two that agree are believed. Where none do, because the token is not new, a clock by which it is
 * alive is believed; of two, the earlier one: an end that is noticed late is noticed by the next check, while one that
 * is told too early interrupts somebody's work. Where it is alive by neither, it is taken for new.
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
