import { expect } from '@open-wc/testing';
import type { DeskClient } from '../../src/api/desk-client.js';
import { createPage } from '../support/pages.js';
import { gives, TokenEndpoint } from '../support/token-endpoint.js';
import { issueToken, until } from '../support/workspace.js';
import { codes, type MountPage, MountScene, ready, workspacesIn } from './mount-page.js';

const module = (path: string): string => `<script src="/node_modules/${path}"></script>`;

/** Libraries that pages have from other years, each with what it does to a page when it starts. */
const OLD: Readonly<Record<string, string>> = {
  'core-js 2': module('core-js-2/client/shim.js'),
  'es5-shim and es6-shim': module('es5-shim/es5-shim.js') + module('es6-shim/es6-shim.js'),
  'jQuery 1': module('jquery-1/dist/jquery.js'),
  'jQuery 4 beside jQuery 1': `${module('jquery-1/dist/jquery.js')}<script>jQuery.noConflict()</script>${module('jquery/dist/jquery.js')}`,
  'zone.js': module('zone.js/bundles/zone.umd.js'),
  'Sugar, which extends all prototypes': `${module('sugar/dist/sugar.js')}<script>Sugar.extend()</script>`,
  'the polyfills of web components': module('@webcomponents/webcomponentsjs/webcomponents-bundle.js'),
  'the wrapper for elements of ES5': module('@webcomponents/webcomponentsjs/custom-elements-es5-adapter.js'),
  // The package registry has no build of these for browsers.
  'what Prototype and MooTools put in the place of built-ins': `<script>
    Array.from = function (list) { var all = []; for (var i = 0; list && i < list.length; i++) all.push(list[i]); return all; };
    Array.prototype.toJSON = function () { return '[' + this.join(', ') + ']'; };
    String.prototype.toJSON = function () { return '"' + this + '"'; };
    Date.prototype.toJSON = function () { return '"' + this.getTime() + '"'; };
    Object.prototype.$family = function () { return 'object'; };
    Array.prototype.clean = Array.prototype.include = function () { return this; };
    Function.prototype.bind = (function (bind) { return function () { return bind.apply(this, arguments); }; })(Function.prototype.bind);
    Element.prototype.remove = function () { if (this.parentNode) this.parentNode.removeChild(this); return this; };
    Element.prototype.hide = Element.prototype.show = Element.prototype.toggle = function () { return this; };
    window.$ = function (id) { return document.getElementById(id); };
  </script>`,
  'a monitoring script': `<script>
    for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'fetch', 'queueMicrotask']) {
      const native = window[name];
      window[name] = function (first, ...rest) {
        const wrapped = typeof first === 'function' ? function () { return first.apply(this, arguments); } : first;
        return native.call(window, wrapped, ...rest);
      };
    }
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    const wraps = new WeakMap();
    const wrap = (listener) => typeof listener !== 'function' ? listener
      : wraps.get(listener) ?? wraps.set(listener, function (event) { return listener.call(this, event); }).get(listener);
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      return addEventListener.call(this, type, wrap(listener), options);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
      return removeEventListener.call(this, type, wrap(listener), options);
    };
    const { send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.send = function (body) { return send.call(this, body); };
    setInterval(() => postMessage({ type: 'rum' }, '*'), 5);
  </script>`,
};

