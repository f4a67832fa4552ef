import { expect } from '@open-wc/testing';
import { startDesk } from '../support/desk.js';
import { closeOtherWindows } from '../support/input.js';
import { createElementsPage, createPage, type ElementsWindow } from '../support/pages.js';
import { makeToken } from '../support/tokens.js';
import {
  canBeTold,
  createWorkspace,
  EventLog,
  issueToken,
  mount,
  next,
  SharedDesk,
  task,
  until,
} from '../support/workspace.js';
import { registerTerms } from '../../src/locale/localize.js';
import { zhTW } from '../../src/locale/zh-tw.js';

registerTerms('zh-TW', zhTW);

const USER = 'agent@example.com';

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

  it('gets its token, and renewals, in a window that is seen while the page of the script is hidden', async () => {
    const place = await other();
    const view = place.ownerDocument.defaultView as Window;
    const documents = [document, view.document];
    const show = (which: Document, isShown: boolean): void => {
      const state = isShown ? 'visible' : 'hidden';
      Object.defineProperty(which, 'visibilityState', { configurable: true, value: state });
      which.dispatchEvent(new Event('visibilitychange'));
    };
    const { hasFocus } = Document.prototype;
    Document.prototype.hasFocus = () => false;
    try {
      for (const each of documents) show(each, false);
      let asked = 0;
      const tokenProvider = (): Promise<string> => {
        asked += 1;
        return issueToken(shared.desk, { seconds: 3600 + asked });
      };
      const { element } = createWorkspace(
        await shared.settings({ token: null, tokenProvider, renewBefore: 3598 }),
      );
      place.append(element);
      await element.updateComplete;
      await task();
      expect(asked).to.equal(0);
      show(view.document, true);
      await next(element, 'bytedesk-ready');
      await next(element, 'bytedesk-token-renewed');
      element.remove();
    } finally {
      Document.prototype.hasFocus = hasFocus;
      for (const each of documents) Reflect.deleteProperty(each, 'visibilityState');
    }
  });

  it('starts in another document where it was inserted first', async () => {
    const elsewhere = await other();
    const { element, log } = createWorkspace(await shared.settings());
    elsewhere.append(element);
    await log.first('bytedesk-unread-change');
    element.remove();
  });

  const NOWHERE: readonly [what: string, make: () => Document][] = [
    ['that a script has made', () => document.implementation.createHTMLDocument('nowhere')],
    ['that a script has parsed', () => new DOMParser().parseFromString('<p>nowhere', 'text/html')],
    ['of XML', () => document.implementation.createDocument('http://www.w3.org/1999/xhtml', 'html', null)],
    [
      'of a frame that is gone',
      () => {
        const frame = document.createElement('iframe');
        document.body.append(frame);
        const owner = frame.contentDocument as Document;
        frame.remove();
        return owner;
      },
    ],
  ];
  for (const [what, make] of NOWHERE) {
    it(`wait in a document ${what}, which is shown nowhere, and start in one that is shown`, async () => {
      const { element, log } = createWorkspace(await shared.settings({}));
      const nowhere = make();
      (nowhere.body ?? nowhere.documentElement).append(element);
      await task();
      expect([element.state, log.names, element.shadowRoot?.querySelector('iframe') ?? null]).to.deep.equal([
        'idle',
        [],
        null,
      ]);
      document.body.append(element);
      await until(() => element.state === 'ready', 'the console is shown');
      (nowhere.body ?? nowhere.documentElement).append(element);
      await until(() => element.state === 'idle', 'it waits again');
      document.body.append(element);
      await until(() => element.state === 'ready', 'the console is shown again');
      expect(log.of('bytedesk-logout')).to.deep.equal([]);
      expect(log.of('bytedesk-error')).to.deep.equal([]);
      element.remove();
    });
  }

  describe('in a window of their own', () => {
    let pop: Window;

    beforeEach(() => {
      pop = window.open('about:blank', '', 'width=900,height=700') as Window;
    });
    afterEach(() => pop.close());

    it('work there and back, with one session, no sign-out and no error', async () => {
      const { element, log } = createWorkspace(await shared.settings({ height: 432 }));
      document.body.append(element);
      await log.first('bytedesk-ready');
      for (const place of [pop.document.body, document.body, pop.document.body]) {
        log.events.length = 0;
        place.append(element);
        await log.first('bytedesk-unread-change');
        expect(element.ownerDocument === place.ownerDocument).to.equal(true);
        expect(lookOf(element)).to.deep.equal(LOOK);
        expect(log.of('bytedesk-logout').concat(log.of('bytedesk-error'))).to.deep.equal([]);
      }
      element.remove();
    });

    for (const isEmpty of [true, false])
      it(`hear of a visitor's message in ${isEmpty ? 'an empty page' : 'a page of this origin'} there, and back here`, async () => {
        if (!isEmpty) {
          pop.location.href = await createPage('<!doctype html><title>shop</title><body>');
          await until(
            () => pop.document.title === 'shop' && pop.document.readyState === 'complete',
            'the page',
          );
        }
        const { element, log } = createWorkspace(await shared.settings());
        for (const place of [document.body, pop.document.body, document.body]) {
          log.events.length = 0;
          place.append(element);
          await log.first('bytedesk-unread-change');
          const { unreadCount } = element;
          await canBeTold(shared.desk, USER);
          await shared.desk.control('visitor-message', { username: USER, content: 'Hello?' });
          await until(() => element.unreadCount === unreadCount + 1, 'one more is unread');
          await log.first('bytedesk-visitor-message');
        }
        element.remove();
      });

    it('start where they are inserted there first, and show their panels', async () => {
      const { element, log } = createWorkspace(await shared.settings());
      pop.document.body.append(element);
      await log.first('bytedesk-unread-change');
      await element.logout();
      await element.updateComplete;
      expect(element.shadowRoot?.querySelector('.cover b')?.textContent).to.equal('You are signed out.');
      element.remove();
    });

    it('end where their window is closed, and start again in the first one', async () => {
      const { element, log } = createWorkspace(await shared.settings());
      pop.document.body.append(element);
      await log.first('bytedesk-ready');
      pop.close();
      await until(() => pop.closed, 'closed');
      log.events.length = 0;
      document.body.append(element);
      await log.first('bytedesk-unread-change');
      element.remove();
    });

    for (const mode of ['open', 'popup'] as const)
      it(`open the console from the window that was clicked in (${mode})`, async () => {
        const button = document.createElement('bytedesk-login-button');
        Object.assign(button, await shared.settings({ mode } as object));
        pop.document.body.append(button);
        await button.updateComplete;
        const opened: unknown[] = [];
        const { open } = window;
        for (const [view, name] of [
          [window, 'first'],
          [pop, 'clicked'],
        ] as const)
          view.open = () => {
            opened.push(name);
            return null;
          };
        try {
          button.shadowRoot?.querySelector<HTMLElement>('[part=button]')?.click();
          expect(opened).to.deep.equal(['clicked']);
        } finally {
          window.open = open;
          button.remove();
        }
      });

    it('hear the bridge of a pop-up, whose console speaks to the window that opened it', async () => {
      const desk = await startDesk();
      const source = await (await fetch('/__test__/bridge.js')).text();
      await desk.control('set', { bridge: { source, allow: [location.origin] } });
      const button = document.createElement('bytedesk-login-button');
      const log = new EventLog(button);
      const token = await issueToken(desk);
      Object.assign(button, { server: desk.url, path: '/agent/chat', mode: 'popup', token });
      pop.document.body.append(button);
      await button.updateComplete;
      try {
        button.click();
        await log.first('bytedesk-login');
        await canBeTold(desk, USER);
        await until(async () => {
          await desk.control('sign-out', { username: USER });
          return log.of('bytedesk-logout').length > 0;
        }, 'the user’s sign-out');
        expect(log.of('bytedesk-logout')[0]?.detail).to.deep.equal({ reason: 'user', source: 'bridge' });
      } finally {
        button.remove();
        await closeOtherWindows();
        await desk.close();
      }
    });
  });

  /** A page in a frame that defines the elements. */
  async function openElementsPage(): Promise<ElementsWindow> {
    const frame = document.createElement('iframe');
    frames.push(frame);
    frame.src = await createElementsPage();
    document.body.append(frame);
    const view = (): ElementsWindow => frame.contentWindow as ElementsWindow;
    await until(() => view().isDefined === true, 'defined');
    return view();
  }

  function rewrite(
    { document: written }: Window,
    markup: string,
  ): HTMLElementTagNameMap['bytedesk-workspace'] {
    written.open();
    written.write(`<!doctype html><title>written</title>${markup}`);
    written.close();
    return written.querySelector('bytedesk-workspace') as HTMLElementTagNameMap['bytedesk-workspace'];
  }

  it('hear of a sign-out elsewhere after `document.open()`, though their session goes on', async () => {
    const page = await openElementsPage();
    const { server, token } = await shared.settings();
    const markup = `<bytedesk-workspace server="${server}" path="/agent/chat" token="${token}"></bytedesk-workspace>`;
    await next(rewrite(page, markup), 'bytedesk-ready');
    // The new element joins the session before the old one leaves it.
    const second = rewrite(page, markup);
    const log = new EventLog(second);
    await log.first('bytedesk-ready');
    const { element } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    await element.logout();
    expect((await log.first('bytedesk-logout')).detail).to.deep.equal({ reason: 'other-tab', source: 'tab' });
  });

  it('hear their consoles after `document.open()` in the page', async () => {
    const page = await openElementsPage();
    const { server, token } = await shared.settings();
    const markup = `<bytedesk-workspace server="${server}" path="/agent/chat" token="${token}"></bytedesk-workspace>`;
    for (let round = 0; round < 3; round++) {
      const element = rewrite(page, markup);
      await until(() => element.unreadCount === 3, 'the messages of the console');
    }
  });
});
