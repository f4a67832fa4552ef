import { startDesk, type TestDesk } from '../support/desk.js';
import { closeOtherWindows } from '../support/input.js';
import { createPage } from '../support/pages.js';
import { watchConsoles } from '../support/windows.js';
import { issueToken, requestsOf, until } from '../support/workspace.js';

/** A page that loads the script-tag file. */
export interface MountPage extends Window {
  readonly BytedeskEmbed: NonNullable<typeof globalThis.BytedeskEmbed>;
  readonly Element: typeof Element;
  readonly events: { type: string; on: string; detail: { code?: string; path?: string; mode?: string } }[];
  readonly warnings: string[];
}

export const SCRIPT = '/dist/bytedesk-embed.js';

/** Notes what happens before anything else runs. */
const LISTEN = `window.events = []; window.warnings = [];
for (const name of ['ready', 'error', 'login']) addEventListener('bytedesk-' + name, ({ type, target, detail }) =>
  events.push({ type: type.slice(9), on: target.id, detail: { code: detail.code, path: detail.path, mode: detail.mode } }));
addEventListener('error', ({ message }) => events.push({ type: 'exception', on: message, detail: {} }));
addEventListener('unhandledrejection', ({ reason }) => events.push({ type: 'exception', on: String(reason), detail: {} }));
console.warn = (text) => warnings.push(text);`;

/** A desk, a token endpoint, and host pages in frames of the test's own origin. */
export class MountScene {
  readonly desk: TestDesk;
  /** Path of an endpoint that gives a token of the desk's agent. */
  readonly tokenUrl: string;

  private constructor(desk: TestDesk, tokenUrl: string) {
    this.desk = desk;
    this.tokenUrl = tokenUrl;
  }

  static async start(): Promise<MountScene> {
    const desk = await startDesk();
    const answer = JSON.stringify({ accessToken: await issueToken(desk) });
    return new MountScene(desk, await createPage(answer, { 'content-type': 'application/json' }));
  }

  tag(attributes = '', where = SCRIPT): string {
    return `<script src="${where}" data-server="${this.desk.url}" data-token-url="${this.tokenUrl}" ${attributes}></script>`;
  }

  async open(head: string, body: string, headers: Record<string, string> = {}): Promise<MountPage> {
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><script>${LISTEN}</script>${head}</head><body>${body}</body></html>`;
    const frame = document.createElement('iframe');
    frame.style.cssText = 'width: 900px; height: 700px';
    frame.src = await createPage(html, headers);
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    document.body.append(frame);
    await loaded;
    return frame.contentWindow as MountPage;
  }

  /** Between tests. */
  async clear(): Promise<void> {
    document.querySelectorAll('iframe').forEach((frame) => frame.remove());
    await this.desk.control('requests/clear', {});
  }

  /** Paths of consoles that were asked for with a token. */
  async consoles(): Promise<string[]> {
    const requests = await requestsOf(this.desk);
    return requests.filter(({ query }) => 'accessToken' in query).map(({ path }) => path);
  }
}

/** Gives the tests of a `describe` a scene whose consoles tell what they see. No window outlives its test. */
export function withWindows(give: (scene: MountScene) => void): void {
  let scene: MountScene;
  before(async () => {
    scene = await MountScene.start();
    await watchConsoles(scene.desk);
    give(scene);
  });
  after(() => scene.desk.close());
  beforeEach(closeOtherWindows);
  afterEach(async () => {
    await closeOtherWindows();
    await scene.clear();
  });
}

// By the prototype, since tests let markup take the names of the document.
export const workspacesIn = (page: MountPage): HTMLElementTagNameMap['bytedesk-workspace'][] => [
  ...(Document.prototype.getElementsByTagName.call(page.document, 'bytedesk-workspace') as HTMLCollectionOf<
    HTMLElementTagNameMap['bytedesk-workspace']
  >),
];

export const ready = (page: MountPage, count = 1): Promise<void> =>
  until(() => workspacesIn(page).filter(({ state }) => state === 'ready').length === count, `${count} ready`);

/** Codes of the errors that the page was told, in order. */
export const codes = (page: MountPage): (string | undefined)[] =>
  page.events.filter(({ type }) => /error|exception/.test(type)).map(({ on, detail }) => detail.code ?? on);
