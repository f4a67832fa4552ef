import { expect } from '@open-wc/testing';
import { codes, type MountPage, MountScene, ready } from '../mount/mount-page.js';
import { frameOf, until } from '../support/workspace.js';

type Workspace = HTMLElementTagNameMap['bytedesk-workspace'];

/** Scripts that take a feature away from a page, each as browsers have lacked it. */
const WITHOUT: Readonly<Record<string, string>> = {
  'custom states': 'delete ElementInternals.prototype.states',
  'names of custom states without dashes': `const { add } = CustomStateSet.prototype;
    CustomStateSet.prototype.add = function (name) {
      if (!name.startsWith('--')) throw new DOMException('must start with --', 'SyntaxError');
      return add.call(this, name);
    }`,
  attachInternals: 'delete HTMLElement.prototype.attachInternals',
  'constructed style sheets': `globalThis.CSSStyleSheet = class { constructor() { throw new TypeError(); } };
    delete Document.prototype.adoptedStyleSheets; delete ShadowRoot.prototype.adoptedStyleSheets`,
  'CSS.supports': 'delete globalThis.CSS',
  credentialless: 'delete HTMLIFrameElement.prototype.credentialless',
  moveBefore: 'delete Element.prototype.moveBefore; delete Document.prototype.moveBefore',
  'URL.canParse': 'delete URL.canParse',
  'AbortSignal.any and AbortSignal.timeout': 'delete AbortSignal.any; delete AbortSignal.timeout',
  'Promise.withResolvers': 'delete Promise.withResolvers',
  'Array.prototype.toSorted and its like': `for (const name of ['toSorted', 'toReversed', 'with', 'toSpliced', 'findLast'])
    delete Array.prototype[name]`,
  'Web Locks': 'delete Navigator.prototype.locks',
  IntersectionObserver: 'delete globalThis.IntersectionObserver',
  'crypto.subtle': 'Object.defineProperty(Crypto.prototype, "subtle", { get: () => undefined })',
  'Trusted Types': 'delete globalThis.trustedTypes',
  'ARIA properties':
    'for (const name of Object.keys(Element.prototype)) if (/^aria|^role$/.test(name)) delete Element.prototype[name]',
  'page life cycle': 'delete Document.prototype.prerendering; delete Document.prototype.wasDiscarded',
  'location.ancestorOrigins': 'delete Location.prototype.ancestorOrigins',
  'Uint8Array.fromBase64': 'delete Uint8Array.fromBase64',
  'Error.captureStackTrace': 'delete Error.captureStackTrace',
  checkVisibility: 'delete Element.prototype.checkVisibility',
  'new methods of Set, Map and iterators': `delete Set.prototype.union; delete Map.groupBy; delete Object.groupBy;
    delete globalThis.Iterator; delete Array.fromAsync; delete Promise.try`,
  'the Navigation API': 'delete globalThis.navigation',
  'fetch priorities and schedulers': 'delete globalThis.scheduler; delete globalThis.requestIdleCallback',
  'declarative shadow roots': `delete Element.prototype.setHTMLUnsafe; delete Element.prototype.getHTML;
    delete ShadowRoot.prototype.setHTMLUnsafe`,
  'popovers and dialogs': 'delete HTMLElement.prototype.showPopover; delete HTMLElement.prototype.popover',
  inert: 'delete HTMLElement.prototype.inert',
  'reports of a policy, and the list of features':
    'delete globalThis.ReportingObserver; delete Document.prototype.featurePolicy',
};

const main = (page: MountPage): Workspace => page.document.getElementById('main') as Workspace;

/** What is done in the page that lacks a feature, besides what is done in each. */
const BESIDES: Readonly<Record<string, (page: MountPage) => Promise<void>>> = {
  moveBefore: async (page) => {
    const frame = frameOf(main(page));
    page.document.body.append(main(page));
    await until(() => frameOf(main(page)) !== frame, 'the console is loaded anew');
    await ready(page, 2);
  },
  'reports of a policy, and the list of features': async ({ document }) => {
    const { text } = await (document.getElementById('wrong') as Workspace).diagnose();
    expect(text).to.contain('untrusted-origin');
  },
};

describe('older browsers', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  for (const [feature, script] of Object.entries(WITHOUT)) {
    it(`shows elements, blocks, panels and links without ${feature}`, async () => {
      const page = await scene.open(
        `<script>${script}</script>${scene.tag()}`,
        `<bytedesk-workspace id="main" path="/agent/chat" loading="lazy" height="20rem"></bytedesk-workspace>
        <div data-bytedesk="workspace" data-path="/agent/chat" data-loading="eager"></div>
        <bytedesk-workspace id="wrong" token="two words"></bytedesk-workspace>
        <bytedesk-login-button></bytedesk-login-button>
        <a data-bytedesk="login" href="${scene.desk.url}/agent/chat">Open</a>`,
      );
      await ready(page, 2);
      const wrong = page.document.getElementById('wrong') as Workspace;
      await until(() => wrong.state === 'error', 'the error');
      await wrong.updateComplete;
      expect(wrong.hasAttribute('token')).to.equal(false);
      expect(wrong.shadowRoot?.querySelector('code')?.textContent).to.equal('untrusted-origin');
      // The looks are there, too.
      const cover = wrong.shadowRoot?.querySelector('.cover') as HTMLElement;
      expect(page.getComputedStyle(cover).position).to.equal('absolute');

      const button = page.document.querySelector('bytedesk-login-button');
      const drawn = button?.shadowRoot?.querySelector('[part="button"]');
      expect(drawn?.localName).to.equal('a');
      expect(drawn?.getAttribute('aria-busy')).to.equal('false');
      button?.toggleAttribute('disabled', true);
      await button?.updateComplete;
      expect([drawn?.getAttribute('role'), drawn?.getAttribute('aria-disabled')]).to.deep.equal([
        'link',
        'true',
      ]);
      expect(button?.shadowRoot?.querySelector('[role="status"]')).to.exist;

      await BESIDES[feature]?.(page);
      expect(codes(page)).to.deep.equal(['untrusted-origin']);
      let opened = false;
      page.open = () => {
        opened = true;
        return null;
      };
      page.document.querySelector<HTMLElement>('a[data-bytedesk]')?.click();
      await until(() => opened, 'the link opens its window');
    });
  }
});
