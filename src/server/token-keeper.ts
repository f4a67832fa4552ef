// The centre of the token endpoint: one token per user, and the order of everything that happens to it. Storage,
// logins, sign-outs and revocations have files of their own.

import { Refusal } from './answers.js';
import { DeskLogins } from './desk-logins.js';
import { FailedLogins } from './failed-logins.js';
import { loginWaitMs, withLogin, type LoginCause } from './login-limit.js';
import { safeLog, type Log } from './log-event.js';
import { readOptions, type EndpointSettings, type HostUser, type TokenEndpointOptions } from './options.js';
import { Keyring, type UserKey } from './place.js';
import { Recent } from './recent.js';
import { RecordStore, type Glance } from './record-store.js';
import { underLock } from './redis-lock.js';
import { Revocations } from './revocations.js';
import { SharedStore } from './shared-store.js';
import {
  checkSignOuts,
  hasNewer,
  isOvertaken,
  nextTurn,
  type Arrival,
  type KnownSignOuts,
} from './sign-outs.js';
import { SingleFlight, Gate, Turns } from './turns.js';
import {
  judge,
  withLost,
  withToken,
  type KeptToken,
  type TokenRequest,
  type UserRecord,
  type Verdict,
} from './user-record.js';
import { within, type Leaving } from './within.js';

/** Milliseconds that reading and writing the storage may take within one exclusive task. */
const STORAGE_MS = 5000;
/** The least time for which a sign-out is remembered. */
const SIGN_OUT_KEPT_MS = 600_000;
/** The number of users whose records are gathered at a time when a storage is back. */
const GATHERED_AT_A_TIME = 4;
/** Users whose names in the storage are held, since each of them is a hash. */
const KEYS_HELD = 10_000;
/** How many sign-outs may come in between before a request is refused. */
const MOST_ROUNDS = 5;

/** The circumstances of a request. */
export interface Call {
  readonly arrival: Arrival;
  /**
   * Its signal ends the wait of this request. A login that is under way goes on, so that its token is known and can be revoked.
   */
  readonly leaving: Leaving;
  /** Keeps the run-time awake for work that goes on after the answer. */
  readonly background: (work: Promise<unknown>) => void;
}

/** A token, with the sign-outs that were known when it was found. */
interface Found {
  readonly token: KeptToken;
  readonly signOuts: KnownSignOuts;
}

/**
 * Tells a waiting request that a sign-out came in between, and that it has to check whether the sign-out concerns it.
 */
class Overtaken extends Error {}

/** Keeps one token of the desk per user: logs in, replaces, revokes and forgets. */
export class TokenKeeper<User extends HostUser> {
  readonly settings: EndpointSettings<User>;
  readonly log: Log;
  readonly #keyring: Keyring;
  readonly #keys = new Recent<UserKey>(KEYS_HELD);
  readonly #store: SharedStore;
  readonly #records: RecordStore;
  readonly #logins: DeskLogins<User>;
  readonly #revocations: Revocations;
  readonly #turns = new Turns();
  readonly #renewals = new SingleFlight<Found>();
  readonly #glances = new SingleFlight<Glance>();

