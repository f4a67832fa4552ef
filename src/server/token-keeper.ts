import { Refusal } from './answers.js';
import { DeskLogins } from './desk-logins.js';
import { FailedLogins } from './failed-logins.js';
import { safeLog, type Log } from './log-event.js';
import { readOptions, type EndpointPlan, type HostUser, type TokenEndpointOptions } from './options.js';
import { Keyring, type UserKey } from './place.js';
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
import { Flights, Gate, Turns } from './turns.js';
import {
  judge,
  withLost,
  withToken,
  type KeptToken,
  type TokenRequest,
  type UserRecord,
} from './user-record.js';
import { within } from './within.js';

/** What reading and writing the storage may take within one turn. */
const STORAGE_MS = 5000;
/** A sign-out is remembered at least so long. */
const SIGN_OUT_KEPT_MS = 600_000;
/** Users whose records are looked through at a time once a storage is back. */
const GATHERED_AT_A_TIME = 4;
/** How often sign-outs may come in between before a request is sent away. */
const MOST_ROUNDS = 5;

/** What a request brings beside its words. */
export interface Call {
  readonly arrival: Arrival;
  /** Ends the wait; a login that is on its way goes on, so that its token is known and can be revoked. */
  readonly signal: AbortSignal;
  /** Keeps the run-time awake for what goes on after the answer. */
  readonly background: (work: Promise<unknown>) => void;
}

/** A token, and the sign-outs that were known when it was found. */
interface Found {
  readonly token: KeptToken;
  readonly signOuts: KnownSignOuts;
}

/** A sign-out came in between: whoever waits has to look whether it was theirs. */
class Overtaken extends Error {}

/** Keeps one token of the desk per user: logs in, replaces, revokes and forgets. */
export class TokenKeeper<User extends HostUser> {
  readonly plan: EndpointPlan<User>;
  readonly log: Log;
  readonly #keyring: Keyring;
  readonly #store: SharedStore;
  readonly #records: RecordStore;
  readonly #logins: DeskLogins<User>;
  readonly #revocations: Revocations;
  readonly #turns = new Turns();
  readonly #flights = new Flights<Found>();
  readonly #glances = new Flights<Glance>();

  /** @throws TypeError or BytedeskError for wrong options */
  constructor(options: TokenEndpointOptions<User>) {
    this.plan = readOptions(options);
    this.log = safeLog(options.log);
    const { storage, secrets, now, lockWindowMs, graceMs, timeoutMs } = this.plan;
    const { plan, log } = this;
    this.#keyring = new Keyring(secrets);
    const store = new SharedStore({ storage, log, now, onUp: () => void this.#gatherAll() });
    this.#store = store;
    // A request may wait for its body, for `authorize`, and for two turns.
    const signOutKeptMs = Math.max(SIGN_OUT_KEPT_MS, 2 * (timeoutMs * 2 + this.#turnMs));
    this.#records = new RecordStore({ store, log, now, signOutKeptMs, graceMs });
    const failed = new FailedLogins({ store, now, windowMs: lockWindowMs });
    this.#logins = new DeskLogins({ plan, log, keyring: this.#keyring, failed });
    this.#revocations = new Revocations({
      plan,
      log,
      records: this.#records,
      exclusive: (key, task) => this.#exclusive(key, task),
    });
  }

  /** Notes that a request has come in. */
  arrive(): Arrival {
    return { atMs: this.plan.now(), turn: nextTurn(), storageAnswered: this.#store.answers() };
  }

  /**
   * The token that answers a page's request.
   * @throws Refusal
   */
  async tokenFor(user: User, asked: TokenRequest, call: Call): Promise<KeptToken> {
    const key = await this.#keyOf(user);
    const [{ hash }] = key.places;
    for (let round = 0; ; round += 1) {
      const { record, signOuts, isWhole } = await this.#glance(key);
      await this.#check(call.arrival, signOuts);
      const known = isWhole ? this.#answer(record, asked) : undefined;
      if (known) {
        if (this.#revocations.areDue(record)) call.background(this.#revocations.sweep(key));
        this.log({ type: 'token', user: user.id, source: 'cache' });
        return known;
      }
      try {
        const flight = this.#flights.join(hash, () => this.#renew(key, user, asked, call));
        const limits = { timeoutMs: this.#turnMs * 2, signal: call.signal };
        const found = await within(flight, limits);
        await this.#check(call.arrival, found.signOuts);
        // Somebody else's flight may have ended with just the token that this page has seen rejected.
        if (found.token.hash !== asked.tokenHash || round > 0) return found.token;
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
        if (round === MOST_ROUNDS) throw new Refusal('sign-out-in-doubt', 1);
      }
    }
  }

  /** Forgets a user and revokes all of their tokens. Does both, whatever the desk or the storage does. */
  async forget(user: User, signal: AbortSignal): Promise<void> {
    const key = await this.#keyOf(user);
    // Before it waits for its turn: a login that is on its way sees this and takes itself back.
    await this.#records.noteSignOut(key);
    const forgetting = this.#exclusive(key, async () => {
      const { record } = await this.#records.gather(key);
      this.log({ type: 'logout', user: user.id });
      await this.#revocations.revokeAll(key, record);
      // Again: the host's session still stood until now, and so did requests that came in meanwhile.
      await this.#records.noteSignOut(key);
    });
    await within(forgetting, { timeoutMs: this.#turnMs * 2, signal });
  }

  get #turnMs(): number {
    return this.plan.timeoutMs * 2 + STORAGE_MS;
  }

  async #keyOf({ id }: User): Promise<UserKey> {
    return { user: id, places: await this.#keyring.placesOf('user', this.plan.api.href, id) };
  }

  #check(arrival: Arrival, signOuts: KnownSignOuts): Promise<void> {
    return checkSignOuts(arrival, signOuts, this.plan.now());
  }

  /** Alone with a user's record: in this process, and as far as there is a lock on all machines. */
  #exclusive<T>({ places }: UserKey, task: () => Promise<T>): Promise<T> {
    return this.#turns.take(places[0].hash, () => {
      const storage = this.#store.isDown ? undefined : this.plan.storage;
      // Under every key, in one order: machines may be given a new key one by one.
      const hashes = places.map(({ hash }) => hash).sort();
      const locked = hashes.reduceRight<() => Promise<T>>(
        (inner, hash) => () => underLock({ storage, hash, ttlMs: this.#turnMs }, inner),
        task,
      );
      return locked();
    });
  }

  /** What is kept of a user, read once for all who want to know it at the same time. */
  #glance(key: UserKey): Promise<Glance> {
    return this.#glances.join(key.places[0].hash, () => this.#records.glance(key));
  }

  #answer(record: UserRecord, asked: TokenRequest): KeptToken | undefined {
    const verdict = judge(record, asked, { nowMs: this.plan.now(), maxAgeMs: this.plan.maxAgeMs });
    if (verdict.do === 'wait') throw new Refusal('too-many-requests', verdict.retryAfterMs);
    return verdict.do === 'use' ? verdict.token : undefined;
  }

