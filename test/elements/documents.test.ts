import { expect } from '@open-wc/testing';
import { createPage } from '../support/pages.js';
import { makeToken } from '../support/tokens.js';
import { createWorkspace, SharedDesk, until } from '../support/workspace.js';
import { registerTerms } from '../../src/locale/localize.js';
import { zhTW } from '../../src/locale/zh-tw.js';

registerTerms('zh-TW', zhTW);

/** Opens a page of the same origin in a frame. */
async function openFrame(html = '<!doctype html><title>other document</title>'): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.src = await createPage(html);
  document.body.append(frame);
  await loaded;
  return frame;
}

const lookOf = (element: Element): string[] => {
  const { display, position, blockSize } = (element.ownerDocument.defaultView as Window).getComputedStyle(
    element,
  );
  return [display, position, blockSize];
};

const LOOK = ['flex', 'relative', '432px'];

describe('elements in other documents', () => {
  const shared = new SharedDesk();
  const frames: HTMLIFrameElement[] = [];

  afterEach(() => {
    for (const frame of frames.splice(0)) frame.remove();
  });

  const other = async (): Promise<HTMLElement> => {
    const frame = await openFrame();
    frames.push(frame);
    return (frame.contentDocument as Document).body;
  };

  it('keeps the styles of a workspace that moves to another document and back', async () => {
    const { element } = createWorkspace(await shared.settings({ height: 432 }));
    document.body.append(element);
    await element.updateComplete;
    expect(lookOf(element)).to.deep.equal(LOOK);
    const elsewhere = await other();
    for (const place of [elsewhere, document.body, elsewhere, document.body]) {
      place.append(element);
      await element.updateComplete;
      expect(lookOf(element)).to.deep.equal(LOOK);
    }
    element.remove();
  });

  it('gives styles to a workspace that is inserted into another document first', async () => {
    const { element } = createWorkspace(await shared.settings({ height: 432 }));
    (await other()).append(element);
    await element.updateComplete;
    expect(lookOf(element)).to.deep.equal(LOOK);
    element.height = 222;
    await element.updateComplete;
    expect(lookOf(element)).to.deep.equal(['flex', 'relative', '222px']);
  });

  it('keeps the styles of a login button that moves', async () => {
    const button = document.createElement('bytedesk-login-button');
    (await other()).append(button);
    await button.updateComplete;
    expect(lookOf(button)[0]).to.equal('inline-block');
    document.body.append(button);
    expect(lookOf(button)[0]).to.equal('inline-block');
    button.remove();
  });

  it('takes its language from the document it stands in, and follows it there', async () => {
    const { element } = createWorkspace(await shared.settings({ token: makeToken({ lifeS: -5 }) }));
    const elsewhere = await other();
    const root = elsewhere.ownerDocument.documentElement;
    const text = (): string => element.shadowRoot?.querySelector('.cover b')?.textContent ?? '';
    root.lang = 'zh-TW';
    elsewhere.append(element);
    await element.updateComplete;
    expect(text()).to.equal('登入已過期');
    root.lang = 'en';
    await until(() => text() === 'Your session has ended.', 'the other language');
    root.lang = 'zh-TW';
    document.body.append(element);
    await element.updateComplete;
    expect(text()).to.equal('Your session has ended.');
    element.remove();
  });

  it('takes a URL that another window made', async () => {
    const elsewhere = await other();
    const view = elsewhere.ownerDocument.defaultView as Window & typeof globalThis;
    const { element, log } = createWorkspace(await shared.settings());
    element.server = new view.URL(shared.desk.url) as unknown as string;
    elsewhere.append(element);
    await log.first('bytedesk-ready');
    element.remove();
  });

  it('gets its unread counts in whatever window it stands, with one session and no sign-out', async () => {
    const { element, log } = createWorkspace(await shared.settings());
    document.body.append(element);
    const elsewhere = await other();
    for (const place of [document.body, elsewhere, document.body, elsewhere]) {
      log.events.length = 0;
      place.append(element);
      await log.first('bytedesk-ready');
      await until(() => element.evidence === 'console', 'the console speaks to the window it stands in');
      await log.first('bytedesk-unread-change');
      const { session } = element;
      expect(session?.username).to.be.a('string');
      expect(log.of('bytedesk-logout')).to.deep.equal([]);
      expect(log.of('bytedesk-error')).to.deep.equal([]);
    }
    element.remove();
  });

  it('starts in another document where it was inserted first', async () => {
    const elsewhere = await other();
    const { element, log } = createWorkspace(await shared.settings());
    elsewhere.append(element);
    await log.first('bytedesk-unread-change');
    element.remove();
  });
});
