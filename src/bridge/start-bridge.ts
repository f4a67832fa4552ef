import { readFrameName } from '../protocol/frame-name.js';
import type { ReceivedCall } from '../protocol/host-messages.js';
import { attempt } from './attempt.js';
import { addressOf, consolePath, deskBase, signInAddress } from './console-route.js';
import {
  isAlive,
  onAnswer,
  onCall as onApiCall,
  RELATED_MS,
  settle,
  syncLogin,
  takeLogin,
  token,
  username,
  watchSession,
} from './console-session.js';
import { frameKey } from './frame-key.js';
import { greet, linkHost, send } from './host-link.js';
import {
  type Addresses,
  isGiven,
  isLoginOf,
  needsStorage,
  OWN_KEY,
  readLogin,
  rememberLogin,
  rememberStorage,
  storeLogin,
  wipeLogin,
  writeLogin,
} from './login-store.js';
import { allow, api, type BridgeOptions, takesCalls, tokenKey, useOptions } from './options.js';
import { ownerOf } from './token-claims.js';
import { watchRoutes, watchStorage } from './watch-page.js';
import { watchRequests } from './watch-requests.js';

/** What goes on after the page was loaded anew. It lies in `sessionStorage` only for the time between two pages. */
interface Resumed {
  /** Calls of the host that are done with it. */
  readonly ids?: readonly string[] | undefined;
  /** Token to sign in with. */
  readonly token?: string;
  readonly tag?: string | undefined;
  /** End of the login that was in the way. */
  readonly old?: string;
  /** Console path to be on afterwards. */
  readonly path?: string;
  /** The login is to be written into the storage: this console does not take it from its address. */
  readonly stored?: Readonly<{ user: unknown; addresses: Addresses }>;
}

/** A console that has not begun to swap the token in its address this long after its load does not know how. */
const SWAP_MS = 3000;
/** The same for one that has dropped the token from its address. */
const DROPPED_MS = 500;
/** A page that was signed out is loaded anew unless the host has removed it by then. */
const LEAVE_MS = 1000;

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

/** True if there is a login of the token's owner, and another one than that which was in the way. */
function hasSiblingLogin(handed: string, old = ''): boolean {
  const login = readLogin();
  return !!login && login.slice(-12) !== old && ownerOf(login) === ownerOf(handed);
}

