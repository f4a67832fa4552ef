// Revokes replaced and forgotten tokens at the desk, later if need be. The user's record lists them until that is done.

import { backoffMs } from '../backoff.js';
import { Refusal } from './answers.js';
import { revoke } from './desk-access.js';
import type { Log } from './log-event.js';
import type { DeskCallSettings } from './options.js';
import type { UserKey } from './place.js';
import type { RecordStore } from './record-store.js';
import { Gate } from './turns.js';
import { withLost, withToken, type RetiredToken, type UserRecord } from './user-record.js';

/** Further revocations wait, so that many sign-outs at once do not keep logins from the desk. */
const REVOKED_AT_A_TIME = 32;
const BACKOFF = { firstMs: 5000, longestMs: 300_000 };

interface RevocationsOptions {
  readonly settings: DeskCallSettings;
  readonly log: Log;
  readonly records: RecordStore;
  /** Runs a task while nobody else works on the user's record. */
  readonly exclusive: (key: UserKey, task: () => Promise<void>) => Promise<void>;
}

/**
 * Revokes replaced and forgotten tokens at the desk, and repeats this until the desk has answered. If this process ends
 * before that, the next request of the user finds the rest in the user's record.
 */
export class Revocations {
  readonly #options: RevocationsOptions;
  readonly #gate = new Gate(REVOKED_AT_A_TIME);
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(options: RevocationsOptions) {
    this.#options = options;
  }

  /** Tells whether some of a user's tokens are to be revoked by now. */
  areDue({ retired }: UserRecord): boolean {
    return retired.length > 0 && retired.some((token) => this.#isDue(token));
  }

  /** Revokes the user's tokens that are due. It never rejects. */
  async sweep(key: UserKey): Promise<void> {
    const { exclusive, records } = this.#options;
    const sweeping = exclusive(key, async () => this.revokeDue(key, (await records.gather(key)).record));
    await sweeping.catch(() => {});
  }

  /**
   * Revokes the tokens of a record that are due, and keeps the others. Only for callers that are alone with the user's
   * record.
   */
  async revokeDue(key: UserKey, given: UserRecord): Promise<void> {
    const { records, settings } = this.#options;
    const due = given.retired.filter((token) => this.#isDue(token));
    // The record is written first: should this process end, the next one knows what is left to do.
    await records.write(key, given);
    if (due.length === 0) return this.schedule(key, given);
    const gone = new Set<RetiredToken>();
    await Promise.all(
      due.map(async (token) => {
        if (await this.#gate.run(() => this.#revoke(key, token))) gone.add(token);
      }),
    );
    for (const { accessToken } of gone) records.forgetToken(key, accessToken);
    const left = given.retired.filter((token) => !gone.has(token));
    const retired = left.map((token) => (this.#isDue(token) ? later(token, settings.now()) : token));
    const record = { ...given, retired };
    await records.write(key, record);
    this.schedule(key, record);
  }

  /** Revokes all tokens of a user now. Only for callers that are alone with the user's record. */
  async revokeAll(key: UserKey, record: UserRecord): Promise<void> {
    const all = withLost(withToken(record, null, 0), this.#options.records.madeFor(key), 0);
    const retired = all.retired.map((token) => ({ ...token, revokeAtMs: 0 }));
    await this.revokeDue(key, { ...all, retired });
  }

  /** Starts a timer for the tokens of a record that are to be revoked later. */
  schedule(key: UserKey, { retired }: UserRecord): void {
    if (retired.length === 0) return;
    const [{ hash }] = key.places;
    clearTimeout(this.#timers.get(hash));
    const restMs = Math.min(...retired.map(({ revokeAtMs }) => revokeAtMs)) - this.#options.settings.now();
    const timer = setTimeout(
      () => {
        this.#timers.delete(hash);
        void this.sweep(key);
      },
      Math.min(Math.max(restMs, 0) + 1, BACKOFF.longestMs),
    );
    this.#timers.set(hash, timer);
    // A timer of Node would keep the process alive; elsewhere timers are numbers.
    (timer as { unref?: () => void }).unref?.();
  }

  #isDue({ revokeAtMs }: RetiredToken): boolean {
    return revokeAtMs <= this.#options.settings.now();
  }

  async #revoke({ user }: UserKey, { accessToken, endsAtMs }: RetiredToken): Promise<boolean> {
    const { settings, log } = this.#options;
    if (endsAtMs <= settings.now()) return true;
    try {
      await revoke(settings, accessToken);
      log({ type: 'revoked', user });
      return true;
    } catch (error) {
      log({ type: 'revoke-failed', user, code: error instanceof Refusal ? error.code : 'server-error' });
      return false;
    }
  }
}

function later(token: RetiredToken, nowMs: number): RetiredToken {
  const tries = token.tries ?? 0;
  return { ...token, tries: tries + 1, revokeAtMs: nowMs + backoffMs(tries + 1, BACKOFF, Math.random()) };
}
