import { expect } from '@open-wc/testing';
import { makeToken } from '../support/tokens.js';
import { until } from '../support/workspace.js';
import { codes, type MountPage, MountScene, ready, SCRIPT, workspacesIn } from './mount-page.js';

type Workspace = HTMLElementTagNameMap['bytedesk-workspace'];

const block = (content = ''): string =>
  `<div id="block" data-bytedesk="workspace" data-path="/agent/chat" data-loading="eager">${content}</div>`;

describe('markup and hosts of other windows', () => {
  let scene: MountScene;

  before(async () => {
    scene = await MountScene.start();
  });
  after(() => scene.desk.close());
  afterEach(() => {
    seen.length = 0;
    return scene.clear();
  });

  const seen: Element[] = [];

  /** An empty document of the same origin, in a frame of the page. */
  function other(page: MountPage, html: string): Document {
    const frame = page.document.createElement('iframe');
    page.document.body.append(frame);
    const inner = frame.contentDocument as Document;
    inner.body.innerHTML = html;
    // An object of a node that a script has seen stays the other window's, also in this document.
    seen.push(...inner.body.querySelectorAll('*'));
    return inner;
  }

  const panelShows = ({ shadowRoot }: Workspace): boolean =>
    shadowRoot?.querySelector<HTMLElement>('[part=message]')?.getClientRects().length === 1;

  for (const [what, content, shows] of [
    ['the content', '<p>Help</p>', 'content'],
    ['a text', 'Help', 'content'],
    ['an image', '<img src="data:," alt="">', 'content'],
    ['an empty paragraph', '<!-- Help --><p><br></p> ', 'panel'],
  ] as const)
    it(`mount() shows ${what} of a host in another window where the console fails: the ${shows}`, async () => {
      const page = await scene.open(scene.tag(), '');
      const host = other(page, `<main>${content}</main>`).querySelector('main') as HTMLElement;
      const element = page.BytedeskEmbed.mount(host, { path: '/elsewhere' });
      await until(() => element.state === 'error', 'the error');
      await element.updateComplete;
      expect(panelShows(element)).to.equal(shows === 'panel');
      expect(element.querySelector('[slot=error]')?.innerHTML).to.equal(
        shows === 'content' ? content : undefined,
      );
    });

  it('mount() does not wrap content again that another window saved', async () => {
    const page = await scene.open(scene.tag(), '');
    const host = other(page, '<main><div slot="error"><p>Help</p></div></main>').querySelector('main');
    const element = page.BytedeskEmbed.mount(host as HTMLElement, { path: '/agent/chat' });
    expect(element.innerHTML).to.equal('<div slot="error"><p>Help</p></div>');
  });

  for (const [what, html, content] of [
    ['the block itself', block('Help'), 'Help'],
    ['an element with a block in it', `<section>${block('<p>Help</p>')}</section>`, '<p>Help</p>'],
    [
      'a form with a block in it and a field that takes a name',
      `<form><input name="nodeType"><input name="matches">${block('Help')}</form>`,
      'Help',
    ],
  ] as const)
    it(`blocks are mounted that were made in another window: ${what}`, async () => {
      const page = await scene.open(scene.tag(), '');
      const inner = other(page, html);
      page.document.body.append(inner.body.firstElementChild as Element);
      await ready(page);
      expect(workspacesIn(page)[0]?.querySelector('[slot=error]')?.innerHTML).to.equal(content);
      expect(codes(page)).to.deep.equal([]);
    });

  it('blocks become ones that were made in another window, by an attribute', async () => {
    const page = await scene.open(scene.tag(), '');
    const { firstElementChild: plain } = other(page, '<div></div>').body;
    page.document.body.append(plain as Element);
    plain?.setAttribute('data-loading', 'eager');
    plain?.setAttribute('data-bytedesk', 'workspace');
    await ready(page);
  });

  it('a panel’s button loads the page again that has made the element, not the window that it stands in', async () => {
    const page = await scene.open(`<script src="${SCRIPT}"></script>`, '<main></main>');
    const element = page.BytedeskEmbed.mount('main', {
      server: scene.desk.url,
      token: makeToken({ lifeS: -5 }),
    });
    const frame = page.frameElement as HTMLIFrameElement;
    other(page, '').body.append(element);
    const button = (): HTMLElement | null | undefined =>
      element.shadowRoot?.querySelector('.cover:not([hidden]) button:not([hidden])');
    await until(() => button()?.textContent.includes('Reload') === true, 'the button');
    let loads = 0;
    frame.addEventListener('load', () => loads++);
    button()?.click();
    await until(() => loads === 1, 'the page is loaded again');
  });
});
