import { Refusal } from './answers.js';
import { logIn, LockedOut, revoke } from './desk-access.js';
import { FailedLogins } from './failed-logins.js';
import { callHost } from './host-call.js';
import { safeLog, type Log } from './log-event.js';
import {
  readOptions,
  type DeskCredentials,
  type EndpointPlan,
  type HostUser,
  type TokenEndpointOptions,
} from './options.js';
import { RecordStore } from './record-store.js';
import { underLock } from './redis-lock.js';
import { Sealer } from './sealer.js';
import { SharedStore } from './shared-store.js';
import { Flights, Turns } from './turns.js';
import {
  judge,
  withToken,
  type KeptToken,
  type RetiredToken,
  type TokenRequest,
  type UserRecord,
} from './user-record.js';
import { within } from './within.js';

/** What reading and writing the storage may take within one turn. */
const STORAGE_MS = 5000;
/** Refusals of the desk that another try with the same login would only repeat. */
const REFUSED = new Set(['login-failed', 'login-locked', 'account-disabled', 'second-factor-required']);

/** Keeps one token of the desk per user: logs in, replaces, revokes and forgets. */
export class TokenKeeper<User extends HostUser> {
  readonly plan: EndpointPlan<User>;
  readonly log: Log;
  readonly #sealer: Sealer;
  readonly #store: SharedStore;
  readonly #records: RecordStore;
  readonly #failedLogins: FailedLogins;
  readonly #turns = new Turns();
  readonly #flights = new Flights<KeptToken>();
  readonly #reads = new Flights<UserRecord>();

  /** @throws TypeError or BytedeskError for wrong options */
  constructor(options: TokenEndpointOptions<User>) {
    this.plan = readOptions(options);
    this.log = safeLog(options.log);
    const { storage, secret, now, lockWindowMs } = this.plan;
    const log = this.log;
    this.#sealer = new Sealer(secret);
    this.#store = new SharedStore({ storage, log, now });
    const parts = { store: this.#store, sealer: this.#sealer, log, now };
    this.#records = new RecordStore(parts);
    this.#failedLogins = new FailedLogins({ ...parts, windowMs: lockWindowMs });
  }

  /**
   * The token that answers a page's request.
   * @param signal ends the wait; a login that is on its way goes on, so that its token is known and can be revoked
   * @throws Refusal
   */
  async tokenFor(user: User, asked: TokenRequest, signal: AbortSignal): Promise<KeptToken> {
    const key = await this.#keyOf(user);
    const flight = async (): Promise<KeptToken> => {
      for (let round = 0; ; round += 1) {
        const known = this.#answer(await this.#glance(key), asked);
        if (known) {
          this.log({ type: 'token', user: user.id, source: 'cache' });
          return known;
        }
        const token = await this.#flights.join(key, () =>
          this.#exclusive(key, () => this.#renew(key, user, asked)),
        );
        // Somebody else's flight may have ended with just the token that this page has seen rejected.
        if (token.hash !== asked.tokenHash || round > 0) return token;
      }
    };
    return within(flight(), { timeoutMs: this.#turnMs * 2, signal });
  }

  /** Forgets a user and revokes all of their tokens. Does both, whatever the desk or the storage does. */
  async forget(user: User, signal: AbortSignal): Promise<void> {
    const key = await this.#keyOf(user);
    // Before it waits for its turn: where there is no lock, a login that is on its way sees this and takes itself back.
    await this.#records.noteLogout(key, this.#turnMs * 2);
    const forgetting = this.#exclusive(key, async () => {
      const { current, retired } = await this.#records.read(key);
      await this.#records.forget(key);
      this.log({ type: 'logout', user: user.id });
      const tokens = [current, ...retired].flatMap((kept) => (kept ? [kept.accessToken] : []));
      await Promise.all(tokens.map((token) => this.#revoke(user, token)));
    });
    await within(forgetting, { timeoutMs: this.#turnMs * 2, signal });
  }

  get #turnMs(): number {
    return this.plan.timeoutMs * 2 + STORAGE_MS;
  }

  async #keyOf(user: User): Promise<string> {
    return `bytedesk:token:${await this.#sealer.nameOf('user', this.plan.api.href, user.id)}`;
  }

  /** Alone with a user's record: in this process, and as far as there is a lock on all machines. */
  #exclusive<T>(key: string, task: () => Promise<T>): Promise<T> {
    return this.#turns.take(key, () => {
      const storage = this.#store.isDown ? undefined : this.plan.storage;
      return underLock({ storage, key, ttlMs: this.#turnMs }, task);
    });
  }

  /** What is kept of a user, read once for all who want to know it at the same time. */
  #glance(key: string): Promise<UserRecord> {
    return this.#reads.join(key, () => this.#records.read(key));
  }

