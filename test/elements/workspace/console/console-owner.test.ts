import { expect } from '@open-wc/testing';
import type { BytedeskWorkspaceElement } from '../../../../src/elements/workspace/workspace-element.js';
import { startDesk, type TestDesk } from '../../../support/desk.js';
import { createElementsPage, type ElementsWindow } from '../../../support/pages.js';
import {
  createWorkspace,
  EventLog,
  frameOf,
  issueToken,
  mount,
  next,
  requestsOf,
  unmountAll,
  until,
  type WorkspaceSettings,
  withOwnDesk,
} from '../../../support/workspace.js';

const HAS_EPHEMERAL = 'credentialless' in HTMLIFrameElement.prototype;

/** Another page of this host, in a window of its own: frames of one page would share what dies with a page. */
async function openPage(): Promise<Window> {
  const path = await createElementsPage();
  const page = window.open(path) as ElementsWindow;
  await until(() => page.isDefined === true, 'the page has started');
  return page;
}

describe('bytedesk-workspace: another user at the same desk', () => {
  let desk: TestDesk;

  withOwnDesk((own) => (desk = own));

  const settings = async (username: string): Promise<WorkspaceSettings> => ({
    server: desk.url,
    path: '/agent/chat',
    storage: 'persistent',
    token: await issueToken(desk, { username }),
  });
  const AGENT = 'agent@example.com';
  const SECOND = 'second@example.com';
  const pagesLoaded = async (): Promise<number> =>
    (await requestsOf(desk)).filter(({ path }) => path === '/agent/chat').length;

  async function expectConflict({
    element,
    log,
  }: {
    element: BytedeskWorkspaceElement;
    log: EventLog;
  }): Promise<void> {
    await log.first('bytedesk-error');
    expect(log.of('bytedesk-error').map(({ detail }) => detail.code)).to.deep.equal(['identity-conflict']);
    expect(element.state).to.equal('error');
    expect(frameOf(element)).to.equal(null);
    expect(log.of('bytedesk-ready').length).to.equal(0);
  }

  it('gets no frame beside the first one’s, who keeps hers', async () => {
    const first = await mount(await settings(AGENT));
    await next(first.element, 'bytedesk-ready');
    await expectConflict(await mount(await settings(SECOND)));
    expect(first.element.state).to.equal('ready');
    expect(await pagesLoaded()).to.equal(1);
  });

  it('gets no frame after the first one has signed out and gone', async () => {
    const first = await mount(await settings(AGENT));
    await next(first.element, 'bytedesk-ready');
    await first.element.logout();
    await unmountAll();
    await expectConflict(await mount(await settings(SECOND)));
    const again = await mount(await settings(AGENT));
    await next(again.element, 'bytedesk-ready');
  });

  it('gets no frame where the first one’s stood, whether her token lives or not', async () => {
    const { element, log } = await mount(await settings(AGENT));
    await next(element, 'bytedesk-ready');
    element.token = await issueToken(desk, { username: SECOND });
    await log.first('bytedesk-error');
    expect(frameOf(element)).to.equal(null);
    expect(element.state).to.equal('error');
    expect(await pagesLoaded()).to.equal(1);
  });

  it('is known by the desk alone with an opaque token: the frame goes as soon as the desk has said who it is', async () => {
    const first = await mount(await settings(AGENT));
    await next(first.element, 'bytedesk-ready');
    const { fetch } = window;
    window.fetch = (input, init) =>
      new Request(input).url.endsWith('/profile')
        ? Promise.resolve(Response.json({ code: 200, data: { username: SECOND } }))
        : fetch(input, init);
    try {
      const second = createWorkspace({
        server: desk.url,
        path: '/agent/chat',
        storage: 'persistent',
        token: 'opaque-token',
      });
      document.body.append(second.element);
      await second.log.first('bytedesk-error');
      expect(frameOf(second.element)).to.equal(null);
      expect(second.element.session?.username).to.equal(SECOND);
      second.element.remove();
    } finally {
      window.fetch = fetch;
    }
  });

  it('is no conflict at another desk, for the same user, or for nobody known before', async () => {
    const other = await startDesk();
    try {
      const first = await mount(await settings(AGENT));
      await next(first.element, 'bytedesk-ready');
      const same = await mount(await settings(AGENT));
      await next(same.element, 'bytedesk-ready');
      const token = await issueToken(other, { username: SECOND });
      const elsewhere = await mount({ server: other.url, path: '/agent/chat', token });
      await next(elsewhere.element, 'bytedesk-ready');
    } finally {
      await other.close();
    }
  });

  /** A page load of its own, which shows a workspace and tells how that came out. */
  async function load(storage: string, more: WorkspaceSettings): Promise<string | undefined> {
    const page = await openPage();
    try {
      const element = page.document.createElement('bytedesk-workspace');
      const log = new EventLog(element);
      Object.assign(element, more, { storage });
      page.document.body.append(element);
      await until(
        () => log.of('bytedesk-ready').length + log.of('bytedesk-error').length > 0,
        'ready or not',
      );
      return log.names.at(-1);
    } finally {
      page.close();
    }
  }

  it('gets no frame on the next page either, where the console’s login stays', async () => {
    expect(await load('persistent', await settings(AGENT))).to.equal('ready');
    expect(await load('persistent', await settings(SECOND))).to.equal('error identity-conflict');
    expect(await load('persistent', await settings(AGENT))).to.equal('ready');
  });

  it('is welcome on the next page where the console’s login has died with the last one', async function () {
    if (!HAS_EPHEMERAL) this.skip();
    for (const user of [AGENT, SECOND])
      expect(await load('ephemeral', await settings(user))).to.equal('ready');
  });

  it('gets a console whose login dies with the page, with storage="auto", where the browser has that', async function () {
    if (!HAS_EPHEMERAL) this.skip();
    const first = await mount({ ...(await settings(AGENT)), storage: 'auto' });
    await next(first.element, 'bytedesk-ready');
    const second = await mount({ ...(await settings(SECOND)), storage: 'auto' });
    await next(second.element, 'bytedesk-ready');
    expect([first.element.storage, second.element.storage]).to.deep.equal(['persistent', 'ephemeral']);
    expect(second.log.of('bytedesk-error')).to.deep.equal([]);
    expect(await load('auto', await settings(AGENT))).to.equal('ready');
  });

  it('leaves no name and no token in the host’s storage', async () => {
    await load('persistent', await settings(AGENT));
    const written = JSON.stringify({ ...localStorage });
    expect(written).to.contain(`bytedesk-embed:user${desk.url}`);
    expect(written).not.to.match(/eyJ|agent@|second@/);
  });
});

