// Finds out what is new about a session, for both elements. It compares, since a session only says that it has changed.

import type { Session } from '../session/session.js';
import type { SignOut, TokenEnd } from '../session/token-state.js';

/** The news of a session since the last look at it. */
export interface SessionChange {
  /** Set if the token is another one, or gone. `renewed` means one for the same user as before, as far as is known. */
  readonly token?: 'renewed' | 'other' | 'gone' | 'first';
  readonly expiry?: TokenEnd;
  readonly signOut?: SignOut;
}

/**
 * Remembers what an element has seen of its session, and finds what is new since then.
 *
 * A session tells that something has changed, but not what. The element compares instead of counting messages, because
 * it may change its session, join one that changed long ago, or be told of two changes at once. Whatever happened, the
 * news is the difference between what the element has reported to the page and what is true now, so nothing is reported
 * twice.
 */
export class SessionChanges {
  #version = 0;
  #hadToken = false;
  #username: string | null = null;
  #ending: TokenEnd | SignOut | undefined;

  changesIn(session: Session): SessionChange {
    const { version, ending, state } = session;
    const name = session.info?.username ?? null;
    // The name is kept while there is no token, too, since the next user may be somebody else.
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
