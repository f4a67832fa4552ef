import { expect } from '@open-wc/testing';
import DOMPurify from 'dompurify';
import { createPage } from '../support/pages.js';
import { until } from '../support/workspace.js';
import { codes, MountScene, ready, SCRIPT, workspacesIn } from './mount-page.js';

const EVIL = 'https://evil.example';
const BLOCK = '<div id="block" data-bytedesk="workspace" data-path="/agent/chat">Sign in <b>here</b></div>';

describe('blocks', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  const ways: readonly (readonly [name: string, head: () => string, foot: () => string])[] = [
    ['in <head>', () => scene.tag(), () => ''],
    ['in <head>, defer', () => scene.tag('defer'), () => ''],
    ['in <head>, async', () => scene.tag('async'), () => ''],
    ['in <head>, as a module', () => scene.tag('type="module"'), () => ''],
    ['at the end of the body', () => '', () => scene.tag()],
    ['before a block that comes later in the body', () => '', () => `${scene.tag()}<p>…</p>`],
    ['twice', () => scene.tag(), () => scene.tag()],
    ['twice, as in two versions', () => scene.tag('defer'), () => scene.tag('async', `${SCRIPT}?v=2`)],
    ['after DOMContentLoaded', () => '', () => late(scene.tokenUrl, scene.desk.url)],
  ];
  for (const [name, head, foot] of ways) {
    it(`become a console with the script ${name}`, async () => {
      const page = await scene.open(head(), `${BLOCK}${foot()}`);
      await ready(page);
      expect(workspacesIn(page).length).to.equal(1);
      expect(workspacesIn(page)[0]?.path).to.equal('/agent/chat');
      expect(await scene.consoles()).to.deep.equal(['/agent/chat']);
      expect(page.performance.getEntriesByName(new URL(scene.tokenUrl, location.href).href).length).to.equal(
        1,
      );
      expect(codes(page)).to.deep.equal([]);
    });
  }

  const PAGES: readonly [what: string, type: string, html: (tag: string) => string][] = [
    ['without a doctype', 'text/html', (tag) => `<p>old${tag}${BLOCK}`],
    [
      'in XHTML',
      'application/xhtml+xml',
      (tag) =>
        `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>page</title></head><body>${tag}${BLOCK}</body></html>`,
    ],
  ];
  for (const [what, type, html] of PAGES) {
    it(`become a console in a page ${what}`, async () => {
      const frame = document.createElement('iframe');
      frame.src = await createPage(html(scene.tag()), { 'content-type': type });
      document.body.append(frame);
      await until(
        () => frame.contentDocument?.querySelector('bytedesk-workspace')?.state === 'ready',
        'the console',
      );
      const look = (frame.contentWindow as Window).getComputedStyle(
        frame.contentDocument?.querySelector('bytedesk-workspace') as Element,
      );
      expect([look.display, look.height]).to.deep.equal(['flex', '600px']);
    });
  }

  it('take their settings from data attributes, and ignore those of others', async () => {
    const page = await scene.open(
      scene.tag(),
      `<div data-bytedesk="workspace" data-path="admin" data-height="320" data-label="Our desk" data-lang="zh-CN"
        data-sandbox="allow-scripts" data-allow="camera *" data-token="abc" data-block-id="7" data-mce-style="x"></div>`,
    );
    await ready(page);
    const [element] = workspacesIn(page);
    expect(element?.offsetHeight).to.equal(320);
    expect(element?.getAttributeNames().sort()).to.deep.equal(['height', 'label', 'lang', 'loading', 'path']);
    const frame = element?.shadowRoot?.querySelector('iframe');
    expect(frame?.title).to.equal('Our desk');
    expect(frame?.sandbox.contains('allow-same-origin')).to.equal(true);
    expect(frame?.allow).not.to.contain('*');
  });

  it('show what stood in them if the console fails, and hide it else', async () => {
    const page = await scene.open(scene.tag(), BLOCK);
    await ready(page);
    const content = page.document.querySelector('b');
    expect(content?.checkVisibility()).to.equal(false);
    const [element] = workspacesIn(page);
    if (element) element.path = '/elsewhere';
    await until(() => content?.checkVisibility() === true, 'the content shows');
  });

  it('say what is wrong themselves where nothing stood in them', async () => {
    const page = await scene.open(scene.tag(), '<div data-bytedesk="workspace"> <!-- empty --> </div>');
    await ready(page);
    const [element] = workspacesIn(page);
    if (element) element.path = '/elsewhere';
    await until(() => element?.state === 'error', 'the error');
    await element?.updateComplete;
    expect(element?.shadowRoot?.querySelector<HTMLElement>('[part=message]')?.checkVisibility()).to.equal(
      true,
    );
  });

  it('are picked up when they come later, deep inside what is added, or become blocks', async () => {
    const page = await scene.open(scene.tag(), '<main></main><div id="later"></div>');
    const main = page.document.querySelector('main') as HTMLElement;
    main.innerHTML = `<section><p>${BLOCK}</p></section>`;
    await ready(page);
    page.document.getElementById('later')?.setAttribute('data-bytedesk', 'workspace');
    await ready(page, 2);
    main.textContent = '';
    await until(() => workspacesIn(page).length === 1, 'one is gone');
    expect(codes(page)).to.deep.equal([]);
  });

  it('survive a body swap as Turbo does it, and a visit back to a snapshot', async () => {
    const page = await scene.open(scene.tag(), BLOCK);
    await ready(page);
    const snapshot = page.document.body.cloneNode(true);
    const other = page.document.createElement('body');
    other.innerHTML = '<p>Another page</p>';
    page.document.documentElement.replaceChild(other, page.document.body);
    await until(() => workspacesIn(page).length === 0, 'gone');
    page.document.documentElement.replaceChild(snapshot, page.document.body);
    await ready(page);
    expect(workspacesIn(page).length).to.equal(1);
    expect(page.document.querySelectorAll('b').length).to.equal(1);
  });

  it('survive innerHTML of the body as htmx swaps it, and a morph that takes their element away', async () => {
    const page = await scene.open(scene.tag(), BLOCK);
    await ready(page);
    page.document.body.innerHTML = BLOCK;
    await ready(page);
    page.document.getElementById('block')?.replaceChildren('Sign in here');
    await ready(page);
    expect(workspacesIn(page).length).to.equal(1);
  });

  it('do not multiply where one stands inside another', async () => {
    const page = await scene.open(scene.tag(), `<div data-bytedesk="workspace">${BLOCK}</div>`);
    await ready(page);
    expect(workspacesIn(page).length).to.equal(1);
  });

  it('keep a page with a hundred of them responsive', async () => {
    const page = await scene.open(scene.tag(), '<main></main>');
    let looked = 0;
    const { querySelectorAll } = page.Element.prototype;
    page.Element.prototype.querySelectorAll = function (this: Element, selector: string) {
      if (selector.includes('data-bytedesk')) looked += 1;
      return querySelectorAll.call(this, selector);
    };
    const main = page.document.querySelector('main') as HTMLElement;
    main.innerHTML = `<section>${BLOCK.repeat(100)}</section>`;
    await until(() => workspacesIn(page).length === 100, 'a hundred');
    await until(() => workspacesIn(page).some(({ state }) => state === 'ready'), 'the first');
    expect(looked).to.be.lessThan(205);
    const started = workspacesIn(page).filter(({ state }) => state !== 'idle').length;
    expect(started).to.be.lessThan(6);
    expect(page.performance.getEntriesByName(new URL(scene.tokenUrl, location.href).href).length).to.equal(1);
    expect(page.document.documentElement.querySelectorAll('main iframe').length).to.be.lessThan(6);
  });

  for (const [how, attributes] of [
    ['eager', 'data-loading="eager"'],
    ['so small that all are in sight', 'data-height="1"'],
  ] as const) {
    it(`run in twenty places at most, though a hundred are ${how}, and one warning says so`, async () => {
      const many = `<div data-bytedesk="workspace" ${attributes} data-path="/agent/chat"></div>`.repeat(100);
      const page = await scene.open(scene.tag(), many);
      const started = (): Element[] => workspacesIn(page).filter(({ state }) => state !== 'idle');
      await until(() => started().length === 20, 'twenty');
      await until(() => page.warnings.length > 0, 'a warning');
      await new Promise((resolve) => page.setTimeout(resolve));
      expect(started().length).to.equal(20);
      expect(workspacesIn(page).length).to.equal(100);
      expect(page.warnings.length).to.equal(1);
      // Where others have gone there is room again.
      for (const block of [...page.document.querySelectorAll('div')].slice(0, 90)) block.remove();
      page.document.body.insertAdjacentHTML('afterbegin', BLOCK);
      await until(() => workspacesIn(page)[0]?.state !== 'idle', 'another one');
    });
  }

  describe('that say something that cannot be used', () => {
    const cases: readonly (readonly [what: string, attributes: string, code: string | undefined])[] = [
      ['another server', `data-server="${EVIL}"`, 'untrusted-origin'],
      ['another API', `data-api="${EVIL}"`, 'untrusted-origin'],
      ['a server that is code', 'data-server="javascript:alert(1)"', 'invalid-server'],
      ['a server with a user name', 'data-server="https://a:b@evil.example"', 'invalid-server'],
      ['a path elsewhere', 'data-path="//evil.example"', 'invalid-path'],
      ['a path with a token', 'data-path="/agent?accessToken=x"', 'invalid-path'],
      ['an unknown kind', 'data-bytedesk="console"', undefined],
      ['a height that is none', 'data-height="tall"', undefined],
      ['a number that is none', 'data-timeout="soon"', undefined],
    ];
    for (const [what, attributes, code] of cases) {
      it(`stay as they are, and say why once: ${what}`, async () => {
        const block = `<div id="bad" ${attributes} ${attributes.includes('bytedesk=') ? '' : 'data-bytedesk="workspace"'}>As it was</div>`;
        const page = await scene.open(scene.tag(), block + BLOCK);
        await ready(page);
        const bad = page.document.getElementById('bad') as HTMLElement;
        expect(bad.innerHTML).to.equal('As it was');
        expect(bad.checkVisibility()).to.equal(true);
        bad.append(' still');
        page.document.body.append(bad);
        await new Promise((resolve) => page.setTimeout(resolve));
        expect(codes(page)).to.deep.equal(code ? [code] : []);
        expect(page.events.filter(({ type }) => type === 'error').map(({ on }) => on)).to.deep.equal(
          code ? ['bad'] : [],
        );
        expect(page.warnings.filter((text) => !/sandbox|share/.test(text)).length).to.equal(1);
        expect(workspacesIn(page).length).to.equal(1);
      });
    }

    for (const attribute of [
      `token-url="${EVIL}/token"`,
      'token-url="/account/delete?id=5"',
      'token-url="javascript:alert(1)"',
      'token-credentials="include"',
      'token="abc"',
      'sandbox="allow-scripts"',
      'allow="camera *"',
      'storage="persistent"',
      'storage="for ever"',
    ]) {
      it(`mount with what the page says, and a warning: data-${attribute}`, async () => {
        const page = await scene.open(
          scene.tag(),
          `<div data-bytedesk="workspace" data-path="/agent/chat" data-${attribute}></div>`.repeat(2),
        );
        await ready(page, 2);
        const [name] = attribute.split('=');
        expect(page.warnings.filter((text) => text.includes(`data-${name}`)).length).to.equal(1);
        expect(codes(page)).to.deep.equal([]);
        for (const { attributes } of workspacesIn(page))
          expect([...attributes].map((one) => one.name)).not.to.include(name);
        const asked = page.performance.getEntriesByType('resource').map((entry) => entry.name);
        expect(asked.filter((url) => /account|evil/.test(url))).to.deep.equal([]);
      });
    }

    it('mount nothing where the script tag names no server', async () => {
      const tag = `<script src="${SCRIPT}" data-token-url="${scene.tokenUrl}"></script>`;
      const page = await scene.open(
        tag,
        `<div data-bytedesk="workspace" data-server="${EVIL}">As it was</div>`,
      );
      await until(() => codes(page).length > 0, 'an error');
      expect(codes(page)).to.deep.equal(['untrusted-origin']);
      expect(workspacesIn(page).length).to.equal(0);
    });

    it('may name the further servers of the script tag', async () => {
      const { tokenUrl, desk } = scene;
      const tag = `<script src="${SCRIPT}" data-server="${EVIL}" data-servers="${desk.url}" data-token-url="${tokenUrl}"></script>`;
      const page = await scene.open(
        tag,
        `<div data-bytedesk="workspace" data-server="${desk.url}" data-api="${desk.url}"></div>`,
      );
      await ready(page);
    });
  });

  describe('in content of strangers', () => {
    const hostile = [
      `<div data-bytedesk="workspace" data-server="${EVIL}"></div>`,
      `<div data-bytedesk="workspace" data-api="${EVIL}"></div>`,
      `<div data-bytedesk="workspace" data-token-url="${EVIL}"></div>`,
      `<a data-bytedesk="login" href="${EVIL}/agent/chat">x</a>`,
      `<bytedesk-workspace server="${EVIL}"></bytedesk-workspace>`,
      `<bytedesk-workspace api="${EVIL}"></bytedesk-workspace>`,
      `<bytedesk-workspace token-url="${EVIL}"></bytedesk-workspace>`,
      `<bytedesk-login-button server="${EVIL}"></bytedesk-login-button>`,
      '<form data-bytedesk="workspace"><input name="matches"><input name="querySelectorAll"><input name="closest"></form>',
      '<form><input name="matches"><input name="querySelectorAll"></form>',
      `<script data-server="${EVIL}" src="/bytedesk-embed.js"></script>`,
      '<img name="readyState"><img name="body">',
    ].join('');

    for (const [name, clean] of [
      ['as it is', (html: string) => html],
      ['after DOMPurify', (html: string) => DOMPurify.sanitize(html)],
    ] as const) {
      for (const when of ['in the page', 'added later'] as const) {
        it(`send no token to a server that the script tag does not name: ${name}, ${when}`, async () => {
          const isLate = when === 'added later';
          const page = await scene.open(scene.tag('defer'), `<main>${isLate ? '' : clean(hostile)}</main>`, {
            'content-security-policy': `connect-src 'self' ${scene.desk.url}; frame-src ${scene.desk.url}; form-action 'none'`,
          });
          const violations: string[] = [];
          page.addEventListener('securitypolicyviolation', ({ blockedURI }) => violations.push(blockedURI));
          const [main] = page.document.getElementsByTagName('main');
          if (isLate && main) main.innerHTML = clean(hostile);
          main?.insertAdjacentHTML('beforebegin', BLOCK);
          // The page's own, and one that lost its data-token-url and asks the page's.
          await ready(page, 2);
          expect(violations).to.deep.equal([]);
          expect(workspacesIn(page).filter(({ state }) => state === 'loading').length).to.equal(0);
          expect(new Set(codes(page))).to.deep.equal(new Set(['untrusted-origin']));
        });
      }
    }
  });
});

/** Loads the script once the page has loaded, as tag managers do. */
function late(tokenUrl: string, server: string): string {
  return `<script>addEventListener('load', () => {
    const script = Object.assign(document.createElement('script'), { src: '${SCRIPT}' });
    Object.assign(script.dataset, { server: '${server}', tokenUrl: '${tokenUrl}' });
    document.head.append(script);
  });</script>`;
}
