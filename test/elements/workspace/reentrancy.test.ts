import { expect, fixture } from '@open-wc/testing';
import type { BytedeskWorkspaceElement } from '../../../src/elements/workspace/workspace-element.js';
import { startDesk } from '../../support/desk.js';
import {
  createWorkspace,
  emit,
  issueToken,
  mount,
  next,
  requestsOf,
  SharedDesk,
  task,
  until,
} from '../../support/workspace.js';

/** Listeners that act while an element tells them something. */
describe('bytedesk-workspace: what listeners do at once', () => {
  const shared = new SharedDesk();

  it('recovers when a listener puts the path right', async () => {
    const { element } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    element.addEventListener('bytedesk-error', () => (element.path = '/agent/ticket'), { once: true });
    element.path = '/elsewhere';
    await next(element, 'bytedesk-ready');
    expect(element.path).to.equal('/agent/ticket');
  });

  it('recovers when a listener hands over a good token', async () => {
    const good = await issueToken(shared.desk, { seconds: 60 });
    const { element } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    element.addEventListener('bytedesk-error', () => (element.token = good), { once: true });
    element.token = 'not a token';
    await next(element, 'bytedesk-ready');
    expect(element.state).to.equal('ready');
  });

  it('starts again when a listener hands over a new token for one that has ended', async () => {
    const fresh = await issueToken(shared.desk, { seconds: 60 });
    const { element } = await mount(
      await shared.settings({ token: await issueToken(shared.desk, { seconds: 2 }) }),
    );
    element.addEventListener('bytedesk-token-expired', () => (element.token = fresh), { once: true });
    await next(element, 'bytedesk-ready');
    const frame = element.shadowRoot?.querySelector('iframe');
    await next(element, 'bytedesk-ready');
    expect(element.shadowRoot?.querySelector('iframe')).not.to.equal(frame);
    expect(element.state).to.equal('ready');
  });

  it('revokes the token where it came from, whatever a listener of the logout changes', async () => {
    const other = await startDesk();
    const { element } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    element.addEventListener('bytedesk-logout', () => (element.server = other.url));
    await element.logout();
    expect(await requestsOf(other)).to.deep.equal([]);
    const posts = (await requestsOf(shared.desk)).filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/logout'),
    );
    expect(posts.length).to.equal(1);
    await other.close();
  });

  it('revokes the token although the path has become wrong', async () => {
    const token = await issueToken(shared.desk);
    const { element } = await mount(await shared.settings({ token }));
    await next(element, 'bytedesk-ready');
    element.path = '/elsewhere';
    await next(element, 'bytedesk-error');
    await element.logout();
    const posts = (await requestsOf(shared.desk)).filter(({ path }) => path.endsWith('/logout'));
    expect(
      posts.some(({ headers, status }) => headers['authorization'] === `Bearer ${token}` && status === 200),
    ).to.equal(true);
  });

  it('loads again by reload() in a listener of the time-out, and that call resolves', async () => {
    await shared.desk.control('set', { fail: { as: 'never', path: '/agent' } });
    const { element } = await mount(await shared.settings({ timeout: 0.3 }));
    const outcome = new Promise((resolve) => {
      element.addEventListener(
        'bytedesk-error',
        () => {
          element.timeout = 30;
          element.reload().then(() => resolve('ready'), resolve);
        },
        { once: true },
      );
    });
    await next(element, 'bytedesk-error');
    await shared.desk.control('set', { fail: null });
    // The load that was begun while the desk did not answer stays unanswered.
    await task();
    element.reload().catch(() => undefined);
    expect(await outcome).to.have.property('code', 'aborted');
    await next(element, 'bytedesk-ready');
  });

  it('says no more of a load that a listener has ended', async () => {
    const { element, log } = await mount(await shared.settings());
    element.addEventListener('bytedesk-state-change', ({ detail }) => {
      if (detail.to === 'ready') void element.logout();
    });
    await log.first('bytedesk-logout');
    await task();
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready>signed-out', 'logout']);
  });

  it('tells nothing of a console that a listener of its first message has signed out', async () => {
    const { element, log } = await mount(await shared.settings());
    element.addEventListener('bytedesk-ready', () => void element.logout());
    await log.first('bytedesk-logout');
    await task();
    expect(log.of('bytedesk-unread-change')).to.deep.equal([]);
    expect(element.unreadCount).to.equal(0);
  });

  it('has the custom state of its events', async () => {
    const { element } = await mount(await shared.settings());
    expect(element.matches(':state(loading)')).to.equal(true);
    const matched = new Promise((resolve) => {
      element.addEventListener('bytedesk-ready', () => resolve(element.matches(':state(ready)')));
    });
    expect(await matched).to.equal(true);
    expect(document.createElement('bytedesk-workspace').matches(':state(idle)')).to.equal(true);
  });

  it('sends only the newest of two tokens set one after the other', async () => {
    const [first, second] = [await issueToken(shared.desk), await issueToken(shared.desk, { seconds: 60 })];
    const { element, log } = createWorkspace(await shared.settings({ token: first }));
    const parent = await fixture<HTMLDivElement>(document.createElement('div'));
    parent.append(element);
    element.token = second;
    await log.first('bytedesk-ready');
    const sent = (await requestsOf(shared.desk)).flatMap(({ query }) => query['accessToken'] ?? []);
    expect(sent).to.deep.equal([second]);
    expect(log.of('bytedesk-token-renewed')).to.deep.equal([]);
  });

  const SAME_STEP: Readonly<Record<string, (element: BytedeskWorkspaceElement, parent: Element) => void>> = {
    'another path': (element) => (element.path = '/agent/setting'),
    'another path as an attribute': (element) => element.setAttribute('path', '/agent/setting'),
    'another language': (element) => (element.lang = 'zh-CN'),
    'another sandbox': (element) => (element.sandbox = 'allow-scripts allow-same-origin'),
    'another storage': (element) => (element.storage = 'persistent'),
    'another place': (element, parent) => parent.append(document.createElement('p'), element),
  };
  for (const [what, set] of Object.entries(SAME_STEP)) {
    it(`asks for the console once where the page gives it ${what} in the step of its insertion`, async () => {
      const token = await issueToken(shared.desk);
      const { element, log } = createWorkspace(await shared.settings({ token }));
      const parent = await fixture<HTMLDivElement>(document.createElement('div'));
      await shared.desk.control('requests/clear', {});
      parent.append(element);
      set(element, parent);
      await log.first('bytedesk-ready');
      const pages = (await requestsOf(shared.desk)).filter(({ query }) => 'accessToken' in query);
      expect(pages.map(({ path }) => path)).to.deep.equal([element.path]);
    });
  }

  it('sends a late token where the sign-in form shows, and takes the console away with it', async () => {
    const settings = await shared.settings({ signIn: 'console', storage: 'persistent' });
    const { element, log } = await mount({ ...settings, token: null });
    await log.first('bytedesk-ready');
    element.token = settings.token ?? null;
    await next(element, 'bytedesk-ready');
    const pages = (await requestsOf(shared.desk)).filter(({ path }) => path === '/agent/chat');
    expect(pages.map(({ query }) => query['accessToken'])).to.deep.equal([undefined, settings.token]);
    const frame = element.shadowRoot?.querySelector('iframe');
    element.token = null;
    await next(element, 'bytedesk-ready');
    expect(element.shadowRoot?.querySelector('iframe')).not.to.equal(frame);
  });

  for (const [name, act] of [
    ['clears the token', (element: HTMLElementTagNameMap['bytedesk-workspace']) => (element.token = null)],
    ['signs out', (element: HTMLElementTagNameMap['bytedesk-workspace']) => void element.logout()],
  ] as const) {
    it(`forgets what the console told when the host ${name}`, async () => {
      const { element, log } = await mount(await shared.settings());
      await log.first('bytedesk-unread-change');
      await until(() => element.unreadCount > 0 && element.agentStatus !== null, 'facts');
      act(element);
      expect([element.unreadCount, element.agentStatus]).to.deep.equal([0, null]);
    });
  }

  it('forgets what one user’s console told when the next user comes', async () => {
    const { element, log } = await mount(await shared.settings());
    await log.first('bytedesk-unread-change');
    element.token = await issueToken(shared.desk, { username: 'second@example.com' });
    expect([element.unreadCount, element.agentStatus]).to.deep.equal([0, null]);
  });

  it('is not ready by a load that comes after the token’s end', async () => {
    await shared.desk.control('set', { slow: 1500 });
    const { element, log } = await mount(
      await shared.settings({ token: await issueToken(shared.desk, { seconds: 2 }) }),
    );
    await log.first('bytedesk-token-expired');
    await until(() => element.evidence !== 'none', 'the console came');
    expect(element.state).to.equal('expired');
    expect(log.of('bytedesk-ready')).to.deep.equal([]);
  });

  it('starts again when it is put back after a time-out', async () => {
    await shared.desk.control('set', { fail: { as: 'never', path: '/agent' } });
    const { element } = await mount(await shared.settings({ timeout: 0.3 }));
    await next(element, 'bytedesk-error');
    const parent = element.parentElement;
    element.remove();
    await task();
    await shared.desk.control('set', { fail: null });
    parent?.append(element);
    await next(element, 'bytedesk-ready');
  });

  it('does not hand commands of one session to the next', async () => {
    const { element } = await mount(await shared.settings());
    element.setAgentStatus('BUSY');
    await element.logout();
    element.token = await issueToken(shared.desk, { seconds: 60 });
    const { detail } = await next(element, 'bytedesk-agent-status-change');
    expect(detail.status).to.equal('AVAILABLE');
    await emit(shared.desk, { console: 'agent', type: 'marker' });
    expect(element.agentStatus).to.equal('AVAILABLE');
  });

  it('waits no shorter for a time-out that no timer can hold', async () => {
    const { log } = await mount(await shared.settings({ timeout: 1e12 }));
    await log.first('bytedesk-ready');
    expect(log.of('bytedesk-error')).to.deep.equal([]);
  });

  it('hands an opaque token over to a running console as a renewed one', async () => {
    const { element, log } = await mount(await shared.settings());
    await log.first('bytedesk-ready');
    element.token = 'opaque';
    expect(log.of('bytedesk-token-renewed').length).to.equal(1);
  });
});
