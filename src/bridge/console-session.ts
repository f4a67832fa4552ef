// Finds out what becomes of the console's own session, and tells a logout from an expiry: by the stored login, by the
// console's requests, and by their order in time. What is seen first decides:
//
// | seen                                                                       | reported                          |
// | -------------------------------------------------------------------------- | --------------------------------- |
// | a 401 for the present token, whose text names no administrator             | `expired`                         |
// | a 401 for it, whose text says that an administrator ended the session      | `signed-out`, `kicked`            |
// | an answered logout call, or the login gone from the storage after one      | `signed-out`, `user`              |
// | the same within some seconds of a 400 or 403, after which a console leaves | `signed-out`, `console`           |
// | the login changed by another page, without a logout call of this one       | `signed-out`, `other-tab`         |
// | the login gone, and nothing says why                                       | `signed-out`, `unknown`           |
//
// `end` handles the first two. For the others, `leave` waits for what may tell the reason, and `settle` reports.

import type { BridgeMessage, SignOutReason } from '../protocol/bridge-messages.js';
import { readLogin } from './login-store.js';
import { claimsOf, ownerOf } from './token-claims.js';
import type { ApiCall } from './watch-requests.js';

/** A sign-out that follows a 400 or 403 of the desk so soon is the console's own reaction to it. */
export const RELATED_MS = 5000;
/** How long the answer to a logout call may take to tell the reason. */
const LOGOUT_WAIT_MS = 2000;
/**
 * This wait is longer, since a sign-out in another frame of the same page is reported first by that frame, which knows
 * the reason.
 */
const OTHER_TAB_WAIT_MS = 2500;

/** The token of the present login, or an empty text. */
export let token = '';
/** True while the page runs on this login and the session is not known to have ended. */
export let isAlive = false;

let report: (message: BridgeMessage) => void;
/** The host's token that was accepted last: the console runs on it, or on one of its own. */
let hostToken: string | undefined;
/** A token from the host that the desk has not accepted yet. */
let unprovenToken = '';
/** The token of a session that was signed out, until that is reported. */
let signedOut = '';
/** The same token until the end of the task in which this page has signed it out: a 401 for it is then the cause. */
let justRemoved = '';
let isKicked = false;
let isElsewhere = false;
/** A sign-out waits for its reason while this is set. */
let timer = 0;
let faultAt = 0;
let logoutAt = 0;

const isRecent = (time: number): boolean => Date.now() - time < RELATED_MS;

/**
 * Starts to report what becomes of the console's own session, once for each event: a refused token is an end, and the
 * sign-out that the console does because of it is part of that end.
 */
export function watchSession(listener: typeof report): void {
  report = listener;
  takeLogin(readLogin());
  unprovenToken = '';
}

export const username = (): string | null => (isAlive && claimsOf(token).username) || null;

/** Takes a login that the bridge itself has stored, or an empty text for none. Nothing is reported. */
export function takeLogin(next: string): void {
  unprovenToken = token = next;
  isAlive = !!next;
}

/** Remembers the token that the host has signed in with. */
export const takeFromHost = (next: string): string => (hostToken = next);

/** True for the host's own token, and false for one that the console got for itself. */
export const isHosts = (used: string): boolean => used === hostToken;

// Who has changed the stored login. These are numbers for the bridge's few bytes.
/** This page has, by a call that is just over. */
export const HERE = 0;
/** Another page has, as an event says. */
export const ELSEWHERE = 1;
/** Anybody may have: another page's change can be seen before the event that tells of it. */
export const ANYWHERE = 2;

/** Compares the login with the stored one. */
export function syncLogin(by: number): void {
  const before = token;
  const next = readLogin();
  const isEvent = by === ELSEWHERE;
  isElsewhere ||= isEvent;
  // A sign-in of another page counts for this page, too, once a call of its own has worked with it.
  if (next === before || (isEvent && !isAlive)) return;
  token = next;
  const isSame = isAlive && ownerOf(next) === ownerOf(before);
  // A sign-in of another tab does not reach this page.
  if (!next || (isEvent && !isSame)) return leave(before, by);
  settle();
  isAlive = true;
  if (!isSame) report({ type: 'session:signed-in', username: username() });
}

/** Sees each call when it is made. */
export function onCall({ kind }: ApiCall): void {
  if (kind === 'logout') logoutAt = Date.now();
}

export async function onAnswer(call: ApiCall, status: number, text: () => Promise<string>): Promise<void> {
  const { token: used, kind } = call;
  if (kind === 'logout') {
    const hasKicked = status === 401 && (await tellsOfKick(text));
    if (used === token && (status === 200 || status === 401)) leave(used, HERE);
    isKicked ||= hasKicked;
    settle();
    return;
  }
  // A login that has gone before the console sees its refusal has not gone because of it.
  if (status === 200 || !readLogin()) syncLogin(ANYWHERE);
  if (status === 401) await end(used, text);
  else if (status === 400 || status === 403) faultAt = Date.now();
  else if (status === 200 && used === unprovenToken) unprovenToken = '';
}

/**
 * Handles a 401 for this token: the end of the session that runs on it, or of one that has just been left because of
 * it.
 */
async function end(used: string, text: () => Promise<string>): Promise<void> {
  if (!used || used !== (isAlive ? token : justRemoved)) return;
  const reason =
    (claimsOf(used).exp as number) * 1000 <= Date.now()
      ? 'expired'
      : used === unprovenToken
        ? 'rejected'
        : 'revoked';
  const shared = isHosts(used);
  isAlive = false;
  clearTimeout(timer);
  timer = 0;
  report(
    (await tellsOfKick(text))
      ? { type: 'session:signed-out', reason: 'kicked', shared }
      : { type: 'session:expired', reason, shared },
  );
}

function leave(used: string, by: number): void {
  if (!isAlive) return;
  isAlive = isKicked = false;
  isElsewhere = by === ELSEWHERE;
  signedOut = used;
  let waitMs = OTHER_TAB_WAIT_MS;
  if (by === HERE) {
    // The console may have seen a refusal before the bridge. If so, both are in this task.
    justRemoved = used;
    setTimeout(() => (justRemoved = ''));
    waitMs = isRecent(logoutAt) ? LOGOUT_WAIT_MS : 0;
  }
  timer = setTimeout(settle, waitMs) as unknown as number;
}

/** Reports at once a sign-out that waits for its reason. */
export function settle(): void {
  if (!timer) return;
  clearTimeout(timer);
  timer = 0;
  report({ type: 'session:signed-out', reason: reasonNow(), shared: isHosts(signedOut) });
}

function reasonNow(): SignOutReason {
  if (isKicked) return 'kicked';
  const hasAskedDesk = isRecent(logoutAt);
  if (isElsewhere && !hasAskedDesk) return 'other-tab';
  return isRecent(faultAt) ? 'console' : hasAskedDesk ? 'user' : 'unknown';
}

/**
 * True if the desk says that an administrator ended the session. The text is asked for at once, since later the answer
 * belongs to the console.
 */
const tellsOfKick = async (text: () => Promise<string>): Promise<boolean> =>
  /message\W+[^"]*(disabled.by.admin|force.?logout|kick)/i.test(await text());
