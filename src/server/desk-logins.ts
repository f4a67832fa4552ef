// Logs users in at the desk, one after another, without setting off the desk's lock-out of `failed-logins.ts`.
// `token-keeper.ts` decides that the requests of one user share a login.

import { Refusal, type EndpointCode } from './answers.js';
import { logIn, LockedOut } from './desk-access.js';
import type { FailedLogins } from './failed-logins.js';
import { callHost } from './host-call.js';
import { LateLogins } from './late-logins.js';
import type { Log } from './log-event.js';
import type { DeskCredentials, EndpointSettings, HostUser } from './options.js';
import type { Keyring, Places } from './place.js';
import { Gate, Turns } from './turns.js';
import type { KeptToken } from './user-record.js';
import { within } from './within.js';

/** Refusals that another try with the same login would only repeat. */
const REFUSED = new Set<EndpointCode>([
  'login-failed',
  'login-locked',
  'account-disabled',
  'second-factor-required',
]);
/** Failures after which the desk may have made a token all the same. */
const UNKNOWN = new Set<EndpointCode>(['network', 'timeout', 'server-error']);
/** Further logins wait, since many systems reset connections when a thousand open at once. */
const LOGINS_AT_A_TIME = 64;

interface DeskLoginsOptions<User extends HostUser> {
  readonly settings: EndpointSettings<User>;
  readonly log: Log;
  readonly keyring: Keyring;
  readonly failed: FailedLogins;
}

/** The circumstances of a login. */
export interface LoginCall {
  /** Is called right before the desk is asked. */
  readonly begin: () => Promise<void>;
  /** Gets a token that came after the caller was told that the desk is too slow. It is valid at the desk. */
  readonly take: (token: KeptToken) => Promise<void>;
  /** Keeps the run-time awake for work that goes on after the answer to the page. */
  readonly background: (work: Promise<unknown>) => void;
}

/** A user with a login at the desk, and the places where its failures are counted. */
interface Attempt<User extends HostUser> {
  readonly user: User;
  readonly login: DeskCredentials;
  readonly places: Places;
}

/** Logs users in at the desk: those who share a login one after another, and only so many at a time. */
export class DeskLogins<User extends HostUser> {
  readonly #options: DeskLoginsOptions<User>;
  readonly #turns = new Turns();
  readonly #gate = new Gate(LOGINS_AT_A_TIME);
  readonly #late = new LateLogins();

  constructor(options: DeskLoginsOptions<User>) {
    this.#options = options;
  }

  /**
   * Gets a new token for a user.
   * @throws Refusal
   */
  async logIn(user: User, call: LoginCall): Promise<KeptToken> {
    const { settings, log, keyring } = this.#options;
    const limits = { check: checkCredentials, timeoutMs: settings.timeoutMs, log };
    const login = await callHost('credentials', () => settings.credentials(user), limits);
    if (!login) throw new Refusal('forbidden');
    const name = login.username.trim().toLowerCase();
    const places = await keyring.placesOf('login', settings.api.href, name);
    const attempt = { user, login, places };
    return this.#turns.take(places[0].hash, async () => {
      await this.#checkFailures(attempt);
      return this.#gate.run(() => this.#try(attempt, call));
    });
  }

  /** @throws Refusal for a login that must not be tried, as earlier ones have failed */
  async #checkFailures({ user, places }: Attempt<User>): Promise<void> {
    const { log, failed } = this.#options;
    const held = await failed.check(places);
    if (!held) return;
    log({ type: 'login-held-back', user: user.id, code: held.code });
    throw new Refusal(held.code, held.retryAfterMs);
  }

  async #try(attempt: Attempt<User>, call: LoginCall): Promise<KeptToken> {
    const { settings, log, failed } = this.#options;
    const { user, login, places } = attempt;
    await call.begin();
    const ending = new AbortController();
    let isOver = false;
    const coming = logIn(settings, login, ending.signal).finally(() => (isOver = true));
    try {
      const token = await within(coming, { timeoutMs: settings.timeoutMs });
      await failed.clear(places);
      return token;
    } catch (error) {
      if (error instanceof Refusal) log({ type: 'login-failed', user: user.id, code: error.code });
      if (isOver) await this.#countFailure(attempt, error);
      else call.background(this.#waitLonger(attempt, coming, ending, call.take));
      throw error;
    }
  }

  /** Waits for the answer to a login that has timed out. It never rejects. */
  async #waitLonger(
    attempt: Attempt<User>,
    coming: Promise<KeptToken>,
    ending: AbortController,
    take: LoginCall['take'],
  ): Promise<void> {
    try {
      await take(await this.#late.add(coming, () => ending.abort()));
    } catch (error) {
      if (error instanceof Refusal && UNKNOWN.has(error.code))
        this.#options.log({ type: 'login-lost', user: attempt.user.id });
      await this.#countFailure(attempt, error).catch(() => {});
    }
  }

  async #countFailure({ places }: Attempt<User>, error: unknown): Promise<void> {
    if (!(error instanceof Refusal) || !REFUSED.has(error.code)) return;
    const lockedMs = error instanceof LockedOut ? error.retryAfterMs : 0;
    await this.#options.failed.add(places, error.code, lockedMs);
  }
}

function checkCredentials(login: DeskCredentials | null): DeskCredentials | null {
  if (!login) return null;
  if (typeof login.username !== 'string') throw new TypeError('A login needs a username.');
  return login;
}
