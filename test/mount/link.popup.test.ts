import { expect } from '@open-wc/testing';
import { clickOn, type ClickOptions, otherWindows, pressKeys } from '../support/input.js';
import { createPage } from '../support/pages.js';
import { firstSighting, untilWindows } from '../support/windows.js';
import { requestsOf, until } from '../support/workspace.js';
import { codes, type MountPage, type MountScene, SCRIPT, withWindows } from './mount-page.js';

describe('links', () => {
  let scene: MountScene;
  withWindows((given) => (scene = given));

  const link = (more = '', href = `${scene.desk.url}/agent/chat?uid=7#top`): string =>
    `<p style="margin: 50px"><a id="link" data-bytedesk="login" ${more} href="${href}">Open <b>console</b></a></p>`;
  const linkIn = (page: MountPage): HTMLAnchorElement =>
    page.document.getElementById('link') as HTMLAnchorElement;
  /** Real input goes by places in the test's own page. */
  async function click(page: MountPage, options: ClickOptions = {}): Promise<void> {
    const { frameElement } = page;
    const inside = linkIn(page).getBoundingClientRect();
    const outside = (frameElement as HTMLElement).getBoundingClientRect();
    const marker = document.createElement('i');
    marker.style.cssText = `position: fixed; pointer-events: none; left: ${outside.left + inside.left + 5}px; top: ${outside.top + inside.top + 5}px; width: 4px; height: 4px`;
    document.body.append(marker);
    await clickOn(marker, options);
    marker.remove();
  }
  const paths = async (): Promise<string[]> =>
    (await requestsOf(scene.desk))
      .filter(({ path }) => path === '/agent/chat')
      .map(({ query }) => Object.keys(query).join());

  const ways: readonly (readonly [name: string, attributes: string, options: ClickOptions])[] = [
    ['a click, in a new window', 'target="_blank"', {}],
    ['a click, without a target', '', {}],
    // With a target, since WebKitGTK tells a page of a middle click as of any other.
    ['a middle click', 'target="_blank"', { button: 'middle' }],
    ['a click with Control', '', { modifiers: ['Control'] }],
    ['a click with Shift', '', { modifiers: ['Shift'] }],
  ];
  for (const [name, attributes, options] of ways) {
    it(`open the console, signed in, by ${name}`, async () => {
      const page = await scene.open(scene.tag(), link(attributes));
      await click(page, options);
      await until(() => page.events.length > 0, 'an event');
      expect(page.events).to.deep.equal([
        {
          type: 'login',
          on: 'link',
          detail: { code: undefined, path: '/agent/chat?uid=7#top', mode: 'open' },
        },
      ]);
      const { opener, referrer, search, hash } = await firstSighting(scene.desk);
      expect(search).to.match(/^\?uid=7&accessToken=eyJ/);
      expect([opener, referrer, hash]).to.deep.equal(['false', '', '#top']);
      await untilWindows(1);
      expect(page.document.documentElement.outerHTML).not.to.contain('eyJ');
      expect(linkIn(page).href).to.equal(`${scene.desk.url}/agent/chat?uid=7#top`);
    });
  }

  it('open the console where a bundle has defined the elements before the tag', async () => {
    const bundle = '<script type="module" src="/dist/define.js"></script>';
    const page = await scene.open(bundle + scene.tag('type="module"'), link());
    await click(page);
    await until(() => page.events.length > 0, 'an event');
    expect(page.events.map(({ type }) => type)).to.deep.equal(['login']);
    expect((await firstSighting(scene.desk)).search).to.match(/accessToken=eyJ/);
  });

  for (const target of ['_self', '_top']) {
    it(`open a new window, although <base target="${target}"> stands in the page`, async () => {
      const page = await scene.open(`${scene.tag()}<base target="${target}">`, link());
      await click(page);
      await until(() => page.events.length > 0, 'an event');
      expect((await firstSighting(scene.desk)).search).to.match(/accessToken=eyJ/);
      await untilWindows(1);
      expect(page.document.getElementById('link')).not.to.equal(null);
    });
  }

  const EDITED: Readonly<Record<string, (page: MountPage, isOn: boolean) => void>> = {
    'an area that is being edited': (page, isOn) => {
      const area = page.document.querySelector('p') as HTMLElement;
      if (isOn) area.contentEditable = 'true';
      else area.removeAttribute('contenteditable');
    },
    'a document in design mode': (page, isOn) => (page.document.designMode = isOn ? 'on' : 'off'),
  };
  for (const [where, edit] of Object.entries(EDITED))
    it(`are text to edit in ${where}, and open the console afterwards`, async () => {
      const page = await scene.open(scene.tag(), link());
      const clicks: boolean[] = [];
      page.addEventListener('click', ({ defaultPrevented }) => clicks.push(defaultPrevented));
      edit(page, true);
      await click(page);
      await until(() => clicks.length === 1, 'the click');
      edit(page, false);
      await click(page);
      await until(() => page.events.length > 0, 'an event');
      await untilWindows(1);
      expect(page.events.map(({ type }) => type)).to.deep.equal(['login']);
      expect(clicks).to.deep.equal([false, true]);
    });

  it('open the console where they were made in another window', async () => {
    const page = await scene.open(scene.tag(), '<iframe style="display: none"></iframe>');
    const inner = page.document.querySelector('iframe')?.contentDocument as Document;
    inner.body.innerHTML = link();
    // An object of a node that a script has seen stays the other window's, also in this document.
    const seen = [...inner.querySelectorAll('*')];
    page.document.body.prepend(inner.body.firstElementChild as Element);
    await click(page);
    await until(() => page.events.length > 0, 'an event');
    expect(page.events.map(({ type }) => type)).to.deep.equal(['login']);
    expect(seen.some((node) => node instanceof page.Element)).to.equal(false);
  });

  it('open the console by the keyboard, when they were added later', async () => {
    const page = await scene.open(scene.tag(), '<main></main>');
    page.document.getElementsByTagName('main')[0]?.insertAdjacentHTML('beforeend', link('target="_blank"'));
    await clickOn(page.frameElement as Element);
    linkIn(page).focus();
    await pressKeys('Enter');
    expect((await firstSighting(scene.desk)).search).to.contain('accessToken');
  });

  it('open it in a new window where they have no target, so that no script of the page sees the address', async () => {
    const page = await scene.open(scene.tag(), link());
    await click(page);
    expect((await firstSighting(scene.desk)).search).to.contain('accessToken');
    await untilWindows(1);
    expect(page.location.href).not.to.contain('accessToken');
  });

  it('stay links where the token cannot be had: the next click is the browser’s', async () => {
    const tokenUrl = await createPage('no', { 'content-type': 'application/json' });
    const tag = `<script src="${SCRIPT}" data-server="${scene.desk.url}" data-token-url="${tokenUrl}x"></script>`;
    const page = await scene.open(tag, link('target="_blank"'));
    await click(page);
    await until(() => codes(page).length > 0, 'an error', 20_000);
    await untilWindows(0);
    await click(page);
    expect((await firstSighting(scene.desk)).search).to.equal('?uid=7');
  }).timeout(30_000);

  const plain: readonly (readonly [
    what: string,
    tag: () => string,
    href: (url: string) => string,
    code: string | null,
  ])[] = [
    ['without the script', () => '', (url) => `${url}/agent/chat`, null],
    [
      'without a token URL',
      () => `<script src="${SCRIPT}" data-server="${scene.desk.url}"></script>`,
      (url) => `${url}/agent/chat`,
      null,
    ],
    [
      'to another server',
      () =>
        `<script src="${SCRIPT}" data-server="https://desk.example" data-token-url="${scene.tokenUrl}"></script>`,
      (url) => `${url}/agent/chat`,
      'untrusted-origin',
    ],
    ['to no console', () => scene.tag(), (url) => `${url}/elsewhere`, 'invalid-path'],
    [
      'with a token of their own',
      () => scene.tag(),
      (url) => `${url}/agent/chat?accessToken=x`,
      'invalid-path',
    ],
  ];
  for (const [what, tag, href, code] of plain) {
    it(`stay links ${what}`, async () => {
      const page = await scene.open(tag(), link('target="_blank"', href(scene.desk.url)));
      let asked = false;
      page.addEventListener('click', ({ defaultPrevented }) => (asked = defaultPrevented));
      await click(page);
      await untilWindows(1);
      expect(asked).to.equal(false);
      expect(codes(page)).to.deep.equal(code ? [code] : []);
      expect(page.performance.getEntriesByName(new URL(scene.tokenUrl, location.href).href).length).to.equal(
        0,
      );
      for (const names of await paths()) expect(['', 'accessToken']).to.include(names);
    });
  }

  it('leave clicks alone that the page has handled', async () => {
    const page = await scene.open(scene.tag(), link('onclick="event.preventDefault()"'));
    await click(page);
    await pressKeys('Tab');
    expect(page.events).to.deep.equal([]);
    expect(await otherWindows()).to.deep.equal([]);
  });
});
