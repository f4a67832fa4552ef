// Signs the host's user in, across the one load that this takes, in the way that this console understands.

import { readFrameName } from '../protocol/frame-name.js';
import { carriesToken } from '../url/path-rules.js';
import type { ReceivedCall } from '../protocol/host-messages.js';
import { addressOf, deskBase, signInAddress } from './console-route.js';
import { isAlive, isHosts, RELATED_MS, takeFromHost, takeLogin, token, username } from './console-session.js';
import { askDesk, nativeFetch, probe, revoke } from './desk-api.js';
import { answerCall, beginCall, send } from './host-link.js';
import {
  isLoginOf,
  known,
  OWN_KEY,
  readLogin,
  remember,
  rememberLogin,
  type StoredState,
  storeLogin,
  wipeLogin,
  writeLogin,
} from './login-store.js';
import { tokenKey } from './options.js';
import { hide, isHidden, reveal, takePath, whenLoaded } from './page-view.js';
import { ownerOf } from './token-claims.js';

/** The work that is under way, also across a load: it is in `sessionStorage` only for the time between two pages. */
interface Pending {
  /** The calls of the host that are done with it. */
  readonly ids: string[];
  /** The token to sign in with. */
  readonly token?: string;
  readonly tag?: string;
  /** The end of the login that stood in the way. */
  readonly old?: string;
  /** The address to be at afterwards, if that is another one. */
  readonly address?: string;
  /** Set if the login is to be written into the storage, since this console does not read it from its address. */
  readonly stored?: StoredState;
}

/** A console that has not begun to swap the token in its address so long after its load does not know how. */
const SWAP_MS = 3000;
/** The time after which nobody waits any more for the answer to a swap. */
const LATE_MS = 5000;
/** As `SWAP_MS`, for a console that has dropped the token from its address. */
const DROPPED_MS = 500;

let pending: Pending = { ids: [] };
/** The name of the entry that keeps the work for the next page. */
let key = '';
/** True once the page is about to be loaded anew. */
let isLeaving = false;
/** True if the page was ended before the console's first line. */
let isStopped = false;
/**
 * The token that the console gets for the one in its address, once it has begun to swap it; empty if the desk gives
 * none.
 */
let swapped: Promise<string | undefined> | undefined;
let resolveSwap: (own?: string) => void;
/** Sign-ins run one after the other, so that the second of two sees the outcome of the first. */
let signIns = Promise.resolve();

/** From now on the page waits to be loaded anew. */
function beginLeaving(): void {
  isLeaving = true;
  hide();
}

/** Loads the page anew, with work for the next one. */
export function loadPage(next: Pending): void {
  beginLeaving();
  sessionStorage.setItem(key, JSON.stringify((pending = next)));
  // Without an address the page keeps its own.
  history.replaceState(null, '', next.address);
  location.reload();
}

/**
 * Continues the work of the page before. It runs before the console's first line, so that nobody sees another user's
 * login, or a sign-in form that is about to go.
 */
export function resume(): void {
  // The name of a window is set by its opener, who may be anybody.
  const isFramed = parent !== window;
  const [mark = '', wait, user] = isFramed ? (readFrameName(window.name) ?? []) : [];
  // Frames of one tab and origin share their `sessionStorage`, and nothing but their names distinguishes them. So a frame
  // without a name of its own gets one, which stays the same when its page is loaded anew.
  if (isFramed && window.name === mark) window.name += `#${Math.random()}`;
  key = OWN_KEY + window.name;
  // Without an entry this reads the text `null`.
  const kept = JSON.parse(sessionStorage.getItem(key) as string) as Pending | null;
  sessionStorage.removeItem(key);
  if (kept) pending = kept;
  pending.ids.forEach(beginCall);
  const { token: next, tag, stored } = pending;
  if (next) {
    takeFromHost(next);
    if (hasSiblingLogin(next)) rememberLogin(tag);
    else if (stored) storeLogin(next, tag, stored);
    else {
      // Else the page's own requests would name this address to the desk, whose log may keep it.
      const policy = document.createElement('meta');
      policy.name = 'referrer';
      policy.content = 'origin';
      document.head.append(policy);
      wipeLogin();
      history.replaceState(null, '', signInAddress(next));
    }
  } else if (mark && !isLoginOf(user as string)) {
    // Anybody can write a frame with such a name. So this page ends here until its parent has proven to be a host, and
    // the login goes in the load after that.
    if (kept) {
      void revoke(readLogin());
      wipeLogin();
    } else if (localStorage.length) {
      isStopped = true;
      stop();
    }
  }
  const waitMs = Number(wait) || (next && RELATED_MS);
  if (waitMs) {
    hide();
    setTimeout(reveal, waitMs);
  }
  whenLoaded(() => setTimeout(doWithoutAddress, SWAP_MS));
}

/** True if another frame of this storage has signed the same user in meanwhile. */
function hasSiblingLogin(next: string): unknown {
  const login = readLogin();
  return login && login.slice(-12) !== pending.old && ownerOf(login) === ownerOf(next);
}