/** What takes the place of built-ins: each row several of them, since each costs the load of a page. */
const REPLACED: Readonly<Record<string, string>> = {
  'core-js 3, Bluebird as Promise, a fetch made of XMLHttpRequest, and Sentry': `<script>window.fetch = undefined</script>
    ${module('core-js-bundle/minified.js')}${module('bluebird/js/browser/bluebird.js')}
    ${module('whatwg-fetch/dist/fetch.umd.js')}${module('@sentry/browser/build/bundle.js')}
    <script>Sentry.init({ dsn: location.origin.replace('//', '//key@') + '/1', beforeSend: () => null })</script>`,
  'MockDate, which stops the clock, and wrappers around what makes, watches and keeps things': `
    ${module('mockdate/lib/mockdate.js')}<script>
    MockDate.set('2020-05-17');
    const wrap = (owner, name, run = (native, self, all) => native.apply(self, all)) => {
      const native = owner[name];
      owner[name] = function () { return run(native, this, arguments); };
    };
    wrap(document, 'createElement');
    wrap(Document.prototype, 'createElement');
    wrap(Element.prototype, 'attachShadow', (native, self, [init]) => native.call(self, Object.assign({}, init, { mode: 'open' })));
    wrap(customElements, 'define');
    wrap(customElements, 'get');
    for (const name of ['appendChild', 'insertBefore', 'removeChild']) wrap(Node.prototype, name);
    for (const name of ['MutationObserver', 'IntersectionObserver', 'ResizeObserver', 'Promise', 'Map', 'Set', 'WeakMap', 'WeakSet', 'AbortController'])
      window[name] = class extends window[name] { own() { return this; } };
    Math.random = () => 0.5;
    Object.entries = (all) => Object.keys(all).map((name) => [name, all[name]]);
    Object.assign = function (target) {
      for (var n = 1; n < arguments.length; n++)
        for (var name in arguments[n]) if (Object.prototype.hasOwnProperty.call(arguments[n], name)) target[name] = arguments[n][name];
      return target;
    };
  </script>`,
};

const CLIENT = `<script type="module">
  import { DeskClient } from '/dist/index.js';
  window.DeskClient = DeskClient;
</script>`;
interface OldPage extends MountPage {
  readonly DeskClient: typeof DeskClient;
}

const BLOCK =
  '<div id="block" data-bytedesk="workspace" data-path="/agent/chat" data-loading="eager">Sign in <b>here</b></div>';
const ELEMENT = '<bytedesk-workspace path="/agent/chat"></bytedesk-workspace>';

