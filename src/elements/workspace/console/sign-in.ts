import { type BytedeskError, toBytedeskError } from '../../../errors.js';
import type { BridgeMessage } from '../../../protocol/bridge-messages.js';
import { frameName } from '../../../protocol/frame-name.js';
import type { ConsoleLoad } from '../../../frame/console-load.js';
import type { Session } from '../../../session/session.js';
import type { ConsoleSettings } from '../../../settings/resolve.js';

/** The plan's path as the bridge takes it: encoded, below the desk's base path. */
function pathOf({ path, origin }: ConsoleSettings): string {
  const { pathname, search, hash } = new URL(path, origin);
  return pathname + search + hash;
}

/** The name by which the console's first script learns whose console it will be; empty where nobody knows. */
export function nameFor(plan: ConsoleSettings, { tag, token }: Session, timeoutMs: number): string {
  const isBridged = plan.delivery === 'bridge';
  if (token === null || (tag === null && !isBridged)) return '';
  return frameName({ waitMs: isBridged ? timeoutMs : 0, tag: tag ?? '' });
}

/** Hands the session's token to the console; a running one goes on with it, without a reload. @throws BytedeskError */
export async function signIn(load?: ConsoleLoad, plan?: ConsoleSettings, session?: Session): Promise<void> {
  const { tag = null, token = null } = session ?? {};
  if (!load || !plan || token === null) return;
  await load.call({ type: 'session:sign-in', token, tag: tag ?? '', path: pathOf(plan) });
}

/** Goes to the plan's path without a new frame. @returns false where no bridge can */
export async function navigateConsole(
  load: ConsoleLoad | undefined,
  plan: ConsoleSettings,
): Promise<boolean> {
  if (!load?.hasBridge) return false;
  try {
    await load.call({ type: 'route:navigate', path: pathOf(plan) });
    return true;
  } catch {
    return false;
  }
}

/** Signs the console out and ends the load. @returns false if nobody knows what became of it */
export async function signOutConsole(load: ConsoleLoad): Promise<boolean> {
  load.element.hidden = true;
  try {
    await load.call({ type: 'session:sign-out' });
    return true;
  } catch {
    return false;
  } finally {
    load.dispose();
  }
}

/** What a bridge's word comes to. */
export interface BridgeEars {
  readonly session: Session;
  consoleSpoke(): void;
  bridgeFailed(load: ConsoleLoad, error: BytedeskError): void;
}

/**
 * A console that the bridge speaks for: it gets the session's token as soon as it can take it. With `delivery="bridge"`
 * that is its sign-in; else it puts the token in the place of the one that the console made for itself, if it is the same
 * user's, so that both end together.
 */
export function meet(
  load: ConsoleLoad,
  plan: ConsoleSettings,
  message: BridgeMessage,
  ears: BridgeEars,
): void {
  const { session } = ears;
  const isReady = message.type === 'bridge:ready';
  if (!isReady && message.type !== 'session:signed-in') return;
  const isBridged = plan.delivery === 'bridge' && session.token !== null;
  const isIn = !isReady || message.signedIn;
  const isSame = isIn && message.username !== null && message.username === session.info?.username;
  if (isIn && !isBridged) ears.consoleSpoke();
  if (!isBridged) load.proveByBridge();
  if (session.state !== 'live' || !(isBridged ? isReady : isSame)) return;
  signIn(load, plan, session).then(
    () => load.proveByBridge(),
    (error: unknown) => {
      if (isBridged) ears.bridgeFailed(load, toBytedeskError(error, 'login-failed', 'The bridge refused.'));
    },
  );
}
