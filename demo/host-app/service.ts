import '../../src/define.js';
import { registerTerms } from '../../src/index.js';
import { zhCN } from '../../src/locale/zh-cn.js';
import { fill, isLanguage } from '../language.js';
import { askForToken, type TokenReason } from './desk-token.js';
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
let isLeaving = false;

const term = (name: TextName, values = {}): string => fill(texts[language][name], values);

function later(delayMs: number, reason: TokenReason): void {
  clearTimeout(timer);
  timer = setTimeout(() => void connect(reason), Math.min(delayMs, LONGEST_TIMER_MS));
}

/** Fetches a token and hands it to the element. @returns whether there is a new one */
async function connect(reason: TokenReason): Promise<boolean> {
  clearTimeout(timer);
  const answer = await askForToken(reason);
  if (isLeaving) return false;
  if (answer.kind === 'token') {
    notice.textContent = '';
    access.textContent = term('renewed', { time: new Date().toLocaleTimeString(language) });
    later(answer.lifeMs * RENEW_AT, 'renew');
    workspace.token = answer.token;
    return true;
  }
  if (answer.kind === 'signed-out') {
    await leave();
    location.replace(`/sign-in?${new URLSearchParams({ next: location.pathname })}`);
  } else if (answer.kind === 'refused') {
    // The console has a token of its own and would go on.
    workspace.token = null;
    access.textContent = term('noAccess');
    notice.textContent = term(answer.code === 'forbidden' ? 'noLogin' : 'refused');
  } else {
    notice.textContent = describe(answer.code, answer.retryMs ?? RETRY_MS);
    later(answer.retryMs ?? RETRY_MS, reason === 'rejected' ? 'renew' : reason);
  }
  return false;
}

function describe(code: string, retryMs: number): string {
  if (code === 'login-locked') return term('locked');
  const seconds = String(Math.ceil(retryMs / 1000));
  return code === 'too-many-requests' ? term('wait', { seconds }) : term('retrying');
}

/** Ends the desk's side: here at once, at the desk as far as it answers in time. */
async function leave(): Promise<void> {
  isLeaving = true;
  clearTimeout(timer);
  const late = new Promise((resolve) => setTimeout(resolve, LOGOUT_WAIT_MS));
  await Promise.race([workspace.logout(), late]);
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
workspace.addEventListener('bytedesk-unread-change', ({ detail: { total } }) => {
  unread.hidden = total === 0;
  unread.textContent = term('unread', { count: String(total) });
  document.title = total > 0 ? `(${total}) ${title}` : title;
});

reconnect.addEventListener('click', () => {
  // Of a console that lost its own login, by an administrator's hand for one, the page hears nothing.
  const again = async (): Promise<void> => {
    if (await connect('rejected')) await workspace.reload().catch(() => undefined);
  };
  reconnect.disabled = true;
  void again().finally(() => (reconnect.disabled = false));
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