function run(): void {
  // The native `fetch`, before later scripts replace it.
  const fetch = window.fetch.bind(window);
  const base = api[1] ? '' : deskBase();
  // The name of a window of its own is its opener's, who may be anyone.
  const mark = parent === window ? undefined : readFrameName(window.name);
  const key = OWN_KEY + frameKey(!!mark);
  /** Calls that were not answered yet: a host sends them once more where it does not know whether they arrived. */
  const open = new Set<string>();
  /** True until a sign-in that the host announced is over: what happens before is no news. */
  let isWaiting = false;
  /** True once the page is about to be loaded anew. */
  let isLeaving = false;
  /** The host's token that was taken last. */
  let taken = '';
  let hasSwapped = false;
  let path = consolePath();
  /** One after the other, so that the second of two can see what came of the first. */
  let signIns = Promise.resolve();

  const go = (address: string): void => history.replaceState(null, '', address);

  const load = (next: Resumed, address: string): void => {
    isLeaving = isWaiting = true;
    resumed = next;
    sessionStorage.setItem(key, JSON.stringify(next));
    go(address);
    location.reload();
  };

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
    // A console that drops the token from its address without having asked for one does not take it.
    if (resumed.token && !/accesstoken/i.test(location.search)) setTimeout(giveAddressUp, DROPPED_MS);
    if (now === path || isWaiting) return;
    send({ type: 'route:changed', path: (path = now) });
  };

  const done = (id: string, ok = true, shared = isGiven(token)): void => {
    open.delete(id);
    send({ type: 'call:done', id, ok, shared });
  };

  // Before the console's first line: nobody sees another user's login, nor a sign-in form on its way out.
  let resumed = JSON.parse(sessionStorage.getItem(key) ?? '{}') as Resumed;
  sessionStorage.removeItem(key);
  resumed.ids?.forEach((id) => open.add(id));
  const { token: handed = '', tag, stored } = resumed;
  if (stored) storeLogin(handed, tag, stored.user, stored.addresses);
  else if (handed && hasSiblingLogin(handed, resumed.old)) {
    // Another frame of this storage has signed the same user in meanwhile.
  } else if (handed) {
    wipeLogin();
    go(signInAddress(handed));
  } else if (mark && !isLoginOf(mark[2])) {
    void revoke(readLogin());
    wipeLogin();
  }
  const waitMs = Number(mark?.[1]) || (handed && RELATED_MS);
  if (waitMs) {
    hide((isWaiting = true));
    setTimeout(reveal, waitMs);
  }

  /** Calls back now or when the page has loaded: before that there is nothing to see. */
  const whenLoaded = (action: () => void): void => {
    if (document.readyState === 'complete') action();
    else addEventListener('load', () => setTimeout(action));
  };

  /** A call that needed a new load has come about. */
  const finish = (): void => {
    const { ids, token: next } = resumed;
    if (!ids || isLeaving || (next && !isAlive)) return;
    whenLoaded(() => {
      if (resumed.ids !== ids || isLeaving) return;
      resumed = {};
      if (next && !stored) rememberLogin(tag);
      taken = next ?? taken;
      reveal();
      ids.forEach((id) => done(id));
      if (next && !stored) send({ type: 'session:signed-in', username: username() });
    });
  };

  /** The desk does not take the token that the host gave, if the fault is the token's. */
  const refuse = (ids: readonly string[] = [], isDead = true): void => {
    resumed = {};
    if (isDead) send({ type: 'session:expired', reason: 'rejected', shared: true });
    ids.forEach((id) => done(id, false));
  };

  const giveAddressUp = (): void => {
    if (resumed.token && !stored && tokenKey && !hasSwapped && !isAlive && !isLeaving)
      void signInByStorage(resumed);
  };

  watchSession((message) => {
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
      await onAnswer({ kind: 'other', token: probed }, answer.status, () => answer.text());
  }

  async function onCall(call: ReceivedCall): Promise<void> {
    const { id, type } = call;
    if (open.has(id)) return;
    open.add(id);
    try {
      if (!takesCalls) done(id, false);
      else if (type === 'session:sign-in')
        await (signIns = signIns.then(() => signIn(call)).catch(() => done(id, false)));
      else if (type === 'route:navigate') navigate(call);
      else if (type === 'session:probe') {
        await probe();
        done(id);
      } else if (type === 'session:sign-out') {
        const old = token;
        const shared = isGiven(old);
        hide(true);
        takeLogin('');
        wipeLogin();
        await revoke(old);
        done(id, true, shared);
        setTimeout(() => location.reload(), LEAVE_MS);
      }
    } catch {
      done(id, false);
    }
  }

  async function signIn({ id, token: next, tag, path: to }: ReceivedCall): Promise<void> {
    const ids = [...(resumed.ids ?? []), id];
    const old = token;
    // The same one is under way already.
    if (next === resumed.token) {
      resumed = { ...resumed, ids };
      if (isLeaving) sessionStorage.setItem(key, JSON.stringify(resumed));
      return finish();
    }
    const isSame = old && (isLoginOf(tag) || ownerOf(old) === ownerOf(next));
    // A stale login would take the console to its sign-in form a moment later.
    if (isSame && isWaiting) await probe();
    if (isSame && isAlive && token === old) {
      const isOwn = !isGiven(old);
      // A console that has signed in before this page goes on with its own token, an unknown one always.
      const isKept = !tokenKey || next === old || next === taken || (isWaiting && isOwn);
      taken = next;
      if (isKept) rememberLogin(tag, isOwn ? '' : old);
      else {
        takeLogin(next);
        writeLogin(next, tag);
        if (isOwn) void revoke(old);
      }
      return whenLoaded(() => {
        reveal();
        done(id);
      });
    }
    const address = addressOf(to);
    if (!isSame) void revoke(old);
    const resume: Resumed = { ids, token: next, tag, path: to, old: old.slice(-12) };
    if (needsStorage()) await signInByStorage(resume);
    // Until then the old page still finds the old login.
    else load(resume, address);
  }

  /** For a console that takes no token from its address. */
  async function signInByStorage({ ids, token: next = '', tag, path: to = '' }: Resumed): Promise<void> {
    isLeaving = isWaiting = true;
    const readJson = async (answer: Response | void): Promise<Addresses> =>
      ((await answer?.json().catch(() => undefined)) ?? {}) as Addresses;
    const configFile = fetch(`${deskBase()}/agent/config.json`).catch(() => {});
    const profile = await ask('profile', 'GET', next);
    if (profile?.status === 401) {
      isLeaving = false;
      return refuse(ids);
    }
    const { data: user } = await readJson(profile);
    const addresses = await readJson(await configFile);
    rememberStorage();
    load({ ids, token: next, tag, path: to, stored: { user, addresses } }, addressOf(to));
  }

  function navigate({ id, path: to }: ReceivedCall): void {
    const address = addressOf(to);
    // The other console is another page.
    if (to[2] !== consolePath()[2]) {
      sessionStorage.setItem(key, JSON.stringify({ ids: [id] }));
      location.assign(address);
    } else {
      history.pushState(null, '', address);
      dispatchEvent(new PopStateEvent('popstate'));
      done(id);
    }
  }

  watchRequests({
    token: () => token,
    onCall: (call) => {
      hasSwapped ||= call.kind === 'swap';
      onApiCall(call);
    },
    onAnswer: async (call, status, text) => {
      const isRefused = call.kind === 'swap' && !/code\W+200\b/.test(await text().catch(() => ''));
      // Any other status may be the desk's trouble, or that no seat is left.
      if (isRefused && handed && !isAlive) refuse(resumed.ids, status === 200 || status === 401);
      else await onAnswer(call, status, text);
    },
  });
  watchStorage(syncLogin);
  watchRoutes(tellRoute);
  whenLoaded(() => setTimeout(giveAddressUp, SWAP_MS));
  addEventListener('pagehide', settle);
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    syncLogin(true);
    greet();
  });
  greet();
}
