import type { Session } from '../session/session.js';
import type { SignOut, TokenEnd } from '../session/token-state.js';

/** What is new about a session. */
export interface SessionNews {
  /** Another token, or none: `renewed` for the same user as before, so far as anyone knows. */
  readonly token?: 'renewed' | 'other' | 'gone' | 'first';
  readonly expiry?: TokenEnd;
  readonly signOut?: SignOut;
}

/** What an element has seen of its session, so that everything is told once. */
export class SessionWatch {
  #version = 0;
  #hadToken = false;
  #username: string | null = null;
  #ending: TokenEnd | SignOut | undefined;

  look(session: Session): SessionNews {
    const { version, ending, state } = session;
    const token = version === this.#version ? undefined : this.#compare(session);
    this.#version = version;
    this.#username = session.info?.username ?? null;
    const news = ending === this.#ending ? undefined : ending;
    this.#ending = ending;
    return state === 'ended' ? { token, signOut: news as SignOut } : { token, expiry: news as TokenEnd };
  }

  #compare({ token, info, state }: Session): SessionNews['token'] {
    const hadToken = this.#hadToken;
    this.#hadToken = token !== null;
    if (info === null) return 'gone';
    const [before, now] = [this.#username, info.username];
    if (before !== null && now !== null && before !== now) return 'other';
    return hadToken && state === 'live' ? 'renewed' : 'first';
  }
}
