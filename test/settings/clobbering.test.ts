import { expect } from '@open-wc/testing';
import { codes, type MountPage, MountScene, ready, SCRIPT, workspacesIn } from '../mount/mount-page.js';
import { until } from '../support/workspace.js';

/**
 * Names that the built file uses, whatever for, and that mean something to a document, a window, a form or an element;
 * and those that it looks up on the window although they may be missing.
 */
async function namesOfFile(): Promise<string[]> {
  const text = await (await fetch(SCRIPT)).text();
  const words = [...new Set(text.match(/[A-Za-z_$][\w$]*/g))];
  const onWindow = [...text.matchAll(/\b(?:globalThis|window|self)\.(\w+)/g)].map(([, name]) => name);
  const maybe = new Set([...onWindow, ...words.filter((word) => /^(lit|reactive|Bytedesk)/.test(word))]);
  const form = document.createElement('form');
  return words.filter((name) => maybe.has(name) || [document, window, form].some((owner) => name in owner));
}

describe('markup that takes names', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  const OWN = `<div data-bytedesk="workspace" data-path="/agent/chat" data-loading="eager"></div>
    <bytedesk-workspace path="/agent/chat"></bytedesk-workspace>
    <bytedesk-login-button mode="link" path="/agent/chat"></bytedesk-login-button>`;

  /** What is read of an object that a global lookup gives. */
  const INNER =
    'href src origin length call apply dataset features emptyHTML getItem subtle value parent'.split(' ');

  const KINDS: Record<string, (name: string) => string> = {
    'an image': (name) => `<img name="${name}" id="${name}">`,
    'a form': (name) => `<form name="${name}" id="${name}"></form>`,
    'a link': (name) => `<a name="${name}" id="${name}"></a><a id="${name}" href="https://evil.example"></a>`,
    'a frame': (name) => `<iframe name="${name}" id="${name}" hidden></iframe>`,
    'an object': (name) => `<object name="${name}" id="${name}"></object>`,
    'a form with fields of such names': (name) =>
      `<form name="${name}" id="${name}">${INNER.map((inner) => `<input hidden name="${inner}" id="${inner}">`).join('')}</form>`,
    'a field of the form around': (name) => `<input name="${name}" id="${name}" hidden>`,
  };

  /** Library and page work as without that markup, and no token is where it should not be. */
  async function expectSound(page: MountPage): Promise<void> {
    await ready(page, 2);
    const button = page.Element.prototype.querySelector.call(
      Reflect.get(Document.prototype, 'documentElement', page.document),
      'bytedesk-login-button',
    );
    const link = (): HTMLAnchorElement | null | undefined =>
      button?.shadowRoot?.querySelector('[part=button]');
    await until(() => Boolean(link()?.href.includes('accessToken=')), 'the button has its address');
    const [element] = workspacesIn(page);
    await element?.navigate('/agent/chat?tab=2');
    await element?.reload();
    await element?.logout();
    await until(() => element?.state === 'signed-out', 'signed out');
    expect(codes(page)).to.deep.equal([]);
    expect(page.events.filter(({ type }) => type === 'exception')).to.deep.equal([]);
    const root = Reflect.get(Document.prototype, 'documentElement', page.document) as Element;
    expect(root.outerHTML).not.to.contain('eyJ');
    const asked = page.performance.getEntriesByType('resource').map(({ name }) => name);
    expect(asked.filter((url) => url.includes('evil') || url.includes('eyJ'))).to.deep.equal([]);
  }

  for (const [kind, write] of Object.entries(KINDS)) {
    it(`breaks nothing and gets no token: every name that the script file uses, by ${kind}`, async () => {
      const names = await namesOfFile();
      expect(names.length).to.be.greaterThan(100);
      const markup = names.map(write).join('');
      const body = kind.includes('around') ? `<form>${markup}${OWN}</form>` : markup + OWN;
      const page = await scene.open(scene.tag('defer'), body);
      await expectSound(page);
    }).timeout(60_000);
  }
});
