import '../../src/define.js';
import { registerTerms } from '../../src/locale/localize.js';
import { zhCN } from '../../src/locale/zh-cn.js';
import { zhTW } from '../../src/locale/zh-tw.js';
import type { TestDesk } from '../../test/support/desk.js';
import { PANEL_SCENES, panelShown } from '../../test/support/panel-scenes.js';
import { issueToken, next } from '../../test/support/workspace.js';

declare global {
  interface Window {
    /** Puts a scene on the page; resolves when there is something to see. */
    showScene?: (name: string, desk: Pick<TestDesk, 'url' | 'users'>, lang: string) => Promise<void>;
    /** What there is to show. */
    sceneNames?: readonly string[];
  }
}

const TITLES: Readonly<Record<string, string>> = {
  en: 'Back office',
  'zh-CN': '商家后台',
  'zh-TW': '商家後台',
};

registerTerms('zh-CN', zhCN);
registerTerms('zh-TW', zhTW);

async function control<T>(url: string, path: string, body?: object): Promise<T> {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  return (await fetch(`${url}/__stand-in__/${path}`, init)).json() as Promise<T>;
}

window.sceneNames = ['ready', ...Object.keys(PANEL_SCENES)];
window.showScene = async (name, { url, users }, lang) => {
  const desk: TestDesk = {
    url,
    api: url,
    users,
    control: (path, body) => control(url, path, body),
    close: async () => undefined,
  };
  document.documentElement.lang = lang;
  const title = document.querySelector('strong');
  if (title) title.textContent = TITLES[lang] ?? '';
  const parent = document.querySelector('main') ?? document.body;
  const scene = PANEL_SCENES[name];
  if (scene) return panelShown(await scene({ desk, parent }));
  const element = document.createElement('bytedesk-workspace');
  Object.assign(element, { server: url, path: '/agent/chat', token: await issueToken(desk), lang });
  parent.append(element);
  await next(element, 'bytedesk-unread-change');
};