describe('bytedesk-workspace: storage="ephemeral"', () => {
  let desk: TestDesk;

  before(async () => {
    desk = await startDesk();
  });

  after(() => desk.close());

  /** Whether a page load without a token finds a console that is signed in from the page load before. */
  async function findsLogin(storage: 'ephemeral' | 'persistent'): Promise<boolean> {
    const signedIn = async (token: string | null): Promise<string> => {
      const page = await openPage();
      await desk.control('requests/clear', {});
      const element = page.document.createElement('bytedesk-workspace');
      Object.assign(element, { server: desk.url, path: '/agent/chat', storage, token, signIn: 'console' });
      page.document.body.append(element);
      // Signed in, the console speaks; signed out, its form asks for a captcha.
      const asksForLogin = async (): Promise<boolean> =>
        (await requestsOf(desk)).some(({ path }) => path.startsWith('/kaptcha'));
      let isOut = false;
      await until(async () => element.evidence === 'console' || (isOut = await asksForLogin()), 'in or out');
      page.close();
      return isOut ? 'out' : 'in';
    };
    expect(await signedIn(await issueToken(desk))).to.equal('in');
    return (await signedIn(null)) === 'in';
  }

  it('starts the next page load with an empty console storage', async function () {
    if (!HAS_EPHEMERAL) this.skip();
    expect(await findsLogin('ephemeral')).to.equal(false);
  });

  it('is what "persistent" is not', async () => {
    expect(await findsLogin('persistent')).to.equal(true);
  });

  it('reads back as what it really is', async () => {
    const { element } = await mount({ server: desk.url, token: 'opaque', checkInterval: 0 });
    expect(element.storage).to.equal('persistent');
    element.storage = 'ephemeral';
    expect(element.storage).to.equal(HAS_EPHEMERAL ? 'ephemeral' : 'persistent');
    element.storage = 'auto';
    expect(element.storage).to.equal('persistent');
    await unmountAll();
  });
});
