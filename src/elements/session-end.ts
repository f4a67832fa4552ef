import type { Seat } from '../session/seat.js';
import type { SignOut } from '../session/token-state.js';
import type { EventQueue } from './event-queue.js';
import { revokeOrTell } from './revoke-or-tell.js';
import { forgetOwn } from './whose-console.js';
import type { WorkspaceConsole } from './workspace-console.js';
import type { LogoutResult, WorkspaceHost } from './workspace-host.js';

/** What ends with a session, and in which order. */
export class SessionEnd {
  readonly #host: WorkspaceHost;
  readonly #seat: Seat;
  readonly #console: WorkspaceConsole;
  readonly #events: EventQueue;

  constructor(host: WorkspaceHost, seat: Seat, console: WorkspaceConsole, events: EventQueue) {
    this.#host = host;
    this.#seat = seat;
    this.#console = console;
    this.#events = events;
  }

  /** Ends the session, here at once, at the desk as far as it can be reached. Never rejects. @param onEnd told between */
  async happen(how: SignOut, onEnd: () => void): Promise<void> {
    // Now: a listener may change them, and the token must not go elsewhere than it came from.
    const { source } = this.#host.loadSettings;
    const tokens = this.#seat.signOut(how);
    onEnd();
    await Promise.all(tokens.map((ended) => revokeOrTell(source, ended, this.#events)));
  }

  /** Ends the session and, where there is a bridge, the console's own. Never rejects. */
  async logout(onEnd: () => void): Promise<LogoutResult> {
    const { session } = this.#seat;
    const { token, state, hasSource } = session;
    const { bridgedStore, frame } = this.#console;
    if (state === 'ended' || (token === null && frame === undefined && !hasSource))
      return { console: 'unknown' };
    const leaving = this.#console.signOut();
    const [isOut] = await Promise.all([leaving, this.happen({ reason: 'host', source: 'host' }, onEnd)]);
    if (isOut) forgetOwn(session, bridgedStore);
    return { console: isOut ? 'signed-out' : 'unknown' };
  }
}
