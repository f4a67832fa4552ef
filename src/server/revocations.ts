import { Refusal } from './answers.js';
import { revoke } from './desk-access.js';
import type { Log } from './log-event.js';
import type { DeskPlan } from './options.js';
import type { UserKey } from './place.js';
import type { RecordStore } from './record-store.js';
import { Gate } from './turns.js';
import { withLost, withToken, type RetiredToken, type UserRecord } from './user-record.js';

/** Further ones wait, so that many sign-outs at once do not keep logins from the desk. */
const REVOKED_AT_A_TIME = 32;
const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 300_000;

interface RevocationsOptions {
  readonly plan: DeskPlan;
  readonly log: Log;
  readonly records: RecordStore;
  /** Runs a task alone with a user's record. */
  readonly exclusive: (key: UserKey, task: () => Promise<void>) => Promise<void>;
}

/**
 * Revokes replaced and forgotten tokens at the desk, again and again until the desk has heard it. What this process does
 * not live to do is found in the user's record by the next request of that user.
 */
export class Revocations {
  readonly #options: RevocationsOptions;
  readonly #gate = new Gate(REVOKED_AT_A_TIME);
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(options: RevocationsOptions) {
    this.#options = options;
  }

  /** Whether some of a user's tokens should be revoked by now. */
  areDue({ retired }: UserRecord): boolean {
    return retired.length > 0 && retired.some((token) => this.#isDue(token));
  }

  /** Revokes what is due of a user. Never rejects. */
  async sweep(key: UserKey): Promise<void> {
    const { exclusive, records } = this.#options;
    const sweeping = exclusive(key, async () => this.revokeDue(key, (await records.gather(key)).record));
    await sweeping.catch(() => {});
  }

  /** Revokes what is due by a record, and keeps the rest of it. For those who are alone with the user's record. */
  async revokeDue(key: UserKey, given: UserRecord): Promise<void> {
    const { records, plan } = this.#options;
    const due = given.retired.filter((token) => this.#isDue(token));
    // First, so that whoever comes next knows what is left to do, should this process end.
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
    const retired = left.map((token) => (this.#isDue(token) ? later(token, plan.now()) : token));
    const record = { ...given, retired };
    await records.write(key, record);
    this.schedule(key, record);
  }

  /** Revokes all tokens of a user now. For those who are alone with the user's record. */
  async revokeAll(key: UserKey, record: UserRecord): Promise<void> {
    const all = withLost(withToken(record, null, 0), this.#options.records.madeFor(key), 0);
    const retired = all.retired.map((token) => ({ ...token, revokeAtMs: 0 }));
    await this.revokeDue(key, { ...all, retired });
  }

  /** Revokes what a user's record says, when it says so. */
  schedule(key: UserKey, { retired }: UserRecord): void {
    if (retired.length === 0) return;
    const [{ hash }] = key.places;
    clearTimeout(this.#timers.get(hash));
    const restMs = Math.min(...retired.map(({ revokeAtMs }) => revokeAtMs)) - this.#options.plan.now();
    const timer = setTimeout(
      () => {
        this.#timers.delete(hash);
        void this.sweep(key);
      },
      Math.min(Math.max(restMs, 0) + 1, LONGEST_PAUSE_MS),
    );
    this.#timers.set(hash, timer);
    // Node's timers keep a process alive; elsewhere they are numbers.
    (timer as { unref?: () => void }).unref?.();
  }

  #isDue({ revokeAtMs }: RetiredToken): boolean {
    return revokeAtMs <= this.#options.plan.now();
  }

  async #revoke({ user }: UserKey, { accessToken, endsAtMs }: RetiredToken): Promise<boolean> {
    const { plan, log } = this.#options;
    if (endsAtMs <= plan.now()) return true;
    try {
      await revoke(plan, accessToken);
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
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
  // Half of it left to chance: after an outage many are due together.
  return { ...token, tries: tries + 1, revokeAtMs: nowMs + (pauseMs / 2) * (1 + Math.random()) };
}
