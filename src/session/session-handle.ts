// An element's handle on its session. It finds or makes the session that the settings name; `session.ts` is the
// session.

import { trimToken } from '../access-token.js';
import type { TokenProvider } from '../api/token-provider.js';
import { withDeadline } from '../deadline.js';
import { BytedeskError } from '../errors.js';
import { Session } from './session.js';
import type { SessionSubscriber } from './subscribers.js';
import type { SessionSettings } from './token-sources.js';
import type { SignOut } from './token-state.js';

/** The sessions of this page, by desk, source and given token. */
const sessions = new Map<string, Session>();
const providerNumbers = new WeakMap<TokenProvider, number>();
let lastNumber = 0;

/** A token whose end is this near is not handed out for a new window. */
const NEAR_END_MS = 10_000;

/** A token to revoke. */
export interface Revocation {
  readonly token: string;
  /** The API where the token came from; missing if the token was never sent anywhere. */
  readonly api: URL | undefined;
}

/**
 * An element's handle on a session. Elements share a session if they have the same desk, the same source, and the same
 * given token or none.
 */
export class SessionHandle {
  readonly #subscriber: SessionSubscriber;
  readonly #number = ++lastNumber;
  #session = new Session();
  /** The key of the session; empty while the element has left. */
  #key = '';
  /** The last token from outside. It is kept for whatever desk the element leads to next. */
  #given: string | null = null;

  constructor(subscriber: SessionSubscriber) {
    this.#subscriber = subscriber;
  }

  get session(): Session {
    return this.#session;
  }

  /**
   * Takes a token from outside; `null` clears it. The element then has a session of its own, which its source renews.
   * Elements that shared the earlier session go on with that one.
   */
  setToken(given: string | null): void {
    const token = given === null ? null : trimToken(given) || null;
    this.#given = token;
    const { settings } = this.#session;
    this.#move(new Session(), '');
    // The element may hand the token on before it joins again, and tags differ between desks.
    if (settings !== undefined) this.#session.setSource(settings);
    this.#session.use(token);
    // The new session has no subscribers yet that it could have told.
    this.#subscriber.sessionChanged();
  }

  /**
   * Joins the session that these settings name. An element that has joined already tells the session what it needs now.
   */
  join(settings: SessionSettings): void {
    const key = this.#keyOf(settings);
    if (key === this.#key) return this.#session.add(this.#subscriber);
    const before = this.#session;
    this.leave();
    const next = sessions.get(key) ?? this.#successor(before, settings);
    sessions.set(key, next);
    this.#move(next, key);
    next.add(this.#subscriber);
  }

  /**
   * Leaves the session and keeps the token. When the last element leaves, a request under way ends, also one for which
   * that element waits.
   */
  leave(): void {
    this.#move(this.#session, '');
  }

  /**
   * Signs out this session and those of the same user at the same desk, in this page and its other tabs.
   * @returns the tokens to revoke, each with the API it is for
   */
  signOut(how: SignOut): Revocation[] {
    const { settings, info } = this.#session;
    const isSameUser = (other: Session): boolean =>
      other.settings?.desk === settings?.desk && other.info?.username === info?.username;
    const user = info?.username ?? null;
    const related = user === null ? [] : [...sessions.values()].filter(isSameUser);
    const all = [...new Set([this.#session, ...related])].filter(({ state }) => state !== 'ended');
    const revocations = new Map<string, Revocation>();
    for (const session of all) {
      const api = session.settings?.api;
      const token = session.beginSignOut(how);
      if (token !== null) revocations.set(token, { token, api });
    }
    // The subscribers are told only now: one that hears of its own sign-out must not find another session of the same
    // user that still goes on.
    for (const session of all) session.finishSignOut(how);
    return [...revocations.values()];
  }

  /** Throws if a token is needed that neither is there nor can be obtained. @throws BytedeskError */
  assertUsable(needsToken: boolean): void {
    const { hasSource, problem, state, token } = this.#session;
    if (hasSource) return;
    if (problem !== undefined) throw problem;
    if (state === 'expired')
      throw new BytedeskError('token-expired', 'The token has ended; hand over a new one.');
    if (token === null && needsToken)
      throw new BytedeskError(
        'token-missing',
        'There is no token to sign in with. Set token, tokenProvider or a token URL.',
      );
  }

  /**
   * Gives a token to sign in with now: the present one, else a new one. After a sign-out, this call means that somebody
   * wants to sign in again.
   * @throws BytedeskError `token-missing`, `token-malformed`, `token-expired`, `token-source-failed`, `aborted`
   */
  async obtain(signal?: AbortSignal): Promise<string> {
    const session = this.#session;
    if (session.hasSource && !session.isFresh(NEAR_END_MS)) {
      if (session.state !== 'live') session.restart();
      await withDeadline(() => session.renew(), { signal });
    }
    this.assertUsable(true);
    if (session.token === null) throw new BytedeskError('aborted', 'The session has ended meanwhile.');
    return session.token;
  }

  #successor(before: Session, settings: SessionSettings): Session {
    const { desk, api } = before.settings ?? settings;
    const isSameDesk = desk === settings.desk && api.href === settings.api.href;
    const next = isSameDesk && before.isEmpty ? before : new Session();
    next.setSource(settings);
    if (isSameDesk && next !== before) next.adopt(before);
    else if (!isSameDesk && this.#given !== null && before.state !== 'ended') next.use(this.#given);
    return next;
  }

  /**
   * Gives the key of a session, made of everything that distinguishes it: desk, API, kind of source, source, and the
   * given token. A space separates the parts, since no address has one, and the token stands last, so that keys of
   * different kinds never meet.
   */
  #keyOf({ desk, api, provider, tokenUrl, credentials }: SessionSettings): string {
    const source =
      provider !== null
        ? `provider ${numberOf(provider)}`
        : tokenUrl !== null
          ? `${credentials} ${tokenUrl}`
          : `none ${this.#given === null ? this.#number : ''}`;
    return `${desk} ${api.href} ${source} ${this.#given ?? ''}`;
  }

  #move(to: Session, key: string): void {
    const [from, fromKey] = [this.#session, this.#key];
    this.#session = to;
    this.#key = key;
    if (fromKey === '' || fromKey === key) return;
    from.remove(this.#subscriber);
    if (from.isEmpty && sessions.get(fromKey) === from) sessions.delete(fromKey);
  }
}

function numberOf(provider: TokenProvider): number {
  const number = providerNumbers.get(provider) ?? ++lastNumber;
  providerNumbers.set(provider, number);
  return number;
}
