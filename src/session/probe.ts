import { isTokenRefusal, verdictOf } from '../api/desk-answer.js';
import { deskUrl, requestDesk } from '../api/desk-request.js';
import type { Platform } from './platform.js';

/**
 * What the desk says of a token in its own envelope: `over` (401), `alive` (also without the right to read the profile, 403),
 * or nothing clear. What others answer in its place, gates and proxies, proves nothing.
 */
export interface ProbeResult {
  readonly verdict: 'alive' | 'over' | 'unknown';
  /** In lower case, as in a token. */
  readonly username: string | null;
}

const PROFILE_PATH = '/api/v1/user/profile';

/** Asks the desk now and then whether a token is still good. */
export class Probe {
  readonly #platform: Platform;
  #current: AbortController | undefined;
  #dueAt = 0;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Milliseconds since 1970; `Infinity` while one is under way. */
  get dueAt(): number {
    return this.#current === undefined ? this.#dueAt : Infinity;
  }

  /** @param intervalMs 0 or `Infinity` for never @param isUrgent do not wait for the first one */
  schedule(now: number, intervalMs: number, isUrgent = false): void {
    // A tenth more or less, so that pages that were opened at once do not ask at once for ever.
    const delay = intervalMs > 0 ? intervalMs * (0.9 + this.#platform.random() / 5) : Infinity;
    this.#dueAt = now + (isUrgent && delay < Infinity ? 0 : delay);
  }

  /** Asks, and always ends. @returns nothing if another one, or the end, came first */
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

async function askProfile(api: URL, token: string, signal: AbortSignal): Promise<ProbeResult> {
  try {
    const answer = await requestDesk({ url: deskUrl(api, PROFILE_PATH), method: 'GET', token, signal });
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
