import '../../src/define.js';
import { registerTerms } from '../../src/index.js';
import { zhCN } from '../../src/locale/zh-cn.js';
import { fill, isLanguage } from '../language.js';
import { askForToken, type TokenAnswer, type TokenReason } from './desk-token.js';
import { type TextName, texts } from './texts.js';

function find<T extends Element>(selector: string): T {
  const element = document.querySelector<T>(selector);
  if (element === null) throw new Error(`${selector} is not on this page`);
  return element;
}

/** A token is replaced when this much of its life is over, so that a console at work notices nothing. */
const RENEW_AT = 0.8;
const RETRY_MS = 5000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** Signing out is not held up by a desk that does not answer: the app's own server tries as well. */
const LOGOUT_WAIT_MS = 3000;

registerTerms('zh-CN', zhCN);
const workspace = find<HTMLElementTagNameMap['bytedesk-workspace']>('bytedesk-workspace');
const notice = find<HTMLElement>('#notice');
const access = find<HTMLElement>('#access');
const unread = find<HTMLElement>('#unread');
const reconnect = find<HTMLButtonElement>('#reconnect');
const signOutForm = find<HTMLFormElement>('#sign-out');
const language = isLanguage(document.documentElement.lang) ? document.documentElement.lang : 'en';
const title = document.title;
const otherTabs = new BroadcastChannel('harbour');
let timer: ReturnType<typeof setTimeout> | undefined;
let asking: Promise<TokenAnswer> | undefined;
let isLeaving = false;

const term = (name: TextName, values = {}): string => fill(texts[language][name], values);

function later(delayMs: number, reason: TokenReason): void {
  clearTimeout(timer);
  timer = setTimeout(() => void connect(reason), Math.min(delayMs, LONGEST_TIMER_MS));
}

function showUnread(total: number): void {
  unread.hidden = total === 0;
  unread.textContent = term('unread', { count: String(total) });
  document.title = total > 0 ? `(${total}) ${title}` : title;
}

async function ask(reason: TokenReason): Promise<TokenAnswer> {
  clearTimeout(timer);
  const request = askForToken(reason);
  asking = request;
  return request;
}

/** Fetches a token and hands it to the element. */
async function connect(reason: TokenReason): Promise<void> {
  await take(await ask(reason), reason);
}

async function take(answer: TokenAnswer, reason: TokenReason): Promise<void> {
  if (isLeaving) return;
  if (answer.kind === 'token') {
    notice.textContent = '';
    access.textContent = term('renewed', { time: new Date().toLocaleTimeString(language) });
    later(answer.lifeMs * RENEW_AT, 'renew');
    workspace.token = answer.token;
  } else if (answer.kind === 'signed-out') {
    await leave();
    location.replace(`/sign-in?${new URLSearchParams({ next: location.pathname })}`);
  } else if (answer.kind === 'refused') {
    // The console has a token of its own and would go on.
    workspace.token = null;
    showUnread(0);
    access.textContent = term('noAccess');
    notice.textContent = term(answer.code === 'forbidden' ? 'noLogin' : 'refused');
  } else {
    notice.textContent = term(answer.code === 'login-locked' ? 'locked' : 'retrying');
    later(answer.retryMs ?? RETRY_MS, reason);
  }
}

/**
 * For a console that lost its own login, by an administrator's hand for one: the page hears nothing of that. A new
 * document, because what is stored of the lost login would come before the new token.
 */
async function startAgain(): Promise<void> {
  const answer = await ask('rejected');
  if (answer.kind === 'token' || answer.code === 'too-many-requests') location.reload();
  else await take(answer, 'renew');
}

/** Ends the desk's side: here at once, at the desk as far as it answers in time. */
async function leave(): Promise<void> {
  isLeaving = true;
  clearTimeout(timer);
  const late = new Promise((resolve) => setTimeout(resolve, LOGOUT_WAIT_MS));
  // A token that is still on its way would be revoked by nobody.
  await Promise.race([Promise.all([workspace.logout(), asking]), late]);
}

async function signOut(): Promise<void> {
  await leave();
  otherTabs.postMessage('signed-out');
  // Not `requestSubmit`, which would ask here again.
  signOutForm.submit();
}

workspace.addEventListener('bytedesk-token-expired', () => void connect('renew'));
workspace.addEventListener('bytedesk-error', ({ detail }) => {
  // Somebody else has signed in to the app meanwhile: this page is theirs now, from the start.
  if (detail.code === 'identity-conflict') location.reload();
});
workspace.addEventListener('bytedesk-unread-change', ({ detail }) => showUnread(detail.total));

reconnect.addEventListener('click', () => {
  reconnect.disabled = true;
  void startAgain().finally(() => (reconnect.disabled = false));
});

signOutForm.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!isLeaving) void signOut();
});
otherTabs.addEventListener('message', () => {
  void leave().then(() => location.replace('/sign-in?signed-out'));
});
// A page that the browser had put aside whole has not asked whether anybody is signed in.
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

await connect('initial');
