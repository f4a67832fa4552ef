import { expect } from '@open-wc/testing';
import { createElementsPage, type ElementsWindow } from '../../support/pages.js';
import { startDesk } from '../../support/desk.js';
import { gives, TokenEndpoint } from '../../support/token-endpoint.js';
import {
  createWorkspace,
  EventLog,
  frameOf,
  issueToken,
  mount,
  next,
  requestsOf,
  requestsOfThisPage,
  SharedDesk,
  task,
  until,
  type WorkspaceSettings,
} from '../../support/workspace.js';
import type { BytedeskWorkspaceElement } from '../../../src/elements/workspace/workspace-element.js';

/** Another document of this origin, with its own copy of everything: what another tab is. */
async function openTab(): Promise<{ create: () => BytedeskWorkspaceElement; close: () => void }> {
  const path = await createElementsPage();
  const frame = document.body.appendChild(document.createElement('iframe'));
  frame.src = path;
  const inner = (): ElementsWindow | null => frame.contentWindow;
  await until(() => inner()?.isDefined === true, 'the other tab has started');
  return {
    create: () => {
      const element = (frame.contentDocument as Document).createElement('bytedesk-workspace');
      frame.contentDocument?.body.append(element);
      return element;
    },
    close: () => frame.remove(),
  };
}

