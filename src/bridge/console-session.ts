import type { BridgeMessage, SignOutReason } from '../protocol/bridge-messages.js';
import { isGiven, readLogin } from './login-store.js';
import { claimsOf, ownerOf } from './token-claims.js';
import type { ApiCall } from './watch-requests.js';

/** A logout call this soon after a refusal is part of it. */
export const RELATED_MS = 5000;
/** How long the answer to a logout call may tell why. */
const LOGOUT_WAIT_MS = 2000;
/** Longer than that: a sign-out in another frame of the same page is told by that frame, which knows the reason, first. */
const OTHER_TAB_WAIT_MS = 2500;

/** Token of the login as it is now, or an empty text. */
export let token = '';
/** True while the page runs on this login, and the session is not known to be over. */
export let isAlive = false;

let tell: (message: BridgeMessage) => void;
/** A token that came from the host, until the desk has taken it. */
let handed = '';
let lost = '';
/** True if the session that is over ran on the host's own token. */
let wasShared = false;
let why: SignOutReason | false | undefined;
let timer = 0;
let refusedAt = 0;
let logoutAt = 0;

const isRecent = (time: number): boolean => Date.now() - time < RELATED_MS;

/**
 * Begins to tell what becomes of the console's own session, once each: a refused token is an end, and the sign-out that
 * the console does because of it is part of that.
 */
export function watchSession(listener: typeof tell): void {
  tell = listener;
  takeLogin(readLogin());
  handed = '';
}

export const username = (): string | null => (isAlive && claimsOf(token).username) || null;

/** A login, or an empty text for none, that the bridge itself has stored: nothing is told. */
export function takeLogin(next: string): void {
  handed = token = next;
  isAlive = !!next;
}

/** Compares with what is stored. `isRemote`: another tab changed it. */
export function syncLogin(isRemote?: boolean): void {
  const before = token;
  const next = readLogin();
  // What another page signs in is in this one, too, once a call of its own has worked with it.
  if (next === before || (isRemote && !isAlive)) return;
  token = next;
  const isSame = isAlive && ownerOf(next) === ownerOf(before);
  // What another tab signs in is not in this page.
  if (!next || (isRemote && !isSame)) return leave(before, isRemote && 'other-tab');
  settle();
  isAlive = true;
  if (!isSame) tell({ type: 'session:signed-in', username: username() });
}

/** Hears of each call when it is made. */
export function onCall({ kind }: ApiCall): void {
  if (kind === 'logout') logoutAt = Date.now();
}

export async function onAnswer(call: ApiCall, status: number, text: () => Promise<string>): Promise<void> {
  const { token: used, kind } = call;
  if (kind === 'logout') {
    const isKicked = status === 401 && (await isKick(text));
    if (used === token && (status === 200 || status === 401)) leave(used);
    if (isKicked) why = 'kicked';
    settle();
  } else if (status === 401) await end(used, text);
  else if (status === 400 || status === 403) refusedAt = Date.now();
  else if (status === 200) {
    syncLogin();
    if (used === handed) handed = '';
  }
}

/** A 401 for this token: the end of the session that runs on it, or that has just been left because of it. */
async function end(used: string, text: () => Promise<string>): Promise<void> {
  if (!used || used !== (isAlive ? token : lost)) return;
  const reason =
    (claimsOf(used).exp as number) * 1000 <= Date.now()
      ? 'expired'
      : used === handed
        ? 'rejected'
        : 'revoked';
  const shared = isAlive ? isGiven(used) : wasShared;
  isAlive = false;
  clearTimeout(timer);
  timer = 0;
  tell(
    (await isKick(text))
      ? { type: 'session:signed-out', reason: 'kicked', shared }
      : { type: 'session:expired', reason, shared },
  );
}

function leave(used: string, reason?: SignOutReason | false): void {
  if (!isAlive) return;
  isAlive = false;
  wasShared = isGiven(used);
  why = reason;
  // A refusal that the console has heard of before us is in this task; a later one only follows from the logout.
  lost = used;
  setTimeout(() => (lost = ''));
  timer = window.setTimeout(settle, reason ? OTHER_TAB_WAIT_MS : isRecent(logoutAt) ? LOGOUT_WAIT_MS : 0);
}

/** Tells a sign-out that waits for its reason, now. */
export function settle(): void {
  if (!timer) return;
  clearTimeout(timer);
  timer = 0;
  const seen = isRecent(refusedAt) ? 'console' : isRecent(logoutAt) ? 'user' : 'unknown';
  tell({ type: 'session:signed-out', reason: why || seen, shared: wasShared });
}

/** True if the desk says that an administrator ended it. Asked for at once: later the answer is the console's. */
const isKick = (text: () => Promise<string>): Promise<boolean> =>
  text().then(
    (answer) => /message\W+[^"]*(disabled.by.admin|force.?logout|kick)/i.test(answer),
    () => false,
  );
