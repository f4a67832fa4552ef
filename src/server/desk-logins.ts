import { Refusal } from './answers.js';
import { logIn, LockedOut } from './desk-access.js';
import type { FailedLogins } from './failed-logins.js';
import { callHost } from './host-call.js';
import type { Log } from './log-event.js';
import type { DeskCredentials, EndpointPlan, HostUser } from './options.js';
import type { Keyring, Places } from './place.js';
import { Gate, Turns } from './turns.js';
import type { KeptToken } from './user-record.js';
import { within } from './within.js';

/** Refusals of the desk that another try with the same login would only repeat. */
const REFUSED = new Set(['login-failed', 'login-locked', 'account-disabled', 'second-factor-required']);
/** Further ones wait: a thousand connections at once are reset by many a system. */
const LOGINS_AT_A_TIME = 64;

interface DeskLoginsOptions<User extends HostUser> {
  readonly plan: EndpointPlan<User>;
  readonly log: Log;
  readonly keyring: Keyring;
  readonly failed: FailedLogins;
}

/** Logs users in at the desk, one after another where they share a login, and no more often than the desk bears. */
export class DeskLogins<User extends HostUser> {
  readonly #options: DeskLoginsOptions<User>;
  readonly #turns = new Turns();
  readonly #gate = new Gate(LOGINS_AT_A_TIME);

  constructor(options: DeskLoginsOptions<User>) {
    this.#options = options;
  }

  /**
   * A new token for a user.
   * @param onLate gets the token if it comes after this has given up: it is alive at the desk
   * @throws Refusal
   */
  async logIn(user: User, onLate: (token: KeptToken) => void): Promise<KeptToken> {
    const { plan, log, keyring } = this.#options;
    const ask = async (): Promise<DeskCredentials | null> => checkCredentials(await plan.credentials(user));
    const login = await callHost('credentials', ask, { timeoutMs: plan.timeoutMs, log });
    if (!login) throw new Refusal('forbidden');
    const name = login.username.trim().toLowerCase();
    const places = await keyring.placesOf('login', plan.api.href, name);
    return this.#turns.take(places[0].hash, () => this.#try({ user, login, places }, onLate));
  }

  async #try(
    { user, login, places }: { user: User; login: DeskCredentials; places: Places },
    onLate: (token: KeptToken) => void,
  ): Promise<KeptToken> {
    const { plan, log, failed } = this.#options;
    const held = await failed.check(places);
    if (held) {
      log({ type: 'login-held-back', user: user.id, code: held.code });
      throw new Refusal(held.code, held.retryAfterMs);
    }
    const countFailure = async (error: unknown): Promise<void> => {
      if (!(error instanceof Refusal) || !REFUSED.has(error.code)) return;
      await failed.add(places, error.code, error instanceof LockedOut ? error.retryAfterMs : 0);
    };
    return this.#gate.run(async () => {
      let isOver = false;
      const attempt = logIn(plan, login).finally(() => (isOver = true));
      try {
        const token = await within(attempt, { timeoutMs: plan.timeoutMs });
        await failed.clear(places);
        return token;
      } catch (error) {
        if (error instanceof Refusal) log({ type: 'login-failed', user: user.id, code: error.code });
        if (isOver) await countFailure(error);
        else attempt.then(onLate, countFailure).catch(() => {});
        throw error;
      }
    });
  }
}

function checkCredentials(login: DeskCredentials | null): DeskCredentials | null {
  if (!login) return null;
  if (typeof login.username !== 'string') throw new TypeError('A login needs a username.');
  return login;
}
