import '../src/define.js';
import { registerTerms } from '../src/index.js';
import { zhCN } from '../src/locale/zh-cn.js';
import type { AgentStatus } from '../src/protocol/console-messages.js';
import { logEvents } from './event-log.js';
import { causeFault, listFaults } from './faults.js';
import { isLanguage, type Language } from './language.js';
import { applyTexts, type TextName, texts } from './texts.js';

interface DemoConfig {
  readonly server: string;
  readonly api: string;
  readonly standIn: boolean;
  readonly users: readonly string[];
}

const PATHS: readonly (readonly [name: TextName, path: string])[] = [
  ['chat', '/agent/chat'],
  ['ticket', '/agent/ticket'],
  ['contact', '/agent/contact'],
  ['admin', '/admin/welcome'],
];

function find<T extends Element>(selector: string): T {
  const element = document.querySelector<T>(selector);
  if (element === null) throw new Error(`${selector} is not on this page`);
  return element;
}

registerTerms('zh-CN', zhCN);
const config = (await (await fetch('/demo/config.json')).json()) as DemoConfig;
const workspace = find<HTMLElementTagNameMap['bytedesk-workspace']>('#workspace');
const user = find<HTMLSelectElement>('#user');
const life = find<HTMLSelectElement>('#life');
const language = find<HTMLSelectElement>('#language');
const log = find<HTMLElement>('#log');
const fault = find<HTMLSelectElement>('#fault');
const term = (name: TextName): string => texts[currentLanguage()][name];

function currentLanguage(): Language {
  return isLanguage(language.value) ? language.value : 'en';
}

/** Asks this page's own server for a token, as a real host page would. */
async function fetchToken(reason: 'initial' | 'renew'): Promise<string | undefined> {
  const query = config.standIn ? `?${new URLSearchParams({ user: user.value, seconds: life.value })}` : '';
  const response = await fetch(`/demo/token${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ reason }),
  });
  const answer = (await response.json()) as { accessToken?: string; message?: string };
  if (answer.accessToken === undefined) {
    const line = document.createElement('li');
    line.textContent = term('noToken') + (answer.message ?? response.status);
    log.prepend(line);
  }
  return answer.accessToken;
}

async function signIn(reason: 'initial' | 'renew'): Promise<void> {
  const token = await fetchToken(reason);
  if (token !== undefined) workspace.token = token;
}

function openPath(path: string): void {
  // Consoles that read the token on their sign-in page only, the admin console among them, need this way in.
  workspace.entry = path.startsWith('/admin') ? 'login' : 'direct';
  workspace.path = path;
  showPaths();
}

function showPaths(): void {
  const buttons = PATHS.map(([name, path]) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = term(name);
    if (workspace.path === path) button.setAttribute('aria-current', 'page');
    button.addEventListener('click', () => openPath(path));
    return button;
  });
  find('#paths').replaceChildren(...buttons);
}

function timeLeft(): string {
  const end = workspace.session?.expiresAt;
  if (!end) return term('never');
  const seconds = Math.ceil((end.getTime() - Date.now()) / 1000);
  if (seconds <= 0) return term('over');
  if (seconds > 86_400) return end.toLocaleDateString(currentLanguage());
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function showFacts(): void {
  const facts: readonly (readonly [TextName, string])[] = [
    ['state', workspace.state],
    ['evidence', workspace.evidence],
    ['agentStatus', workspace.agentStatus ?? '–'],
    ['ends', timeLeft()],
  ];
  find('#facts').replaceChildren(
    ...facts.map(([name, value]) => {
      const pair = document.createElement('div');
      const [title, text] = [document.createElement('dt'), document.createElement('dd')];
      title.textContent = term(name);
      text.textContent = value;
      if (name === 'state') text.dataset['state'] = value;
      pair.append(title, text);
      return pair;
    }),
  );
  const unread = find<HTMLElement>('#unread');
  unread.hidden = workspace.unreadCount === 0;
  unread.textContent = term('unread').replace('{count}', String(workspace.unreadCount));
  for (const button of document.querySelectorAll<HTMLButtonElement>('#statuses button')) {
    button.setAttribute('aria-pressed', String(button.value === workspace.agentStatus));
  }
}

function showTexts(): void {
  const desk = config.standIn ? new URL(config.server).origin : term('realDesk');
  applyTexts(currentLanguage(), { page: location.origin, desk });
  workspace.lang = currentLanguage();
  showPaths();
  showFacts();
  listFaults(fault, term);
}

/** Shows the doctor's report: cause a fault of the desk first, and see what he says of it. */
async function examine(): Promise<void> {
  const report = find<HTMLElement>('#report');
  const { text } = await workspace.diagnose();
  report.textContent = text;
  report.hidden = false;
}

async function cause(): Promise<void> {
  const reloads = await causeFault(config.server, fault.value, user.value);
  if (reloads) await workspace.reload().catch(() => undefined);
}

user.replaceChildren(...config.users.map((name) => new Option(name.split('@')[0], name)));
user.closest('label')?.toggleAttribute('hidden', !config.standIn);
life.closest('label')?.toggleAttribute('hidden', !config.standIn);
find('#faults').toggleAttribute('hidden', !config.standIn);
language.value = navigator.language.startsWith('zh') ? 'zh-CN' : 'en';

logEvents(workspace, log);
for (const name of ['state-change', 'ready', 'unread-change', 'agent-status-change', 'token-renewed']) {
  workspace.addEventListener(`bytedesk-${name}`, showFacts);
}
language.addEventListener('change', showTexts);
user.addEventListener('change', () => void signIn('initial'));
find('#diagnose').addEventListener('click', () => void examine());
find('#renew').addEventListener('click', () => void signIn('renew'));
find('#reload').addEventListener('click', () => void workspace.reload().catch(() => undefined));
find('#logout').addEventListener('click', () => void workspace.logout());
find('#cause').addEventListener('click', () => void cause());
find('#clear').addEventListener('click', () => log.replaceChildren());
find('#statuses').addEventListener('click', ({ target }) => {
  if (target instanceof HTMLButtonElement) workspace.setAgentStatus(target.value as AgentStatus);
});
setInterval(showFacts, 1000);

workspace.server = config.server;
workspace.api = config.api;
showTexts();
openPath(new URLSearchParams(location.search).get('path') ?? '/agent/chat');
await signIn('initial');
