import { expect } from '@open-wc/testing';
import { codes, MountScene, ready, SCRIPT, workspacesIn } from '../mount/mount-page.js';
import { createPage } from '../support/pages.js';
import { issueToken, until } from '../support/workspace.js';

const getter = (holder: string, name: string, body: string): string =>
  `Object.defineProperty(${holder}, '${name}', { configurable: true, get() { ${body} } });`;

const answering = (body: string): string =>
  getter('Navigator.prototype', 'permissions', `return { query() { ${body}; } };`);

/** What a browser, an extension or an embedded web view does before any other script runs. */
const PAGES: Readonly<Record<string, string>> = {
  'calls itself offline, which it is not': getter('Navigator.prototype', 'onLine', 'return false;'),
  'knows nothing of being online': getter('Navigator.prototype', 'onLine', 'return undefined;'),
  'lets nobody write into its stores': `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };`,
  'lets nobody read its stores': `Storage.prototype.getItem = Storage.prototype.setItem = () => { throw new DOMException('no', 'SecurityError'); };`,
  'throws where its stores are named':
    getter('window', 'localStorage', `throw new DOMException('no', 'SecurityError');`) +
    getter('window', 'sessionStorage', `throw new DOMException('no', 'SecurityError');`),
  'has no stores':
    getter('window', 'localStorage', 'return null;') + getter('window', 'sessionStorage', 'return null;'),
  'has no locks, no digests and no random ids, as on plain http':
    getter('Navigator.prototype', 'locks', 'return undefined;') +
    getter('Crypto.prototype', 'subtle', 'return undefined;') +
    'delete Crypto.prototype.randomUUID;',
  'calls itself hidden and has the focus':
    getter('Document.prototype', 'visibilityState', `return 'hidden';`) +
    'Document.prototype.hasFocus = () => true;',
  'knows no permissions': getter('Navigator.prototype', 'permissions', 'return null;'),
  'refuses every question about permissions': answering(`throw new DOMException('no', 'SecurityError')`),
  'answers nothing about permissions': answering('return undefined'),
  'does not know the permission': answering(`return Promise.reject(new TypeError('unknown name'))`),
  'wrongly says that the local network is refused': answering(`return Promise.resolve({ state: 'denied' })`),
  'calls itself Safari': getter('Navigator.prototype', 'vendor', `return 'Apple Computer, Inc.';`),
  'has no vendor': getter('Navigator.prototype', 'vendor', `return '';`),
};

describe('hints that are wrong, and stores that are closed', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  for (const [what, script] of Object.entries(PAGES))
    it(`do not keep a page from its console that ${what}`, async () => {
      const page = await scene.open(
        `<script>${script}</script>${scene.tag()}`,
        '<bytedesk-workspace path="/agent/chat"></bytedesk-workspace>',
      );
      await ready(page);
      const [element] = workspacesIn(page);
      await until(() => element?.unreadCount === 3, 'the unread messages');
      await element?.logout();
      await until(() => element?.state === 'signed-out', 'signed out');
      await element?.updateComplete;
      element?.shadowRoot?.querySelector<HTMLElement>('[part=action]')?.click();
      await ready(page);
      expect(codes(page)).to.deep.equal([]);
    });

  const HOUR_MS = 3_600_000;
  /** The path of a source whose token lives for an hour. @param date what the host's clock says */
  const shortToken = async (date = new Date()): Promise<string> => {
    const accessToken = await issueToken(scene.desk, { seconds: 3600 });
    const headers = { 'content-type': 'application/json', date: date.toUTCString() };
    return createPage(JSON.stringify({ accessToken }), headers);
  };
  const shiftedClock = (hours: number): string => `{
    const Real = Date;
    window.Date = class extends Real {
      constructor(...values) { values.length > 0 ? super(...values) : super(Real.now() + ${hours * HOUR_MS}); }
      static now() { return Real.now() + ${hours * HOUR_MS}; }
    };
  }`;
  for (const hours of [-8, 8]) {
    it(`do not keep a page from its console whose clock is ${hours} h wrong`, async () => {
      const page = await scene.open(
        `<script>${shiftedClock(hours)}</script><script src="${SCRIPT}" data-server="${scene.desk.url}"
          data-token-url="${await shortToken()}"></script>`,
        '<bytedesk-workspace path="/agent/chat"></bytedesk-workspace>',
      );
      await ready(page);
      expect(codes(page)).to.deep.equal([]);
    });

    it(`do not keep a page from its console whose host's clock is ${hours} h wrong`, async () => {
      const date = new Date(Date.now() + hours * HOUR_MS);
      const url = await shortToken(date);
      const page = await scene.open(
        `<script src="${SCRIPT}" data-server="${scene.desk.url}" data-token-url="${url}"></script>`,
        '<bytedesk-workspace path="/agent/chat"></bytedesk-workspace>',
      );
      await ready(page);
      expect((await page.fetch(url)).headers.get('date')).to.equal(date.toUTCString());
      expect(codes(page)).to.deep.equal([]);
    });
  }
});