  #renew(key: UserKey, user: User, asked: TokenRequest, { arrival, background }: Call): Promise<Found> {
    const renewing = this.#exclusive(key, async () => {
      const known = await this.#records.gather(key);
      if (isOvertaken(arrival, known.signOuts)) throw new Overtaken();
      const { signOuts } = known;
      let { record } = known;
      // Looked at again, since another machine may have logged in while this one waited for its turn.
      const token = this.#answer(record, asked);
      if (token) return { token, signOuts };
      const { graceMs, now } = this.plan;
      if (asked.reason === 'rejected' && record.current) {
        record = { ...withToken(record, null, now() + graceMs), rejectedAtMs: now() };
        await this.#records.write(key, record);
      }
      const late = (token: KeptToken): void => background(this.#takeLate(key, user, token, signOuts));
      const fresh = await this.#logins.logIn(user, late);
      return this.#take(key, user, fresh, signOuts);
    });
    background(renewing.catch(() => {}));
    return renewing;
  }

  /** Keeps a new token. @param before the sign-outs that were known when it was asked for */
  async #take(key: UserKey, user: User, token: KeptToken, before: KnownSignOuts): Promise<Found> {
    const { graceMs, now } = this.plan;
    // Read again: where there is no lock, another machine may have kept a token of its own.
    const { record } = await this.#records.gather(key);
    const next = withToken(record, token, now() + graceMs);
    await this.#records.write(key, next);
    this.#records.remember(key, token);
    // After the writing: a sign-out that comes later finds the token there.
    const signOuts = await this.#records.signOuts(key);
    if (hasNewer(before, signOuts)) {
      await this.#revocations.revokeAll(key, next);
      throw new Overtaken();
    }
    this.#revocations.schedule(key, next);
    this.log({ type: 'token', user: user.id, source: 'login' });
    return { token, signOuts };
  }

  /** Keeps a token that came after all who had asked for it were sent away. */
  async #takeLate(key: UserKey, user: User, token: KeptToken, before: KnownSignOuts): Promise<void> {
    await this.#exclusive(key, async () => {
      const { record } = await this.#records.gather(key);
      const isNeeded = (record.current?.loggedInAtMs ?? 0) < token.loggedInAtMs;
      if (isNeeded) await this.#take(key, user, token, before);
      else await this.#revocations.revokeDue(key, withLost(record, [token], 0));
    }).catch(() => {});
  }

  /** Brings everything together that this process had to keep to itself while the storage was down. */
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
