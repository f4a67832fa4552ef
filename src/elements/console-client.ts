import type { BytedeskError } from '../errors.js';
import type { BridgeMessage } from '../protocol/bridge-messages.js';
import type { Evidence } from '../relay/console-load.js';
import type { Session } from '../session/session.js';
import type { LoadPlan } from './load-plan.js';

/** What a `WorkspaceConsole` tells. */
export interface ConsoleClient {
  readonly session: Session;
  /** Once per load, at the first proof of a console. @returns false if it comes too late to count */
  consoleReady(plan: LoadPlan, evidence: Evidence): boolean;
  /** The console has spoken, which proves a login. */
  consoleSpoke(): void;
  consoleFailed(error: BytedeskError): void;
  /** What the bridge tells of the console. */
  bridgeTold(message: BridgeMessage): void;
  /** Something is wrong that the console goes on without. */
  renewalFailed(error: BytedeskError): void;
}
