// Decides when to check a token at the desk, and reads the answer.

import { type DeskAnswer, isTokenRefusal, verdictOf } from '../api/desk-answer.js';
import { deskUrl, requestDesk } from '../api/desk-request.js';
import type { Platform } from './platform.js';

/**
 * The desk's verdict on a token, in its own envelope: `over` (401), `alive` (also with 403, without the right to read
 * the profile), or nothing clear. An answer of anything else, such as a gate or a proxy, proves nothing.
 */
export interface ProbeResult {
  readonly verdict: 'alive' | 'over' | 'unknown';
  /** The user's name in lower case, as in a token. */
  readonly username: string | null;
}

const PROFILE_PATH = '/api/v1/user/profile';

/** Asks the desk from time to time whether a token is still valid. */
export class Probe {
  readonly #platform: Platform;
  #current: AbortController | undefined;
  #dueAt = 0;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** The time of the next check, milliseconds since 1970; `Infinity` while one is under way. */
  get dueAt(): number {
    return this.#current === undefined ? this.#dueAt : Infinity;
  }

  /**
   * Sets the time of the next check. @param intervalMs 0 or `Infinity` for never @param isUrgent true for a first check
   * without waiting
   */
  schedule(now: number, intervalMs: number, isUrgent = false): void {
    // The interval varies by a tenth, so that pages that were opened together do not ask together for ever.
    const delay = intervalMs > 0 ? intervalMs * (0.9 + this.#platform.random() / 5) : Infinity;
    this.#dueAt = now + (isUrgent && delay < Infinity ? 0 : delay);
  }

  /** Asks the desk, and always ends. @returns nothing if another check, or the end, came first */
  async run(api: URL, token: string): Promise<ProbeResult | undefined> {
    this.abort();
    const controller = new AbortController();
    this.#current = controller;
    const result = await askProfile(api, token, controller.signal);
    if (this.#current !== controller) return undefined;
    this.#current = undefined;
    return result;
  }

  abort(): void {
    this.#current?.abort();
    this.#current = undefined;
  }
}

/** Asks the desk for the profile of a token's user; without a token that proves only that the API answers. */
export const requestProfile = (
  api: URL,
  token: string | undefined,
  signal: AbortSignal,
): Promise<DeskAnswer> => requestDesk({ url: deskUrl(api, PROFILE_PATH), method: 'GET', token, signal });

async function askProfile(api: URL, token: string, signal: AbortSignal): Promise<ProbeResult> {
  try {
    const answer = await requestProfile(api, token, signal);
    const isAlive = answer.envelope !== null && /^(?:200|403)$/.test(`${verdictOf(answer)}`);
    const username = (answer.envelope?.data as { username?: unknown } | null | undefined)?.username;
    return {
      verdict: isTokenRefusal(answer) ? 'over' : isAlive ? 'alive' : 'unknown',
      username: typeof username === 'string' && username !== '' ? username.toLowerCase() : null,
    };
  } catch {
    return { verdict: 'unknown', username: null };
  }
}
