// Revokes tokens for both elements when their session is signed out.

import { revokeToken } from '../api/revoke-token.js';
import { toBytedeskError } from '../errors.js';
import type { Revocation } from '../session/session-handle.js';
import type { EventQueue } from './event-queue.js';
import { BytedeskErrorEvent } from './events.js';
import { resolveServers, type SourceAttributes } from '../settings/resolve.js';

/**
 * Revokes a token at the API where it came from, else at the one of these settings. A failure is reported by an event
 * and never thrown.
 */
export async function revokeOrReport(
  source: SourceAttributes,
  { api, token }: Revocation,
  events: EventQueue,
): Promise<void> {
  try {
    await revokeToken(api ?? resolveServers(source).api, token);
  } catch (error) {
    events.dispatch(
      new BytedeskErrorEvent(toBytedeskError(error, 'network', 'The token could not be revoked.')),
    );
  }
}
