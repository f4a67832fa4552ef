import type { BridgeMessage } from '../protocol/bridge-messages.js';
import { readFrameName } from '../protocol/frame-name.js';
import type { ReceivedCall } from '../protocol/host-messages.js';
import { attempt } from './attempt.js';
import { addressOf, consolePath, deskBase } from './console-route.js';
import {
  isAlive,
  onAnswer,
  RELATED_MS,
  settle,
  syncLogin,
  takeLogin,
  token,
  username,
  watchSession,
} from './console-session.js';
import { greet, linkHost, send } from './host-link.js';
import { isLoginOf, OWN_KEY, readLogin, wipeLogin, writeLogin } from './login-store.js';
import { allow, api, type BridgeOptions, tokenKey, useOptions } from './options.js';
import { ownerOf } from './token-claims.js';
import { watchRoutes, watchStorage } from './watch-page.js';
import { watchRequests } from './watch-requests.js';

/** What goes on after the page was loaded anew, in the storage of this tab and frame alone. */
interface Resumed {
  /** Call of the host that is done with it. */
  readonly id?: string;
  /** Token to sign in with; it is there only for the time between two pages. */
  readonly token?: string;
  readonly tag?: string;
}

/**
 * Lets allowed host pages follow this console's session, and sign it in and out. Call it before the console starts.
 * Throws nothing: a bridge that cannot work leaves the console as it is. A second call does nothing.
 */
export function startBridge(options: BridgeOptions): void {
  attempt(() => {
    useOptions(options);
    // Who does not say what is around it counts as someone else.
    const around = [...(location.ancestorOrigins ?? [''])];
    if (!allow[0] || !around.every((origin) => allow.includes(origin)) || OWN_KEY in window) return;
    Object.assign(window, { [OWN_KEY]: 1 });
    run();
  });
}

function run(): void {
  // As it was before those who come later.
  const fetch = window.fetch.bind(window);
  const base = api[1] ? '' : deskBase();
  // The name of a window is its opener's, who may be anyone.
  const mark = parent === window ? undefined : readFrameName(window.name);
  /** True until a sign-in that the host announced is over: what happens before is no news. */
  let isWaiting = false;
  let path = consolePath();

  const go = (address: string): void => history.replaceState(null, '', address);

  const resumeWith = (next: Resumed): void => sessionStorage.setItem(OWN_KEY, JSON.stringify(next));

  /** Nothing without a token, or without a way to the desk. */
  const ask = async (what: string, method: string, bearer: string): Promise<Response | void> => {
    const headers = { authorization: `Bearer ${bearer}` };
    if (bearer)
      return fetch(`${api[0]}${base}/api/v1/user/${what}`, { method, headers, keepalive: true }).catch(
        () => {},
      );
  };

  const revoke = (bearer: string): Promise<unknown> => ask('logout', 'POST', bearer);

  // By script: a policy of the desk may forbid style attributes in markup.
  const hide = (hides: boolean): void => {
    const { documentElement: page } = document;
    page.inert = hides;
    page.style.opacity = hides ? '0' : '';
  };

  const reveal = (): void => {
    hide((isWaiting = false));
    tellRoute();
  };

  const tellRoute = (): void => {
    const now = consolePath();
    if (now === path || isWaiting) return;
    send({ type: 'route:changed', path: (path = now) });
  };

  // Before the console's first line: nobody sees another user's login, nor a sign-in form on its way out.
  let resumed = JSON.parse(sessionStorage.getItem(OWN_KEY) ?? '{}') as Resumed;
  sessionStorage.removeItem(OWN_KEY);
  const { token: handed = '', tag } = resumed;
  if (handed) {
    wipeLogin();
    writeLogin(handed, tag);
    if (!tokenKey) go(`${location.search || '?'}&accessToken=${encodeURIComponent(handed)}`);
  } else if (mark && !isLoginOf(mark[2])) {
    void revoke(readLogin());
    wipeLogin();
  }
  const waitMs = handed ? RELATED_MS : Number(mark?.[1]);
  if (waitMs) {
    isWaiting = !handed;
    hide(true);
    setTimeout(reveal, waitMs);
  }

  /** A call that needed a new load has come about. */
  const finish = (): void => {
    const { id, token: needsLogin } = resumed;
    if (!id || (needsLogin && !isAlive)) return;
    resumed = {};
    send({ type: 'call:done', id, ok: true });
    reveal();
  };

  watchSession(handed, (message) => {
    if (!isWaiting) send(message);
    finish();
  });

  linkHost((wait) => {
    path = consolePath();
    send({ type: 'bridge:ready', signedIn: isAlive, username: username(), path });
    finish();
    if (!wait) reveal();
  }, onCall);

  /** Asks the desk whether it still takes the console's own token; what comes of it is told as any end is. */
  async function probe(): Promise<void> {
    const probed = token;
    const answer = await ask('profile', 'GET', probed);
    // A missing right is no refusal of the console's.
    if (answer && answer.status !== 403)
      await onAnswer({ isLogout: false, token: probed }, answer.status, () => answer.text());
  }

  async function onCall(call: ReceivedCall, answer: (message: BridgeMessage) => void): Promise<void> {
    const { id, type } = call;
    const done = (ok = true): void => answer({ type: 'call:done', id, ok });
    try {
      if (type === 'session:sign-in') await signIn(call, done);
      else if (type === 'route:navigate') navigate(call, done);
      else if (type === 'session:probe') {
        await probe();
        done();
      } else if (type === 'session:sign-out') {
        const old = token;
        takeLogin('');
        wipeLogin();
        await revoke(old);
        done();
        location.reload();
      }
    } catch {
      done(false);
    }
  }

  async function signIn({ id, token: next, tag, path: to }: ReceivedCall, done: () => void) {
    const old = token;
    const isSame = old && (isLoginOf(tag) || ownerOf(old) === ownerOf(next));
    // A stale login would take the console to its sign-in form a moment later.
    if (isSame && isWaiting) await probe();
    if (isSame && isAlive && token === old) {
      // An unknown console goes on with its own.
      if (tokenKey) {
        takeLogin(next);
        writeLogin(next, tag);
      }
      reveal();
      return done();
    }
    const address = addressOf(to);
    if (!isSame) void revoke(old);
    resumeWith({ id, token: next, tag });
    // Until then the old page still finds the old login.
    isWaiting = true;
    go(address);
    location.reload();
  }

  function navigate({ id, path: to }: ReceivedCall, done: () => void): void {
    const address = addressOf(to);
    // The other console is another page.
    if (to[2] !== consolePath()[2]) {
      resumeWith({ id });
      location.assign(address);
    } else {
      history.pushState(null, '', address);
      dispatchEvent(new PopStateEvent('popstate'));
      done();
    }
  }

  watchRequests();
  watchStorage(syncLogin);
  watchRoutes(tellRoute);
  addEventListener('pagehide', settle);
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    syncLogin(true);
    greet();
  });
  greet();
}
