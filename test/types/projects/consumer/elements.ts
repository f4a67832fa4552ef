import 'bytedesk-embed/define';
import {
  type BytedeskError,
  BytedeskWorkspaceElement,
  consoleUrl,
  decodeToken,
  DeskClient,
  type ErrorCode,
  openConsole,
  registerTerms,
  type TokenProvider,
} from 'bytedesk-embed';
import { zhCN } from 'bytedesk-embed/locales/zh-CN';
import { zhTW } from 'bytedesk-embed/locales/zh-TW';

declare const maybe: string | undefined;

const workspace =
  document.querySelector('bytedesk-workspace') ?? document.createElement('bytedesk-workspace');
const button = document.createElement('bytedesk-login-button');

// Every setting takes undefined and null for "none".
for (const none of [undefined, null]) {
  workspace.server = none;
  workspace.api = none;
  workspace.path = none;
  workspace.token = none;
  workspace.tokenUrl = none;
  workspace.tokenCredentials = none;
  workspace.tokenProvider = none;
  workspace.entry = none;
  workspace.signIn = none;
  workspace.delivery = none;
  workspace.storage = none;
  workspace.expiredView = none;
  workspace.loading = none;
  workspace.height = none;
  workspace.label = none;
  workspace.timeout = none;
  workspace.renewBefore = none;
  workspace.checkInterval = none;
  workspace.allow = none;
  workspace.sandbox = none;
  button.server = none;
  button.path = none;
  button.mode = none;
  button.target = none;
  button.popupFeatures = none;
  button.disabled = none;
}
workspace.server = maybe;
workspace.path = maybe;
workspace.storage = 'auto';
workspace.storage = 'ephemeral';
workspace.height = 400;
workspace.tokenProvider = async ({ reason, expiresAt, signal }) => {
  signal.throwIfAborted();
  return `${reason} ${expiresAt?.toISOString() ?? ''}`;
};
const provider: TokenProvider = async () => 'token';
workspace.tokenProvider = provider;
button.mode = 'popup';

// @ts-expect-error a number is no address
workspace.server = 5;
// @ts-expect-error no such word
workspace.delivery = 'post';
// @ts-expect-error no such word
workspace.storage = 'memory';
// @ts-expect-error no such word
button.mode = 'window';
// @ts-expect-error text is no function
workspace.tokenProvider = 'token';
// @ts-expect-error a provider promises text
workspace.tokenProvider = async () => 5;
// @ts-expect-error read-only
workspace.state = 'ready';
// @ts-expect-error read-only
workspace.unreadCount = 5;
// @ts-expect-error misspelt
workspace.sever = 'https://desk.example.com';

// What the elements keep to themselves is in no declaration.
// @ts-expect-error internal
workspace.consoleAttributes;
// @ts-expect-error internal
workspace.needsToken;
// @ts-expect-error internal
workspace.timeoutMs;
// @ts-expect-error internal
workspace.waitsForViewport;
// @ts-expect-error internal
workspace.sourceAttributes;
// @ts-expect-error internal
workspace.stateChanged;

workspace.addEventListener('bytedesk-ready', ({ detail: { path, evidence } }) => {
  const text: string = path;
  const proof: 'none' | 'load' | 'console' | 'bridge' = evidence;

  void [text, proof];
});
workspace.addEventListener('bytedesk-token-expiring', (event) => {
  const seconds: number = event.detail.secondsLeft;
  event.respondWith(Promise.resolve(`token ${seconds}`));
  // @ts-expect-error a token is text
  event.respondWith(5);
});
workspace.addEventListener('bytedesk-error', ({ detail }) => {
  const code: ErrorCode = detail.code;
  const error: BytedeskError = detail.error;
  // @ts-expect-error no such code
  if (code === 'no-such-code') void error;
});
// One listener for all elements of the page.
document.addEventListener('bytedesk-unread-change', ({ detail }) => void detail.total.toFixed());
window.addEventListener('bytedesk-token-expired', ({ detail }) => {
  const end: Date | null = detail.expiresAt;
  void end;
});
document.body.addEventListener('bytedesk-logout', ({ detail }) => {
  const reason: 'user' | 'host' | 'other-tab' | 'kicked' | 'console' | 'unknown' = detail.reason;
  void reason;
});
// @ts-expect-error no such member
document.addEventListener('bytedesk-navigate', ({ detail }) => detail.url);
button.addEventListener('bytedesk-login', ({ detail }) => void detail.mode.length);

const state: 'idle' | 'loading' | 'ready' | 'expired' | 'signed-out' | 'error' = workspace.state;
void workspace.navigate('/agent/ticket').then((nothing: void) => nothing);
void workspace.logout().then((result) => result.console === 'signed-out');
workspace.setAgentStatus('BUSY');
// @ts-expect-error no such status
workspace.setAgentStatus('ASLEEP');

registerTerms('zh-CN', zhCN);
registerTerms('zh-TW', zhTW);
const client = new DeskClient({ api: 'https://desk.example.com', token: 'token', session: workspace });
void client.tickets.query().then((page) => page.totalElements + 1);
const claims = decodeToken('token');
void [state, claims.expiresAt?.getTime(), consoleUrl({ server: 'https://desk.example.com', path: '/agent' })];
void openConsole({ server: 'https://desk.example.com', path: '/agent/chat', token: 'token' });
void (workspace instanceof BytedeskWorkspaceElement);
