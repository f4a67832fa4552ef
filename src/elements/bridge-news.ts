import type { BridgeMessage } from '../protocol/bridge-messages.js';
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

/** Tells the host page what the bridge tells of a console. */
export function tellNews(message: BridgeMessage, reader: BridgeReader, events: EventQueue): void {
  switch (message.type) {
    case 'session:signed-out':
      return reader.endSession({ reason: message.reason, source: 'bridge' });
    case 'session:expired':
      reader.status.happen('expiry');
      // Of the console's own token the bridge says nothing else.
      return events.dispatch(
        new TokenExpiredEvent({
          subject: 'console',
          reason: message.reason,
          source: 'bridge',
          expiresAt: null,
        }),
      );
    case 'route:changed':
      return events.dispatch(new NavigateEvent({ path: message.path }));
  }
}
