import type { Session } from '../session/session.js';
import type { SignOut, TokenEnd } from '../session/token-state.js';

/** What is new about a session. */
export interface SessionChange {
  /** Another token, or none: `renewed` for the same user as before, so far as anyone knows. */
  readonly token?: 'renewed' | 'other' | 'gone' | 'first';
  readonly expiry?: TokenEnd;
  readonly signOut?: SignOut;
}

/**
 * What an element has seen of its session, and what is new about it since.
 *
 * A session says that something has changed, not what. The element compares instead of counting messages, because it may
 * change its session, come to one that has changed long ago, or be told of two changes at once: whatever happened, the
 * difference between what it told the page and what is true is the news, and nothing is told twice.
 */
export class SessionChanges {
  #version = 0;
  #hadToken = false;
  #username: string | null = null;
  #ending: TokenEnd | SignOut | undefined;

  changesIn(session: Session): SessionChange {
    const { version, ending, state } = session;
    const name = session.info?.username ?? null;
    // The name is remembered while there is no token, too, since the next user may be somebody else.
    const isOther = name !== null && this.#username !== null && name !== this.#username;
    const isNew = version !== this.#version;
    const token = isOther ? 'other' : isNew ? this.#compare(session) : undefined;
    if (isNew) this.#hadToken = session.token !== null;
    this.#version = version;
    this.#username = name ?? this.#username;
    const news = ending === this.#ending ? undefined : ending;
    this.#ending = ending;
    return state === 'ended' ? { token, signOut: news as SignOut } : { token, expiry: news as TokenEnd };
  }

  #compare(session: Session): SessionChange['token'] {
    if (session.info === null) return 'gone';
    return this.#hadToken && session.isFresh() ? 'renewed' : 'first';
  }
}