  #answer(record: UserRecord, asked: TokenRequest): KeptToken | undefined {
    const verdict = judge(record, asked, { nowMs: this.plan.now(), maxAgeMs: this.plan.maxAgeMs });
    if (verdict.do === 'wait') throw new Refusal('too-many-requests', verdict.retryAfterMs);
    return verdict.do === 'use' ? verdict.token : undefined;
  }

  async #renew(key: string, user: User, asked: TokenRequest): Promise<KeptToken> {
    let record = await this.#records.read(key);
    // Read again, since another machine may have logged in while this one waited for its turn.
    const known = this.#answer(record, asked);
    if (known) return known;
    const { graceMs, now } = this.plan;
    if (asked.reason === 'rejected' && record.current) {
      record = { ...withToken(record, null, now() + graceMs), rejectedAtMs: now() };
      await this.#records.write(key, record);
    }
    const logout = await this.#records.lastLogout(key);
    const token = await this.#logIn(user);
    await this.#records.write(key, withToken(record, token, now() + graceMs));
    // After the writing: a sign-out that comes later finds the token there.
    if ((await this.#records.lastLogout(key)) !== logout) return this.#takeBack(key, user, token);
    this.#sweepLater(key, user);
    this.log({ type: 'token', user: user.id, source: 'login' });
    return token;
  }

  /** For a user who has signed out while the desk was asked. */
  async #takeBack(key: string, user: User, token: KeptToken): Promise<never> {
    const { current } = await this.#records.read(key);
    if (current?.hash === token.hash) await this.#records.forget(key);
    await this.#revoke(user, token.accessToken);
    throw new Refusal('unauthorized');
  }

  async #logIn(user: User): Promise<KeptToken> {
    const { credentials, timeoutMs } = this.plan;
    const ask = async (): Promise<DeskCredentials | null> => checkCredentials(await credentials(user));
    const login = await callHost('credentials', ask, { timeoutMs, log: this.log });
    if (!login) throw new Refusal('forbidden');
    const name = login.username.trim().toLowerCase();
    const key = `bytedesk:failed:${await this.#sealer.nameOf('login', this.plan.api.href, name)}`;
    return this.#turns.take(key, () => this.#tryLogin(key, () => logIn(this.plan, login), user));
  }

  async #tryLogin(key: string, attempt: () => Promise<KeptToken>, user: User): Promise<KeptToken> {
    const held = await this.#failedLogins.check(key);
    if (held) {
      this.log({ type: 'login-held-back', user: user.id, code: held.code });
      throw new Refusal(held.code, held.retryAfterMs);
    }
    try {
      const token = await attempt();
      await this.#failedLogins.clear(key);
      return token;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.log({ type: 'login-failed', user: user.id, code: error.code });
      const lockedMs = error instanceof LockedOut ? error.retryAfterMs : 0;
      if (REFUSED.has(error.code)) await this.#failedLogins.add(key, error.code, lockedMs);
      throw error;
    }
  }

  /** Revokes replaced tokens once their grace is over; what this process does not live to do, the next login does. */
  #sweepLater(key: string, user: User): void {
    const sweep = async (): Promise<void> => {
      const record = await this.#records.read(key);
      const isDue = ({ revokeAtMs }: RetiredToken): boolean => revokeAtMs <= this.plan.now();
      const due = record.retired.filter(isDue);
      if (due.length === 0) return;
      await this.#records.write(key, { ...record, retired: record.retired.filter((kept) => !isDue(kept)) });
      await Promise.all(due.map(({ accessToken }) => this.#revoke(user, accessToken)));
    };
    const start = (): void => void this.#exclusive(key, sweep).catch(() => {});
    const later: unknown = setTimeout(start, this.plan.graceMs + 1);
    // Node's timers keep a process alive; elsewhere they are numbers.
    (later as { unref?: () => void }).unref?.();
  }

  async #revoke(user: User, accessToken: string): Promise<void> {
    try {
      await revoke(this.plan, accessToken);
      this.log({ type: 'revoked', user: user.id });
    } catch (error) {
      const code = error instanceof Refusal ? error.code : 'server-error';
      this.log({ type: 'revoke-failed', user: user.id, code });
    }
  }
}

function checkCredentials(login: DeskCredentials | null): DeskCredentials | null {
  if (!login) return null;
  if (typeof login.username !== 'string') throw new TypeError('A login needs a username.');
  return login;
}