/** Answers the calls that needed this load, once the page has signed in and has something to show. */
export function finish(): void {
  const { ids, token: next, tag, stored } = pending;
  if (!ids[0] || (next && !isAlive)) return;
  const over = pending;
  whenLoaded(() => {
    if (pending !== over || isLeaving) return;
    pending = { ids: [] };
    reveal();
    ids.forEach((id) => answerCall(id));
    if (!next || stored) return;
    rememberLogin(tag);
    send({ type: 'session:signed-in', username: username() });
  });
}

/** Ends the work without a sign-in. @param isDead true if the desk refuses the host's token, which is then reported */
function giveUp(isDead?: boolean): void {
  const { ids } = pending;
  pending = { ids: [] };
  isLeaving = false;
  sessionStorage.removeItem(key);
  if (isDead) send({ type: 'session:expired', reason: 'rejected', shared: true });
  ids.forEach((id) => answerCall(id, false));
}

/** Learns that the console has begun to swap the token in its address. */
export function onSwap(): void {
  swapped = new Promise((resolve) => {
    resolveSwap = resolve;
    setTimeout(resolve, LATE_MS, '');
  });
}

/** Learns the outcome of that. */
export async function onSwapAnswer(status: number, text: () => Promise<string>): Promise<void> {
  const own = /accessToken\W+([^"\\]+)/.exec(await text())?.[1];
  resolveSwap(own);
  // Any other status may mean that the desk has a problem, or that no seat is left.
  if (!own && pending.token && !isAlive && !isLeaving) giveUp(status === 200 || status === 401);
}

/** Waits for the answer to a swap whose token the console does not use yet, and revokes it: nobody else knows it. */
async function endSwap(): Promise<void> {
  if (!swapped || isAlive) return;
  beginLeaving();
  void revoke(await swapped);
}

/** Ends a sign-in that is under way, since the host signs out. */
export async function abandonSignIn(): Promise<void> {
  await endSwap();
  giveUp();
}

export const signIn = (call: ReceivedCall): Promise<unknown> =>
  (signIns = signIns.catch(() => {}).then(() => signInNow(call)));

async function signInNow({ id, token: next, tag, path }: ReceivedCall): Promise<void> {
  // A sign-in with the same token is under way already. If it needs a load, the host calls once more after that.
  if (next === pending.token) {
    pending.ids.push(id);
    return finish();
  }
  await endSwap();
  const old = token;
  const isSame = old && !isLeaving && (isLoginOf(tag) || ownerOf(old) === ownerOf(next));
  // A stale login would lead the console to its sign-in form a moment later.
  if (isSame && isHidden) await probe();
  const ids = [...pending.ids, id];
  if (isSame && isAlive && token === old) {
    renew(next, tag);
    pending = { ids };
    return finish();
  }
  if (!isSame) void revoke(old);
  const work = { ids, token: next, tag, address: addressOf(path), old: old.slice(-12) };
  if (known().stored) await signInByStorage(work);
  // Until then the old page still finds the old login.
  else loadPage(work);
}

/** Hands a token to the console that is signed in as the same user already. */
function renew(next: string, tag: string): void {
  const old = token;
  const isOwn = !isHosts(old) && known().given !== old.slice(-12);
  // A console that has signed in before this page goes on with its own token; an unknown console always does.
  if (!tokenKey || next === old || isHosts(next) || (isHidden && isOwn)) rememberLogin(tag);
  else {
    takeLogin(next);
    writeLogin(next, tag);
    if (isOwn) void revoke(old);
  }
  takeFromHost(next);
}

/** Signs in a console that reads no token from its address. */
async function signInByStorage(next: Pending): Promise<void> {
  pending = next;
  beginLeaving();
  const read = (answer: Response | void): Promise<unknown> | undefined =>
    answer?.json().catch(() => undefined);
  const config = nativeFetch(`${deskBase()}/agent/config.json`).then(read, () => {});
  const profile = await askDesk('profile', next.token);
  const { data: user } = ((await read(profile)) ?? {}) as { data?: unknown };
  const stored = { user, config: await config };
  // Another sign-in has come in between, or a sign-out.
  if (pending !== next) return;
  if (profile?.status === 401) return giveUp(true);
  remember({ stored: true });
  loadPage({ ...next, stored });
}

/** Signs in by the storage if the console has shown that it does not read the token in its address. */
function doWithoutAddress(): void {
  if (pending.token && !pending.stored && tokenKey && !swapped && !isAlive && !isLeaving)
    void signInByStorage(pending);
}

/** A console that drops the token from its address without having asked for another one does not use it. */
export function onRoute(): void {
  if (!carriesToken(location.search) && pending.token) setTimeout(doWithoutAddress, DROPPED_MS);
}

/** Meets a host. @param wait true if a sign-in follows */
export function onWelcome(wait: boolean): void {
  if (isStopped) return loadPage(pending);
  send({ type: 'bridge:ready', signedIn: isAlive, username: username(), path: takePath() });
  finish();
  if (!wait) reveal();
}
