import type { BridgeMessage, ExpiryReason } from '../protocol/bridge-messages.js';
import type { SignOut } from '../session/token-state.js';
import type { EventQueue } from './event-queue.js';
import { NavigateEvent, TokenExpiredEvent } from './events.js';
import type { WorkspaceStatus } from './workspace-status.js';

/** What a bridge's news need of their workspace. */
export interface BridgeReader {
  readonly status: WorkspaceStatus;
  /** The session is over, as the bridge saw. */
  endSession(how: SignOut): void;
}

/** The end of the console's own token, of which the bridge says nothing else. */
export const consoleExpired = (reason: ExpiryReason): TokenExpiredEvent =>
  new TokenExpiredEvent({ subject: 'console', reason, source: 'bridge', expiresAt: null });

/** Tells the host page what the bridge tells of a console. */
export function tellNews(message: BridgeMessage, reader: BridgeReader, events: EventQueue): void {
  switch (message.type) {
    case 'session:signed-out':
      return reader.endSession({ reason: message.reason, source: 'bridge' });
    case 'session:expired':
      reader.status.happen('expiry');
      return events.dispatch(consoleExpired(message.reason));
    case 'route:changed':
      return events.dispatch(new NavigateEvent({ path: message.path }));
  }
}