describe('pages with other people’s libraries', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  async function works(page: MountPage, goesOn = async (): Promise<void> => undefined): Promise<void> {
    await ready(page);
    const [element] = workspacesIn(page);
    await until(() => element?.unreadCount === 3, 'the unread messages');
    expect(page.document.querySelector('bytedesk-login-button')?.shadowRoot?.querySelector('a')).to.exist;
    await goesOn();
    expect(codes(page)).to.deep.equal([]);
    await element?.logout();
    await until(() => element?.state === 'signed-out', 'signed out');
    await element?.updateComplete;
    element?.shadowRoot?.querySelector<HTMLElement>('[part=action]')?.click();
    await ready(page);
    element?.remove();
    expect(codes(page)).to.deep.equal([]);
  }

  async function renews(page: MountPage, endpoint: TokenEndpoint): Promise<void> {
    const [element] = workspacesIn(page);
    const end = Number(element?.session?.expiresAt);
    await element?.renew();
    expect(await endpoint.reasons()).to.deep.equal(['initial', 'renew']);
    expect(Number(element?.session?.expiresAt)).to.be.above(end);
  }

  async function opensWindows(page: MountPage): Promise<void> {
    const frame = page.document.body.appendChild(page.document.createElement('iframe'));
    // A real window would hide this page, and nothing of a session runs in a page that nobody sees.
    page.open = () => frame.contentWindow;
    await scene.desk.control('requests/clear', {});
    await page.BytedeskEmbed.openConsole({ path: '/agent/chat', token: await issueToken(scene.desk) });
    await until(async () => (await scene.consoles()).length > 0, 'the console in a window');
    frame.remove();
  }

  async function callsTheApi({ DeskClient }: OldPage): Promise<void> {
    const client = new DeskClient({ api: scene.desk.api, token: await issueToken(scene.desk) });
    expect((await client.profile()).username).to.equal('agent@example.com');
  }

  // Before the tests with windows: in WebKit the link in a frame leaves an entry in the history, which outlives the frame.
  /** What loads pages into the page that is there, the attribute that keeps an element then, and both ways. */
  const VISITS: Readonly<Record<string, readonly [script: string, kept: string, go: string, back: string]>> =
    {
      Turbo: [
        '@hotwired/turbo/dist/turbo.es2017-umd.js',
        'data-turbo-permanent',
        'Turbo.visit(path)',
        'history.back()',
      ],
      htmx: [
        'htmx.org/dist/htmx.js',
        'hx-preserve',
        `const link = Object.assign(document.createElement('a'), { href: path });
       link.setAttribute('hx-boost', 'true');
       document.body.append(link);
       htmx.process(link);
       link.click()`,
        // htmx keeps no copies of pages: its way back is a visit, too.
        'visit(path)',
      ],
    };
  for (const [name, [script, kept, go, back]] of Object.entries(VISITS))
    it(`go on when ${name} visits another page and comes back, with blocks, elements and one that is kept`, async () => {
      const head = (): string =>
        `${module(script)}<script>window.visit = (path) => { ${go}; }; window.comeBack = (path) => { ${back}; }</script>${scene.tag()}`;
      const keeper = `<div id="kept" ${kept}>${ELEMENT}</div>`;
      const page = (await scene.open(head(), `<h1>one</h1>${keeper}${BLOCK}${ELEMENT}`)) as MountPage & {
        visit(path: string): void;
        comeBack(path: string): void;
      };
      const { pathname } = page.location;
      await ready(page, 3);
      const [element] = workspacesIn(page);
      const other = await createPage(
        `<!doctype html><html lang="en"><head>${head()}</head><body><h1>two</h1>${keeper}</body></html>`,
      );
      const heading = (): string => page.document.querySelector('h1')?.textContent ?? '';
      page.visit(other);
      await until(() => heading() === 'two', 'the other page');
      await until(() => workspacesIn(page).length === 1, 'the console that is kept');
      page.comeBack(pathname);
      await until(() => heading() === 'one', 'the first page');
      await ready(page, 3);
      expect(workspacesIn(page)).to.have.lengthOf(3);
      expect(workspacesIn(page)[0]).to.equal(element);
      expect(page.document.querySelectorAll('b').length).to.equal(1);
      expect(codes(page)).to.deep.equal([]);
    });

  const BODY = `${BLOCK}<bytedesk-login-button></bytedesk-login-button>`;
  for (const [name, scripts] of Object.entries({ ...OLD, ...REPLACED }))
    for (const [when, head] of [
      ['before', (tag: string): string => scripts + tag],
      ['after', (tag: string): string => tag + scripts],
      ['before a module that is', (tag: string): string => scripts + tag.replace('src', 'type="module" src')],
    ] as const) {
      const isReplaced = name in REPLACED;
      if (when === 'before' || (isReplaced && when === 'after'))
        it(`work, renew, open windows and call the API with ${name} ${when} the script tag`, async () => {
          const lives = [40, 41, 42].map((days) => issueToken(scene.desk, { seconds: days * 86_400 }));
          const endpoint = await TokenEndpoint.open(...(await Promise.all(lives)).map(gives));
          const tag = scene.tag().replace(scene.tokenUrl, endpoint.path);
          const page = (await scene.open(head(tag) + CLIENT, BODY)) as OldPage;
          await works(page, async () => {
            await renews(page, endpoint);
            await opensWindows(page);
            await callsTheApi(page);
          });
        });
      else if (!isReplaced)
        it(`work with ${name} ${when} the script tag`, async () => {
          await works(await scene.open(head(scene.tag()), BODY));
        });
    }

  const patched = (page: MountPage): HTMLElement => page.document.querySelector('main') as HTMLElement;

  /** What patches a page into its server's markup, and how it is called. */
  const PATCHES: Readonly<Record<string, readonly [script: string, call: string]>> = {
    morphdom: ['morphdom/dist/morphdom-umd.js', 'morphdom(main, next)'],
    'morphdom, as LiveView calls it': [
      'morphdom/dist/morphdom-umd.js',
      `morphdom(main, next, { childrenOnly: true, getNodeKey: (node) => node.id, onBeforeElUpdated: (from, to) => !from.isEqualNode(to) })`,
    ],
    Idiomorph: ['idiomorph/dist/idiomorph.js', 'Idiomorph.morph(main, next)'],
    'Idiomorph, inside': [
      'idiomorph/dist/idiomorph.js',
      `Idiomorph.morph(main, next.innerHTML, { morphStyle: 'innerHTML' })`,
    ],
    'Turbo streams that replace': [
      '@hotwired/turbo/dist/turbo.es2017-umd.js',
      `Turbo.renderStreamMessage('<turbo-stream action="replace" target="main"><template>' + next.outerHTML + '</template></turbo-stream>')`,
    ],
    'Turbo streams that morph': [
      '@hotwired/turbo/dist/turbo.es2017-umd.js',
      `Turbo.renderStreamMessage('<turbo-stream action="replace" method="morph" target="main"><template>' + next.outerHTML + '</template></turbo-stream>')`,
    ],
    'htmx’s swap': [
      'htmx.org/dist/htmx.js',
      `htmx.swap({ target: '#main', swap: 'innerHTML', text: next.innerHTML })`,
    ],
    'htmx’s morph': [
      'htmx.org/dist/htmx.js',
      `htmx.swap({ target: '#main', swap: 'innerMorph', text: next.innerHTML })`,
    ],
    jQuery: ['jquery/dist/jquery.js', `jQuery(main).html(next.innerHTML)`],
  };
  for (const [name, [script, call]] of Object.entries(PATCHES)) {
    it(`show one console in a block that is patched by ${name}, each time`, async () => {
      const body = (n: number): string => `<main id="main"><p>${n}</p>${BLOCK}</main>`;
      const patch = `<script>window.patch = (main, html) => {
        const template = document.createElement('template');
        template.innerHTML = html;
        const next = document.importNode(template.content, true).firstElementChild;
        ${call};
      }</script>`;
      const page = (await scene.open(module(script) + patch + scene.tag(), body(0))) as MountPage & {
        patch(main: Element, html: string): void;
      };
      for (let n = 1; n < 4; n++) {
        await ready(page);
        page.patch(patched(page), body(n));
        await until(() => patched(page).querySelector('p')?.textContent === String(n), 'patched');
        await until(() => workspacesIn(page).length === 1, 'one console');
      }
      await ready(page);
      expect(page.document.querySelectorAll('b').length).to.equal(1);
      expect(codes(page)).to.deep.equal([]);
    });
  }

  it('keep their console through a view transition', async function () {
    if (!('startViewTransition' in document)) return this.skip();
    const page = await scene.open(scene.tag(), `<main><p>0</p>${BLOCK}</main><i>${ELEMENT}</i>`);
    await ready(page, 2);
    const first = page.document.startViewTransition(() => {
      patched(page).querySelector('p')?.replaceChildren('1');
    });
    await first.finished;
    expect(workspacesIn(page).map(({ state }) => state)).to.deep.equal(['ready', 'ready']);
    const second = page.document.startViewTransition(() => {
      patched(page).append(page.document.getElementById('block') as Element, ...workspacesIn(page).slice(1));
    });
    await second.finished;
    await ready(page, 2);
    expect(codes(page)).to.deep.equal([]);
  });

  it('hear their consoles after `document.open()`, and open their links', async () => {
    const page = await scene.open(scene.tag(), BLOCK);
    await ready(page);
    const { document } = page;
    document.open();
    document.write(
      `<!doctype html><title>written</title>${BLOCK}<a data-bytedesk="login" href="${scene.desk.url}/agent/chat">Open</a>`,
    );
    document.close();
    await ready(page);
    await until(() => workspacesIn(page)[0]?.unreadCount === 3, 'the messages of the console');
    const click = new (page as MountPage & typeof globalThis).MouseEvent('click', {
      bubbles: true,
      cancelable: true,
    });
    page.open = () => null;
    document.querySelector('a')?.dispatchEvent(click);
    expect(click.defaultPrevented).to.equal(true);
  });
});
