// Carries out the calls of the host.

import type { ReceivedCall } from '../protocol/host-messages.js';
import { rootOf } from '../url/path-rules.js';
import { addressOf, consolePath } from './console-route.js';
import { isHosts, takeLogin, token } from './console-session.js';
import { probe, revoke } from './desk-api.js';
import { answerCall } from './host-link.js';
import { wipeLogin } from './login-store.js';
import { takesCalls } from './options.js';
import { hide } from './page-view.js';
import { abandonSignIn, loadPage, signIn } from './sign-in.js';

/** A page that was signed out is loaded anew unless the host has removed it by then. */
const LEAVE_MS = 1000;

/** Carries out a call, and answers it. */
export async function carryOut(call: ReceivedCall): Promise<void> {
  const { id, type } = call;
  try {
    if (!takesCalls) answerCall(id, false);
    else if (type === 'session:sign-in') await signIn(call);
    else if (type === 'session:sign-out') await signOut(id);
    else if (type === 'route:navigate') navigate(call);
    else if (type === 'session:probe') {
      await probe();
      answerCall(id);
    }
  } catch {
    answerCall(id, false);
  }
}

async function signOut(id: string): Promise<void> {
  hide();
  await abandonSignIn();
  const old = token;
  takeLogin('');
  wipeLogin();
  await revoke(old);
  answerCall(id, true, isHosts(old));
  setTimeout(() => location.reload(), LEAVE_MS);
}

function navigate({ id, path }: ReceivedCall): void {
  const address = addressOf(path);
  const isOtherConsole = rootOf(path) !== rootOf(consolePath());
  history.pushState(null, '', address);
  // The other console is another page.
  if (isOtherConsole) return loadPage({ ids: [id] });
  dispatchEvent(new PopStateEvent('popstate'));
  answerCall(id);
}
