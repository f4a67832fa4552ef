import { expect } from '@open-wc/testing';
import { createPage } from '../support/pages.js';
import { SharedDesk, until } from '../support/workspace.js';

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
};

describe('older browsers', () => {
  const shared = new SharedDesk();

  for (const [feature, script] of Object.entries(WITHOUT)) {
    it(`shows the console without ${feature}`, async () => {
      const { server, path, token } = await shared.settings();
      const html = `<!doctype html><title>without ${feature}</title><script>
        window.problems = [];
        addEventListener('error', (event) => problems.push(event.message));
        addEventListener('unhandledrejection', (event) => problems.push(String(event.reason)));
        ${script};
      </script>
      <bytedesk-workspace token="${token}" server="${server}" path="${path}" loading="lazy" height="20rem"></bytedesk-workspace>
      <bytedesk-login-button server="${server}" path="${path}" token="${token}"></bytedesk-login-button>
      <script type="module">
        await import('/src/define.ts');
      </script>`;
      const frame = document.createElement('iframe');
      frame.width = frame.height = '800';
      frame.src = await createPage(html);
      document.body.append(frame);
      const page = (): Window & { readonly problems?: readonly string[] } => frame.contentWindow as Window;
      const workspace = () => page().document.querySelector('bytedesk-workspace');
      try {
        await until(() => workspace()?.state === 'ready', `ready without ${feature}`);
        expect(workspace()?.hasAttribute('token')).to.equal(false);
        const button = page().document.querySelector('bytedesk-login-button');
        const link = button?.shadowRoot?.querySelector('[part="button"]');
        expect(link?.localName).to.equal('a');
        expect(link?.getAttribute('aria-busy')).to.equal('false');
        button?.toggleAttribute('disabled', true);
        await button?.updateComplete;
        expect([link?.getAttribute('role'), link?.getAttribute('aria-disabled')]).to.deep.equal([
          'link',
          'true',
        ]);
        expect(button?.shadowRoot?.querySelector('[role="status"]')).to.exist;
        expect(page().problems).to.deep.equal([]);
      } finally {
        frame.remove();
      }
    });
  }
});
