import type { SessionHandle } from '../../session/session-handle.js';
import type { SignOut } from '../../session/token-state.js';
import type { EventQueue } from '../event-queue.js';
import { revokeOrReport } from '../revoke-token.js';
import { forgetOwn } from './console/console-owner.js';
import type { WorkspaceConsole } from './console/console.js';
import type { LogoutResult, WorkspaceHost } from './host.js';

/** What ends with a session, and in which order. */
export class SignOutSequence {
  readonly #host: WorkspaceHost;
  readonly #handle: SessionHandle;
  readonly #console: WorkspaceConsole;
  readonly #events: EventQueue;

  constructor(host: WorkspaceHost, handle: SessionHandle, console: WorkspaceConsole, events: EventQueue) {
    this.#host = host;
    this.#handle = handle;
    this.#console = console;
    this.#events = events;
  }

  /** Ends the session, here at once, at the desk as far as it can be reached. Never rejects. @param onEnd told between */
  async signOut(how: SignOut, onEnd: () => void): Promise<void> {
    // Now: a listener may change them, and the token must not go elsewhere than it came from.
    const { source } = this.#host.consoleAttributes;
    const tokens = this.#handle.signOut(how);
    onEnd();
    await Promise.all(tokens.map((ended) => revokeOrReport(source, ended, this.#events)));
  }

  /** Ends the session and, where there is a bridge, the console's own. Never rejects. */
  async logout(onEnd: () => void): Promise<LogoutResult> {
    const { session } = this.#handle;
    const { token, state, hasSource } = session;
    const { bridgedStore, frame } = this.#console;
    if (state === 'ended' || (token === null && frame === undefined && !hasSource))
      return { console: 'unknown' };
    const leaving = this.#console.signOut();
    const [isOut] = await Promise.all([leaving, this.signOut({ reason: 'host', source: 'host' }, onEnd)]);
    if (isOut) forgetOwn(session, bridgedStore);
    return { console: isOut ? 'signed-out' : 'unknown' };
  }
}