describe('bytedesk-workspace: logout everywhere', () => {
  const shared = new SharedDesk();
  const revocations = async (): Promise<string[]> =>
    (await requestsOfThisPage(shared.desk))
      .filter(({ method, path }) => method === 'POST' && path === '/api/v1/user/logout')
      .map(({ headers }) => headers['authorization']?.replace('Bearer ', '') ?? '');
  const ready = async (
    settings: WorkspaceSettings,
  ): Promise<{ element: BytedeskWorkspaceElement; log: EventLog }> => {
    const mounted = await mount(settings);
    await next(mounted.element, 'bytedesk-ready');
    return mounted;
  };

  it('ends every element of the same user at the same desk, each told once, each token revoked', async () => {
    const tokens = [await issueToken(shared.desk), await issueToken(shared.desk, { seconds: 7200 })];
    const [first, second] = [
      await ready(await shared.settings({ token: tokens[0] })),
      await ready(await shared.settings({ token: tokens[1] })),
    ];
    await first.element.logout();
    for (const { element, log } of [first, second]) {
      expect(element.state).to.equal('signed-out');
      expect(frameOf(element)).to.equal(null);
      expect(log.of('bytedesk-logout').map(({ detail }) => detail)).to.deep.equal([
        { reason: 'host', source: 'host' },
      ]);
    }
    expect((await revocations()).sort()).to.deep.equal([...tokens].sort());
    await second.element.logout();
    expect(second.log.of('bytedesk-logout')).to.have.length(1);
  });

  it('stops a request for a token, and takes no answer that comes later', async () => {
    const endpoint = await TokenEndpoint.open({ hold: true });
    const { element, log } = await mount({ server: shared.desk.url, tokenUrl: endpoint.path });
    await until(async () => (await endpoint.requests()).length > 0, 'a request');
    await element.logout();
    await endpoint.answer(gives(await issueToken(shared.desk)));
    await task();
    expect(log.names).to.deep.equal(['idle>loading', 'loading>signed-out', 'logout']);
    expect(element.session).to.equal(null);
    expect(await endpoint.reasons()).to.deep.equal(['initial']);
  });

  it('shows nothing to an element that comes after it, and signs nobody in again by itself', async () => {
    const endpoint = await TokenEndpoint.open(gives(await issueToken(shared.desk)));
    const settings = { server: shared.desk.url, path: '/agent/chat', tokenUrl: endpoint.path };
    const first = await ready(settings);
    await first.element.logout();
    const late = await mount(settings);
    await task();
    expect(late.log.names).to.deep.equal(['idle>signed-out']);
    for (const type of ['online', 'focus', 'pageshow']) window.dispatchEvent(new Event(type));
    await task();
    expect(await endpoint.reasons()).to.deep.equal(['initial']);
    await late.element.reload();
    expect(late.element.state).to.equal('ready');
    expect(await endpoint.reasons()).to.deep.equal(['initial', 'initial']);
  });

  it('always ends: with a desk that is gone it is local, and says so', async () => {
    const desk = await startDesk();
    const { element, log } = await ready({
      server: desk.url,
      path: '/agent/chat',
      token: await issueToken(desk),
    });
    await desk.close();
    expect(await element.logout()).to.deep.equal({ console: 'unknown' });
    expect(element.state).to.equal('signed-out');
    expect(log.names.slice(3)).to.deep.equal(['ready>signed-out', 'logout', 'error network']);
  });

  it('reaches the other tabs, and from them this one; theirs make no request', async () => {
    const tab = await openTab();
    try {
      const here = await ready(await shared.settings());
      const there = tab.create();
      const log = new EventLog(there);
      Object.assign(
        there,
        await shared.settings({ token: await issueToken(shared.desk, { seconds: 7200 }) }),
      );
      await log.first('bytedesk-ready');
      await shared.desk.control('requests/clear', {});
      await here.element.logout();
      const event = await log.first('bytedesk-logout');
      expect(event.detail).to.deep.equal({ reason: 'other-tab', source: 'tab' });
      expect(there.state).to.equal('signed-out');
      expect(frameOf(there)).to.equal(null);
      expect(await revocations()).to.have.length(1);

      there.token = await issueToken(shared.desk, { seconds: 9000 });
      here.element.token = await issueToken(shared.desk, { seconds: 9100 });
      await until(
        () => there.state === 'ready' && here.element.state === 'ready',
        'both are signed in again',
      );
      await there.logout();
      await until(() => here.element.state === 'signed-out', 'this tab hears of it');
      expect(here.log.of('bytedesk-logout').map(({ detail }) => detail.reason)).to.deep.equal([
        'host',
        'other-tab',
      ]);
    } finally {
      tab.close();
    }
  });

  it('leaves another user’s session in another tab alone', async () => {
    const desk = await startDesk();
    const tab = await openTab();
    try {
      const here = await ready({ server: desk.url, path: '/agent/chat', token: await issueToken(desk) });
      const there = tab.create();
      Object.assign(there, { server: shared.desk.url, token: await issueToken(shared.desk) });
      await next(there, 'bytedesk-ready');
      await here.element.logout();
      await task();
      expect(there.state).to.equal('ready');
    } finally {
      tab.close();
      await desk.close();
    }
  });

  it('is found by a page that was frozen meanwhile, before it shows anything', async () => {
    const { element, log } = await ready(await shared.settings());
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    // What another tab wrote while this one heard nothing.
    const key = Object.keys(localStorage).find((name) => name.startsWith('bytedesk-embed:out'));
    const tag = Object.keys(localStorage).filter((name) => name.startsWith('bytedesk-embed:out'));
    expect(tag, 'earlier tests have signed out').not.to.have.length(0);
    for (const name of tag) localStorage.setItem(name, `later ${key}`);
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    expect(element.state).to.equal('signed-out');
    expect(frameOf(element)).to.equal(null);
    expect(log.of('bytedesk-logout').map(({ detail }) => detail.reason)).to.deep.equal(['other-tab']);
  });

  it('is not undone by the Back button', async () => {
    for (const step of ['#one', '#two', '#three']) history.pushState(null, '', step);
    const { element } = await ready(await shared.settings());
    await next(element, 'bytedesk-unread-change');
    await shared.desk.control('set', {});
    await element.logout();
    await shared.desk.control('requests/clear', {});
    const back = new Promise((resolve) => window.addEventListener('popstate', resolve, { once: true }));
    history.back();
    await back;
    await task();
    expect(frameOf(element)).to.equal(null);
    expect(element.state).to.equal('signed-out');
    expect((await requestsOf(shared.desk)).filter(({ path }) => path.startsWith('/agent'))).to.deep.equal([]);
  });

  it('leaves no timer, listener or request behind', async () => {
    // Adding one twice is adding it once.
    const listening = new Map<unknown, string>();
    const [add, remove] = [window.addEventListener, window.removeEventListener];
    window.addEventListener = function (this: Window, ...args: Parameters<typeof add>) {
      listening.set(args[1], args[0]);
      add.apply(window, args);
    } as typeof add;
    window.removeEventListener = function (this: Window, ...args: Parameters<typeof remove>) {
      listening.delete(args[1]);
      remove.apply(window, args);
    } as typeof remove;
    const timers = new Set<unknown>();
    const [set, clear] = [window.setTimeout, window.clearTimeout];
    window.setTimeout = ((callback: () => void, ms?: number) => {
      const timer = set(() => (timers.delete(timer), callback()), ms);
      timers.add(timer);
      return timer;
    }) as typeof set;
    window.clearTimeout = ((timer: number) => (timers.delete(timer), clear(timer))) as typeof clear;
    try {
      const { element } = createWorkspace(await shared.settings());
      document.body.append(element);
      await new Promise((resolve) => element.addEventListener('bytedesk-ready', resolve, { once: true }));
      await element.logout();
      element.remove();
      await new Promise((resolve) => set(resolve, 0));
      await new Promise((resolve) => set(resolve, 0));
      expect([...listening.values()]).to.deep.equal([]);
      expect(timers.size).to.equal(0);
    } finally {
      window.addEventListener = add;
      window.removeEventListener = remove;
      window.setTimeout = set;
      window.clearTimeout = clear;
    }
  });
});
