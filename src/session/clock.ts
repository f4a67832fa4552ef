import type { Platform } from './platform.js';

/** The time by which a token ends: the page's clock, put right by what the page has learned of its faults. */
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

  /** Takes the word of the server that just answered. @param serverNow milliseconds since 1970 */
  setByServer(serverNow: number): void {
    this.#offsetMs = serverNow - this.#platform.now();
    this.restart();
  }

  /** A token cannot have been issued in the future: then this clock is behind, by that much at least. */
  setByIssue(issuedAt: Date | null): void {
    if (issuedAt !== null && issuedAt.getTime() > this.now()) this.setByServer(issuedAt.getTime());
  }
}
