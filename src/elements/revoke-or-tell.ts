import { revokeToken } from '../api/desk-call.js';
import { toBytedeskError } from '../errors.js';
import type { EventQueue } from './event-queue.js';
import { BytedeskErrorEvent } from './events.js';
import { planServers, type SourceSettings } from './session-plan.js';

/** Revokes a token where these settings say; what hinders that is told, never thrown. */
export async function revokeOrTell(source: SourceSettings, token: string, events: EventQueue): Promise<void> {
  try {
    await revokeToken(planServers(source).api, token);
  } catch (error) {
    events.dispatch(
      new BytedeskErrorEvent(toBytedeskError(error, 'network', 'The token could not be revoked.')),
    );
  }
}
