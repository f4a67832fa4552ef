// The conversations with a bridge that are more than one call: signing in, navigating, signing out.

import type { ConsoleLoad } from '../../../frame/console-load.js';
import { frameName } from '../../../protocol/frame-name.js';
import type { Session } from '../../../session/session.js';
import type { ConsoleSettings } from '../../../settings/resolve.js';

/** Gives the settings' path in the form that the bridge needs: encoded, below the desk's base path. */
function pathOf({ path, origin }: ConsoleSettings): string {
  const { pathname, search, hash } = new URL(path, origin);
  return pathname + search + hash;
}

/**
 * Gives the name of the frame, by which the console's first script learns whose console it will be; empty where nobody
 * knows.
 */
export function nameFor(settings: ConsoleSettings, { tag, token }: Session, timeoutMs: number): string {
  const isBridged = settings.delivery === 'bridge';
  if (token === null || (tag === null && !isBridged)) return '';
  return frameName({ waitMs: isBridged ? timeoutMs : 0, tag: tag ?? '' });
}

/**
 * Hands a token to the console. A running console goes on with it, without a reload.
 *
 * @param timeoutMs as long as a load may take, since a sign-in may need one and a large console blocks its page
 * @throws BytedeskError
 */
export function signInConsole(
  load: ConsoleLoad,
  settings: ConsoleSettings,
  { tag, token }: { readonly tag: string | null; readonly token: string },
  timeoutMs: number,
): Promise<void> {
  return load.call({ type: 'session:sign-in', token, tag: tag ?? '', path: pathOf(settings) }, timeoutMs);
}

/** Navigates to the settings' path without a new frame. @returns false where no bridge can do that */
export async function navigateConsole(
  load: ConsoleLoad | undefined,
  settings: ConsoleSettings,
): Promise<boolean> {
  if (!load?.hasBridge) return false;
  try {
    await load.call({ type: 'route:navigate', path: pathOf(settings) });
    return true;
  } catch {
    return false;
  }
}

/** Signs the console out and ends the load. @returns what became of the session; `unknown` if nobody knows */
export async function signOutConsole(load: ConsoleLoad): Promise<'signed-out' | 'revoked' | 'unknown'> {
  load.show({ hidden: true });
  try {
    await load.call({ type: 'session:sign-out' });
    return load.isShared ? 'revoked' : 'signed-out';
  } catch {
    return 'unknown';
  } finally {
    load.dispose();
  }
}