  /** @throws TypeError or BytedeskError for wrong options */
  constructor(options: TokenEndpointOptions<User>) {
    this.settings = readOptions(options);
    this.log = safeLog(options.log);
    const { storage, secrets, now, lockWindowMs, graceMs, timeoutMs } = this.settings;
    const { settings, log } = this;
    this.#keyring = new Keyring(secrets);
    const store = new SharedStore({ storage, log, now, onUp: () => void this.#gatherAll() });
    this.#store = store;
    // A request may wait for its body, for `authorize`, and for two turns.
    const signOutKeptMs = Math.max(SIGN_OUT_KEPT_MS, 2 * (timeoutMs * 2 + this.#turnMs));
    this.#records = new RecordStore({ store, log, now, signOutKeptMs, graceMs });
    const failed = new FailedLogins({ store, now, windowMs: lockWindowMs });
    this.#logins = new DeskLogins({ settings, log, keyring: this.#keyring, failed });
    this.#revocations = new Revocations({
      settings,
      log,
      records: this.#records,
      exclusive: (key, task) => this.#exclusive(key, task),
    });
  }

  /** Notes the moment at which a request came in. */
  arrive(): Arrival {
    return { atMs: this.settings.now(), turn: nextTurn(), storageAnswered: this.#store.answers() };
  }

  /**
   * Gives the token that answers a page's request.
   * @throws Refusal
   */
  async tokenFor(user: User, asked: TokenRequest, call: Call): Promise<KeptToken> {
    const key = await this.#keyOf(user);
    const [{ hash }] = key.places;
    for (let round = 0; ; round += 1) {
      const { record, signOuts, isWhole } = await this.#glance(key);
      await this.#check(call.arrival, signOuts);
      const verdict = isWhole ? this.#answer(record, asked) : undefined;
      if (verdict?.do === 'use') {
        if (this.#revocations.areDue(record)) call.background(this.#revocations.sweep(key));
        this.log({ type: 'token', user: user.id, source: 'cache' });
        return verdict.token;
      }
      try {
        // All requests of a user that find no usable token share this renewal, and so one login at the desk. Other machines
        // wait at the lock in `#renew` and then find the new token.
        const flight = this.#renewals.join(hash, () => this.#renew(key, user, asked, call));
        const limits = { timeoutMs: this.#turnMs * 2, leaving: call.leaving };
        const found = await within(flight, limits);
        await this.#check(call.arrival, found.signOuts);
        // The login may be one that another request began before this page saw that very token rejected. Then the page
        // gets its own try, once.
        if (found.token.hash !== asked.tokenHash || round > 0) return found.token;
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
        if (round === MOST_ROUNDS) throw new Refusal('sign-out-in-doubt', 1);
      }
    }
  }

  /** Forgets a user and revokes all of their tokens. It does both even if the desk or the storage fails. */
  async forget(user: User, leaving: Leaving): Promise<void> {
    const key = await this.#keyOf(user);
    // The sign-out is noted before this task can run, so that a login that is under way sees it and revokes its own
    // token.
    await this.#records.noteSignOut(key);
    const forgetting = this.#exclusive(key, async () => {
      const { record } = await this.#records.gather(key);
      this.log({ type: 'logout', user: user.id });
      await this.#revocations.revokeAll(key, record);
      // It is noted once more, because the host's session lasted until now, and requests may have come in meanwhile.
      await this.#records.noteSignOut(key);
    });
    await within(forgetting, { timeoutMs: this.#turnMs * 2, leaving });
  }

  get #turnMs(): number {
    return this.settings.timeoutMs * 2 + STORAGE_MS;
  }

  async #keyOf({ id }: User): Promise<UserKey> {
    const known = this.#keys.get(id);
    if (known) return known;
    const key = { user: id, places: await this.#keyring.placesOf('user', this.settings.api.href, id) };
    this.#keys.set(id, key);
    return key;
  }

  #check(arrival: Arrival, signOuts: KnownSignOuts): Promise<void> {
    return checkSignOuts(arrival, signOuts, this.settings.now());
  }

  /**
   * Runs a task while nobody else works on the user's record: in this process, and on all machines as far as there is a
   * lock.
   */
  #exclusive<T>({ places }: UserKey, task: () => Promise<T>): Promise<T> {
    return this.#turns.take(places[0].hash, () => {
      const storage = this.#store.isDown ? undefined : this.settings.storage;
      // The lock is taken under every key, always in the same order, since machines may be given a new key one by one.
      const hashes = places.map(({ hash }) => hash).sort();
      const locked = hashes.reduceRight<() => Promise<T>>(
        (inner, hash) => () => underLock({ storage, hash, ttlMs: this.#turnMs }, inner),
        task,
      );
      return locked();
    });
  }

  /** Reads what is stored of a user; simultaneous callers share one read. */
  #glance(key: UserKey): Promise<Glance> {
    return this.#glances.join(key.places[0].hash, () => this.#records.glance(key));
  }

  #answer(record: UserRecord, asked: TokenRequest): Exclude<Verdict, { readonly do: 'wait' }> {
    const verdict = judge(record, asked, { nowMs: this.settings.now(), maxAgeMs: this.settings.maxAgeMs });
    if (verdict.do === 'wait') throw new Refusal('too-many-requests', verdict.retryAfterMs);
    return verdict;
  }

