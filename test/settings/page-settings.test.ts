import { expect } from '@open-wc/testing';
import { codes, type MountPage, MountScene, ready, SCRIPT, workspacesIn } from '../mount/mount-page.js';
import { createPage } from '../support/pages.js';
import { frameOf, issueToken, until } from '../support/workspace.js';

const OWN = '<bytedesk-workspace id="own" path="/agent/chat"></bytedesk-workspace>';

describe('page settings', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => scene.clear());

  const said = (): string => `{ server: '${scene.desk.url}', tokenUrl: '${scene.tokenUrl}' }`;
  const own = (page: MountPage): HTMLElementTagNameMap['bytedesk-workspace'] =>
    page.document.getElementById('own') as HTMLElementTagNameMap['bytedesk-workspace'];

  /** A server of a stranger's, with a token URL that the page does not name, with the page's own, and with none. */
  const strangers = (): string =>
    Object.entries({
      foreign: 'token-url="/desk/token"',
      own: `token-url="${scene.tokenUrl}"`,
      none: '',
    })
      .map(
        ([source, tokenUrl]) =>
          `<bytedesk-workspace id="${source}-source" server="https://evil.example" ${tokenUrl}></bytedesk-workspace>`,
      )
      .join('');

  /** The page's own element works, those of a stranger do not, and nothing of the page went to him. */
  async function expectBound(page: MountPage): Promise<void> {
    await until(() => own(page).state === 'ready', 'ready');
    await until(() => codes(page).length === 3, 'the refusals');
    expect(new Set(codes(page))).to.deep.equal(new Set(['untrusted-origin']));
    const refused = page.events.filter(({ type }) => type === 'error').map(({ on }) => on);
    expect(refused.sort()).to.deep.equal(['foreign-source', 'none-source', 'own-source']);
    for (const id of refused) expect(frameOf(page.document.getElementById(id) as Element)).to.equal(null);
    expect(page.events.filter(({ type }) => type === 'exception')).to.deep.equal([]);
    const asked = page.performance.getEntriesByType('resource').map(({ name }) => name);
    expect(asked.filter((name) => /evil|desk\/token/.test(name))).to.deep.equal([]);
  }

  const attributes = (): string => `data-server="${scene.desk.url}" data-token-url="${scene.tokenUrl}"`;
  const fetched = (run: string): string => `<script>addEventListener('load', async () => {
    const text = await (await fetch('${SCRIPT}')).text();
    ${run}
  })</script>`;
  const quoted = (html: string): string => JSON.stringify(html).replaceAll('</', '<\\/');
  const jQuery = (name: string, run: string): string =>
    `<script src="/node_modules/${name}/dist/jquery.js"></script><script>jQuery(() => { ${run} });</script>`;
  const ways: Record<string, () => Promise<string> | string> = {
    'a tag of the parser': () => scene.tag(),
    'a tag with defer': () => scene.tag('defer'),
    'a tag with async': () => scene.tag('async'),
    'a module': () => scene.tag('type="module"'),
    'a module of another name': async () => {
      const text = await (await fetch(SCRIPT)).text();
      const file = await createPage(text, { 'content-type': 'text/javascript' });
      return scene.tag('type="module"', file);
    },
    'a classic script of another name': async () => {
      const text = await (await fetch(SCRIPT)).text();
      return scene.tag('defer', await createPage(text, { 'content-type': 'text/javascript' }));
    },
    'a script that a tag manager makes': () => `<script>{
      const tag = document.createElement('script');
      Object.assign(tag.dataset, { server: '${scene.desk.url}', tokenUrl: '${scene.tokenUrl}' });
      tag.src = '${SCRIPT}';
      document.head.append(tag);
    }</script>`,
    'a script that was made in another window': () => `<script>{
      const frame = document.createElement('iframe');
      document.documentElement.append(frame);
      const tag = frame.contentDocument.createElement('script');
      Object.assign(tag.dataset, { server: '${scene.desk.url}', tokenUrl: '${scene.tokenUrl}' });
      tag.src = '${SCRIPT}';
      document.head.append(tag);
      frame.remove();
    }</script>`,
    createContextualFragment: () => `<script>{
      const range = document.createRange();
      range.selectNode(document.head);
      document.head.append(range.createContextualFragment(${quoted(scene.tag())}));
    }</script>`,
    'a placeholder that a plug-in replaces later':
      () => `<script type="text/plain" id="later" src="${SCRIPT}" ${attributes()}></script>
      <script>addEventListener('load', () => {
        const old = document.getElementById('later');
        const tag = document.createElement('script');
        for (const { name, value } of old.attributes) if (!/type|src/.test(name)) tag.setAttribute(name, value);
        tag.src = old.getAttribute('src');
        old.replaceWith(tag);
      })</script>`,
    'a text that a library runs in a script of its own': () =>
      `<script type="text/javascript" ${attributes()}></script>` +
      fetched(`const tag = document.createElement('script');
        tag.text = text;
        document.head.appendChild(tag).remove();`),
    'a text that is evaluated': () => `<script ${attributes()}></script>${fetched('(0, eval)(text);')}`,
    'a blob': () =>
      fetched(`const tag = document.createElement('script');
        Object.assign(tag.dataset, { server: '${scene.desk.url}', tokenUrl: '${scene.tokenUrl}' });
        tag.src = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
        document.head.append(tag);`),
    'document.write': () =>
      `<script>document.write(${JSON.stringify(scene.tag()).replace('</', '<\\/')})</script>`,
    'a function that is made of the text': () =>
      `<script ${attributes()}></script>${fetched('new Function(text)();')}`,
    'import() of a blob, beside a tag without a file': () =>
      `<script ${attributes()}></script>` +
      fetched(`await import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));`),
    'a tag with the text itself': async () =>
      `<script ${attributes()}>${await (await fetch(SCRIPT)).text()}</script>`,
    'a module and a classic script': () => scene.tag('type="module"') + scene.tag(),
    'append() of jQuery 4': () => jQuery('jquery', `jQuery('head').append(${quoted(scene.tag())});`),
    'append() of jQuery 1': () => jQuery('jquery-1', `jQuery('head').append(${quoted(scene.tag())});`),
    'html() of jQuery 4': () =>
      jQuery('jquery', `jQuery('<p>').appendTo('body').html(${quoted(scene.tag())});`),
    'load() of jQuery 4': async () =>
      jQuery('jquery', `jQuery('<p>').appendTo('body').load('${await createPage(scene.tag())}');`),
    'load() of jQuery 1': async () =>
      jQuery('jquery-1', `jQuery('<p>').appendTo('body').load('${await createPage(scene.tag())}');`),
    'import and configure': () => `<script type="module">
      await import('${SCRIPT}');
      BytedeskEmbed.configure(${said()});
    </script>`,
    'configure in a bundle': () => `<script type="module">
      import { configure } from '/dist/index.js';
      configure(${said()});
    </script><script type="module" src="/dist/define.js"></script>`,
    'configure in a bundle, after the elements are defined':
      () => `<script type="module" src="/dist/define.js"></script>
      <script type="module">
        import { configure } from '/dist/index.js';
        addEventListener('load', () => setTimeout(() => configure(${said()})));
      </script>`,
    'a tag, when a bundle has defined the elements': () =>
      `<script type="module" src="/dist/define.js"></script>${scene.tag('defer')}`,
    'a tag, and a second copy that says nothing before it': () =>
      `<script src="${SCRIPT}?first"></script>${scene.tag()}`,
    'a tag of a second copy, before a copy that says nothing': () =>
      `${scene.tag()}<script src="${SCRIPT}?second"></script>`,
    'two equal tags': () => `${scene.tag()}${scene.tag('', `${SCRIPT}?second`)}`,
  };
  for (const [name, head] of Object.entries(ways)) {
    it(`bind the elements of the page when they come by ${name}`, async () => {
      const page = await scene.open(await head(), OWN + strangers());
      await expectBound(page);
      expect(page.warnings.filter((text) => /settings|script tags/.test(text))).to.deep.equal([]);
    });
  }

  const block = (id: string, more = ''): string =>
    `<div id="${id}" data-bytedesk="workspace" data-path="/agent/chat" data-loading="eager" ${more}>${id}</div>`;
  for (const [name, head] of Object.entries(ways)) {
    // A bundle mounts no blocks.
    if (name.startsWith('configure')) continue;
    it(`mount the blocks of the page, and none of a stranger's server, when they come by ${name}`, async () => {
      const page = await scene.open(
        await head(),
        block('mine') + block('theirs', 'data-server="https://evil.example"'),
      );
      await ready(page);
      await until(() => codes(page).includes('untrusted-origin'), 'the refusal');
      // Before there are settings, blocks are refused that are taken up later.
      expect([...new Set(codes(page))]).to.deep.equal(['untrusted-origin']);
      const working = workspacesIn(page).filter(({ state }) => state === 'ready');
      expect(working.map(({ parentElement }) => parentElement?.id)).to.deep.equal(['mine']);
      expect((page.document.getElementById('theirs') as HTMLElement).innerText).to.contain('theirs');
      const asked = page.performance.getEntriesByType('resource').map((entry) => entry.name);
      expect(asked.filter((url) => url.includes('evil'))).to.deep.equal([]);
    });
  }

  it('are those that came first; different ones are refused, with one warning', async () => {
    const second = `<script src="${SCRIPT}?second" data-server="https://evil.example" data-token-url="/desk/token"></script>`;
    const page = await scene.open(`${scene.tag()}${second}${second}`, OWN + strangers());
    await expectBound(page);
    expect(page.warnings.filter((text) => text.includes('settings')).length).to.equal(1);
    page.BytedeskEmbed.configure({ server: 'https://evil.example' });
    await expectBound(page);
    expect(page.warnings.filter((text) => text.includes('settings')).length).to.equal(1);
  });

  it('are shared with a bundle: elements of any copy know them', async () => {
    const use = `<script type="module">
      import { BytedeskWorkspaceElement } from '/dist/index.js';
      customElements.define('my-console', class extends BytedeskWorkspaceElement {});
      document.body.append(Object.assign(document.createElement('my-console'), { id: 'own' }));
    </script>`;
    const page = await scene.open(scene.tag(), use + strangers());
    await until(() => own(page) !== null, 'the element');
    await expectBound(page);
  });

  it('bind nothing to nothing where several tags differ', async () => {
    const others = `<script src="/a.js" ${attributes()}></script><script src="/b.js" data-server="https://evil.example"></script>`;
    const page = await scene.open('', OWN + strangers() + others + fetched('(0, eval)(text);'));
    await until(() => codes(page).includes('untrusted-origin'), 'the refusal');
    expect(page.warnings.filter((text) => text.includes('script tags')).length).to.equal(1);
    expect(own(page).state).to.equal('idle');
  });

  it('are said to be missing where a script runs without its tag', async () => {
    const page = await scene.open('', OWN + fetched('(0, eval)(text);'));
    await until(() => page.warnings.some((text) => text.includes('configure')), 'the warning');
    expect(own(page).state).to.equal('idle');
  });

  it('are not taken from what is no script', async () => {
    const decoys = [
      `<template><script data-server="https://evil.example"></script></template>`,
      `<noscript><script data-server="https://evil.example"></script></noscript>`,
      `<svg><script data-server="https://evil.example"></script></svg>`,
      `<script type="text/plain" data-server="https://evil.example"></script>`,
      `<script type="application/json" data-server="https://evil.example">{}</script>`,
      `<img name="currentScript" data-server="https://evil.example"><form name="querySelectorAll"></form>`,
    ].join('');
    const page = await scene.open('', decoys + OWN + strangers() + scene.tag('type="module"'));
    await expectBound(page);
  });

  it('cannot be taken by an id, nor replaced by a script', async () => {
    const page = await scene.open(
      scene.tag(),
      `<a id="Symbol(bytedesk-embed.page-settings)"></a>${OWN}${strangers()}<script>
        const key = Symbol.for('bytedesk-embed.page-settings');
        try { window[key] = {}; } catch {}
        delete window[key];
      </script>`,
    );
    await expectBound(page);
  });

  it('leave a token in use that was taken before them, and refuse later ones', async () => {
    const token = await issueToken(scene.desk);
    const element = `<bytedesk-workspace id="own" server="${scene.desk.url}" token="${token}"></bytedesk-workspace>`;
    const page = await scene.open(`<script src="${SCRIPT}"></script>`, element);
    await until(() => own(page).state === 'ready', 'ready');
    page.BytedeskEmbed.configure({ server: scene.desk.url, tokenUrl: scene.tokenUrl });
    own(page).setAttribute('token', token);
    await own(page).updateComplete;
    expect(own(page).state).to.equal('ready');
    const late = page.document.createElement('bytedesk-workspace');
    late.setAttribute('token', token);
    page.document.body.append(late);
    await until(() => codes(page).includes('untrusted-origin'), 'the refusal');
    expect(own(page).state).to.equal('ready');
  });

  it('resolve the token URL against the page, not against a <base>', async () => {
    const page = await scene.open(
      `<base href="https://evil.example/">${scene.tag('', new URL(SCRIPT, location.href).href)}`,
      `${OWN}<bytedesk-workspace id="two" token-url="${scene.tokenUrl}"></bytedesk-workspace>`,
    );
    await ready(page, 2);
  });

  it('resolve a relative token URL against the address at which the page named it', async () => {
    const name = scene.tokenUrl.replace(/.*\//, '');
    const visit = `<script>history.pushState(null, '', '/another/place')</script>`;
    const page = await scene.open(scene.tag().replace(scene.tokenUrl, name), visit + OWN + strangers());
    await expectBound(page);
    const asked = page.performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname);
    expect(asked.filter((path) => path.endsWith(`/${name}`))).to.deep.equal([scene.tokenUrl]);
  });

  for (const [what, tag] of [
    ['server', 'data-server="not an address"'],
    ['server', 'data-server="http://"'],
    ['api', 'data-server="DESK" data-api="desk"'],
    ['token-url', 'data-server="DESK" data-token-url="http://"'],
    ['token-url', 'data-server="DESK" data-token-url="https://[/"'],
  ] as const) {
    it(`are an error of the elements where one cannot be used, never an exception: ${tag}`, async () => {
      const page = await scene.open(
        `<script>addEventListener('bytedesk-error', ({ detail }) => (window.text = detail.message), true)</script>
        <script src="${SCRIPT}" ${tag.replace('DESK', scene.desk.url)}></script>`,
        OWN,
      );
      const element = own(page);
      if (what !== 'token-url') element.token = await issueToken(scene.desk);
      await until(() => codes(page).length > 0, 'an error');
      expect(codes(page)).to.deep.equal(['invalid-server']);
      expect((page as MountPage & { text: string }).text).to.contain(`data-${what}`);
      expect(workspacesIn(page).length).to.equal(1);
      expect(typeof page.BytedeskEmbed.mount).to.equal('function');
    });
  }

  for (const [name, write] of [
    ['about:srcdoc', (frame: HTMLIFrameElement, html: string) => (frame.srcdoc = html)],
    [
      'a blob',
      (frame: HTMLIFrameElement, html: string) =>
        (frame.src = URL.createObjectURL(new Blob([html], { type: 'text/html' }))),
    ],
    [
      'an empty frame that a script writes, as previews do',
      ({ contentDocument }: HTMLIFrameElement, html: string) => {
        contentDocument?.open();
        contentDocument?.write(html);
        contentDocument?.close();
      },
    ],
  ] as const) {
    it(`hold in a page of ${name}, whose addresses are those of the page around it`, async () => {
      const frame = document.createElement('iframe');
      const script = new URL(SCRIPT, location.href).href;
      document.body.append(frame);
      write(
        frame,
        `<!doctype html><body>${scene.tag('', script)}${OWN}<div data-bytedesk="workspace" data-loading="eager"></div>`,
      );
      const inside = (): MountPage => frame.contentWindow as MountPage;
      await until(
        () => workspacesIn(inside()).filter(({ state }) => state === 'ready').length === 2,
        'both ready',
      );
    });
  }
});
