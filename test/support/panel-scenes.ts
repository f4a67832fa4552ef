import { BytedeskError, type ErrorCode } from '../../src/errors.js';
import type { BytedeskWorkspaceElement } from '../../src/elements/workspace/workspace-element.js';
import type { TestDesk } from './desk.js';
import { makeToken } from './tokens.js';
import { createWorkspace, issueToken, mount, next, until, type WorkspaceSettings } from './workspace.js';

/** Where a scene is set. */
export interface Stage {
  readonly desk: TestDesk;
  readonly parent: Element;
}

type Scene = (stage: Stage) => Promise<BytedeskWorkspaceElement>;

const never = (): Promise<string> => new Promise(() => undefined);
const refuse = (code: ErrorCode, status?: number) => (): Promise<string> =>
  Promise.reject(new BytedeskError(code, 'As the scene wants it.', { status }));

function put({ parent, desk }: Stage, settings: WorkspaceSettings): BytedeskWorkspaceElement {
  const { lang } = document.documentElement;
  const { element } = createWorkspace({ server: desk.url, path: '/agent/chat', lang, ...settings });
  parent.append(element);
  return element;
}

async function putReady(stage: Stage, settings: WorkspaceSettings = {}): Promise<BytedeskWorkspaceElement> {
  const element = put(stage, { token: await issueToken(stage.desk), ...settings });
  await next(element, 'bytedesk-unread-change');
  return element;
}

const failing =
  (settings: WorkspaceSettings): Scene =>
  async (stage) => {
    const element = put(stage, settings);
    await until(() => element.state === 'error', 'error');
    return element;
  };

const signedOut =
  (settings: WorkspaceSettings = {}): Scene =>
  async (stage) => {
    const element = await putReady(stage, settings);
    await element.logout();
    return element;
  };

const silentDesk =
  (settings: WorkspaceSettings = {}): Scene =>
  async (stage) => {
    await stage.desk.control('set', { fail: { as: 'never', path: '/agent' } });
    return put(stage, { token: await issueToken(stage.desk), ...settings });
  };

const conflict =
  (settings: WorkspaceSettings): Scene =>
  async (stage) => {
    const first = await putReady(stage, settings);
    first.remove();
    const [, other] = stage.desk.users;
    const token = await issueToken(stage.desk, { username: other?.username });
    return failing({ token, ...settings })(stage);
  };

/** The visible button of a workspace's panel. */
export function actionOf(element: Element): HTMLElement {
  const button = element.shadowRoot?.querySelector<HTMLElement>('.cover [part="action"]:not([hidden])');
  if (!button) throw new Error('the panel has no button');
  return button;
}

/** Pretends that the browser is offline, or no longer. */
export function setOffline(isOffline: boolean): void {
  if (isOffline) Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
  else Reflect.deleteProperty(navigator, 'onLine');
  dispatchEvent(new Event(isOffline ? 'offline' : 'online'));
}

/** Every panel there is, by the name that docs/panels.md gives it. Each needs a desk of its own, or a fresh page. */
export const PANEL_SCENES: Readonly<Record<string, Scene>> = {
  loading: silentDesk(),
  slow: silentDesk({ timeout: 3600 }),
  retrying: async (stage) => put(stage, { tokenProvider: refuse('token-source-failed', 503) }),
  offline: async (stage) => {
    setOffline(true);
    return put(stage, { tokenProvider: never });
  },
  expired: async (stage) => {
    const token = await issueToken(stage.desk);
    const element = await putReady(stage, { token, tokenProvider: never, expiredView: 'cover' });
    element.tokenRefused(token, 'revoked');
    return element;
  },
  'expired-for-good': async (stage) => put(stage, { token: makeToken({ lifeS: -5 }) }),
  'signed-out': signedOut({ tokenProvider: never }),
  'signed-out-for-good': signedOut(),
  'no-answer': async (stage) => {
    const element = await silentDesk({ timeout: 0.3 })(stage);
    await until(() => element.state === 'error', 'error');
    return element;
  },
  'not-allowed': async (stage) => {
    const element = await silentDesk()(stage);
    await until(() => element.shadowRoot?.querySelector('iframe')?.sandbox.length !== 0, 'sent');
    const init = {
      blockedURI: stage.desk.url,
      effectiveDirective: 'frame-src',
      disposition: 'enforce',
    } as const;
    const details = {
      documentURI: location.href,
      originalPolicy: '',
      statusCode: 200,
      violatedDirective: 'frame-src',
    };
    document.dispatchEvent(
      new SecurityPolicyViolationEvent('securitypolicyviolation', { ...init, ...details }),
    );
    return element;
  },
  'wrong-setup': failing({ path: '/elsewhere', token: makeToken() }),
  'sign-in-failed': failing({ tokenProvider: refuse('token-source-failed', 401) }),
  'no-seat': failing({ tokenProvider: refuse('seat-limit', 403) }),
  disabled: failing({ tokenProvider: refuse('account-disabled', 403) }),
  'bad-token': failing({ token: 'no token at all' }),
  'conflict-this-page': conflict({ storage: 'ephemeral' }),
  conflict: conflict({ storage: 'persistent' }),
  'conflict-sign-out': async (stage) => {
    const element = await conflict({ storage: 'persistent' })(stage);
    await element.updateComplete;
    const button = actionOf(element);
    button.click();
    await until(
      async () => (await stage.desk.control<{ told: number }>('emit', { type: 'x' })).told > 0,
      'the console is there',
    );
    return element;
  },
};

/** Resolves when the panel says something. */
export const panelShown = (element: BytedeskWorkspaceElement): Promise<void> =>
  until(() => (element.shadowRoot?.querySelector('.cover b')?.textContent ?? '') !== '', 'a panel');

/** Sets a scene on the test's page, in a place of this width, once its panel is drawn. */
export async function showScene(name: string, desk: TestDesk, width = ''): Promise<BytedeskWorkspaceElement> {
  const { element } = await mount({});
  const parent = element.parentElement as HTMLElement;
  element.remove();
  parent.style.inlineSize = width;
  const shown = await PANEL_SCENES[name]?.({ desk, parent });
  if (!shown) throw new Error(`there is no ${name}`);
  await panelShown(shown);
  return shown;
}