  /** @throws Refusal for a user who has had too many logins */
  #checkLimit({ id }: User, { logins }: UserRecord, cause: LoginCause): void {
    const { now, loginsPerMinute } = this.settings;
    const waitMs = loginWaitMs(logins, cause, { nowMs: now(), most: loginsPerMinute });
    if (waitMs === 0) return;
    this.log({ type: 'login-held-back', user: id, code: 'too-many-requests' });
    throw new Refusal('too-many-requests', waitMs);
  }

  /** Counts a login. The record is read again, since the login has waited for its turn. */
  async #countLogin(key: UserKey, cause: LoginCause): Promise<void> {
    const { record } = await this.#records.gather(key);
    const logins = withLogin(record.logins, cause, this.settings.now());
    await this.#records.write(key, { ...record, logins });
  }

  #renew(key: UserKey, user: User, asked: TokenRequest, { arrival, background }: Call): Promise<Found> {
    const renewing = this.#exclusive(key, async () => {
      const known = await this.#records.gather(key);
      const { signOuts } = known;
      let { record } = known;
      // Tokens that the storage has lost are revoked by the process that has made them.
      this.#revocations.schedule(key, record);
      if (isOvertaken(arrival, signOuts)) throw new Overtaken();
      // The record is judged again, since another machine may have logged in while this one waited.
      const verdict = this.#answer(record, asked);
      if (verdict.do === 'use') return { token: verdict.token, signOuts };
      const { cause } = verdict;
      this.#checkLimit(user, record, cause);
      const { graceMs, now } = this.settings;
      if (asked.reason === 'rejected' && record.current) {
        record = { ...withToken(record, null, now() + graceMs), rejectedAtMs: now() };
        await this.#records.write(key, record);
      }
      const askedAtMs = now();
      const take = (late: KeptToken): Promise<void> =>
        this.#takeLate(key, user, { token: late, askedAtMs, before: signOuts });
      const begin = (): Promise<void> => this.#countLogin(key, cause);
      const fresh = await this.#logins.logIn(user, { begin, take, background });
      return this.#take(key, user, fresh, signOuts);
    });
    background(renewing.catch(() => {}));
    return renewing;
  }

  /** Keeps a new token. @param before the sign-outs that were known when it was asked for */
  async #take(key: UserKey, user: User, token: KeptToken, before: KnownSignOuts): Promise<Found> {
    const { graceMs, now } = this.settings;
    // The record is read again: where there is no lock, another machine may have kept a token of its own.
    const { record } = await this.#records.gather(key);
    const next = withToken(record, token, now() + graceMs);
    this.#records.remember(key, token);
    await this.#records.writeLogin(key, next);
    // The sign-outs are read after the token is written: a later sign-out finds it there.
    const signOuts = await this.#records.signOuts(key);
    if (hasNewer(before, signOuts)) {
      await this.#revocations.revokeAll(key, next);
      throw new Overtaken();
    }
    this.#revocations.schedule(key, next);
    this.log({ type: 'token', user: user.id, source: 'login' });
    return { token, signOuts };
  }

  /** Keeps a token that came after all who had asked for it got their answer, unless a newer login has made another. */
  async #takeLate(
    key: UserKey,
    user: User,
    { token, askedAtMs, before }: { token: KeptToken; askedAtMs: number; before: KnownSignOuts },
  ): Promise<void> {
    await this.#exclusive(key, async () => {
      const { record } = await this.#records.gather(key);
      this.#records.remember(key, token);
      const isNeeded = (record.current?.loggedInAtMs ?? 0) < askedAtMs;
      if (isNeeded) await this.#take(key, user, token, before);
      else await this.#revocations.revokeDue(key, withLost(record, [token], 0));
    }).catch(() => {});
  }

  /** Stores what this process had to keep to itself while the storage was down. */
  async #gatherAll(): Promise<void> {
    const gate = new Gate(GATHERED_AT_A_TIME);
    const gather = (key: UserKey): Promise<void> =>
      this.#exclusive(key, async () => {
        const { record } = await this.#records.gather(key);
        this.#revocations.schedule(key, record);
      });
    await Promise.all(this.#records.held.map((key) => gate.run(() => gather(key)).catch(() => {})));
  }
}
