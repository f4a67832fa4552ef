// The order of a sign-out of a workspace. The controller decides when one begins.

import type { SessionHandle } from '../../session/session-handle.js';
import type { SignOut } from '../../session/token-state.js';
import type { EventQueue } from '../event-queue.js';
import { revokeOrReport } from '../revoke-token.js';
import { forgetOwner } from './console/console-owner.js';
import type { WorkspaceConsole } from './console/console.js';
import type { LogoutResult, WorkspaceHost } from './host.js';

/** Ends a session in order: the page's part at once, then the console's and the desk's. */
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

  /**
   * Ends the session, here at once, and at the desk as far as it can be reached. It never rejects.
   *
   * @param onEnd is called as soon as the page's part is done
   * @param isRevoked whether the desk has already revoked this session's token
   */
  async signOut(how: SignOut, onEnd: () => void, isRevoked: Promise<boolean> | boolean): Promise<void> {
    // These are read now, because a listener may change them, and the token must not be sent to another API than its
    // own.
    const { source } = this.#host.consoleAttributes;
    const { token } = this.#handle.session;
    const ends = this.#handle.signOut(how);
    onEnd();
    const isDone = await isRevoked;
    const rest = ends.filter((end) => !isDone || end.token !== token);
    await Promise.all(rest.map((end) => revokeOrReport(source, end, this.#events)));
  }

  /** Ends the session and, where there is a bridge, the console's own. It never rejects. */
  async logout(onEnd: () => void): Promise<LogoutResult> {
    const { session } = this.#handle;
    const { token, state, hasSource } = session;
    const { bridgedStore, frame, isShared } = this.#console;
    if (state === 'ended' || (token === null && frame === undefined && !hasSource))
      return { console: 'unknown' };
    const leaving = this.#console.signOut();
    // The bridge revokes a token that both sides use. Any other one is revoked here at the same time.
    const isRevoked = isShared && leaving.then((left) => left === 'revoked');
    const [left] = await Promise.all([
      leaving,
      this.signOut({ reason: 'host', source: 'host' }, onEnd, isRevoked),
    ]);
    if (left === 'unknown') return { console: 'unknown' };
    forgetOwner(session, bridgedStore);
    return { console: 'signed-out' };
  }
}
