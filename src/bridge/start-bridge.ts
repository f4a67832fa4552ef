// The bridge in a console's page: checks who is around it, and joins its parts.

import { attempt } from './attempt.js';
import { ELSEWHERE, onAnswer, onCall, settle, syncLogin, watchSession } from './console-session.js';
import { useNativeFetch } from './desk-api.js';
import { carryOut } from './host-calls.js';
import { greet, linkHost, send } from './host-link.js';
import { OWN_KEY } from './login-store.js';
import { allow, type BridgeOptions, useOptions } from './options.js';
import { isHidden, reportRoute, takePath } from './page-view.js';
import { finish, onRoute, onSwap, onSwapAnswer, onWelcome, resume } from './sign-in.js';
import { watchRoutes, watchStorage } from './watch-page.js';
import { watchRequests } from './watch-requests.js';

/**
 * Lets allowed host pages follow this console's session, and sign it in and out. Call it before the console starts. It
 * throws nothing: a bridge that cannot work leaves the console as it is. A second call does nothing.
 */
export function startBridge(options: BridgeOptions): void {
  attempt(() => {
    useOptions(options);
    // A browser that does not say what is around the page counts as having a stranger there.
    const around = [...(location.ancestorOrigins ?? [''])];
    if (!allow[0] || !around.every((origin) => allow.includes(origin)) || OWN_KEY in window) return;
    (window as unknown as Record<string, unknown>)[OWN_KEY] = 1;
    useNativeFetch();
    takePath();
    resume();
    watch();
    greet();
  });
}

function watch(): void {
  watchSession((message) => {
    if (!isHidden) send(message);
    finish();
  });
  linkHost(onWelcome, carryOut);
  watchRequests(
    (call) => (call.kind === 'accessToken' ? onSwap() : onCall(call)),
    (call, status, text) =>
      call.kind === 'accessToken' ? onSwapAnswer(status, text) : onAnswer(call, status, text),
  );
  watchStorage(syncLogin);
  watchRoutes(() => {
    onRoute();
    reportRoute();
  });
  addEventListener('pagehide', settle);
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    syncLogin(ELSEWHERE);
    greet();
  });
}
