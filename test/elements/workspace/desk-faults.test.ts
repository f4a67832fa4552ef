import { expect } from '@open-wc/testing';
import type { BytedeskWorkspaceElement } from '../../../src/elements/workspace/workspace-element.js';
import { startDesk, type TestDesk } from '../../support/desk.js';
import { createPage, otherOrigin } from '../../support/pages.js';
import {
  emit,
  type EventLog,
  issueToken,
  mount,
  requestsOf,
  task,
  until,
  type WorkspaceSettings,
  withOwnDesk,
} from '../../support/workspace.js';

/** What a host page sees of each thing that can go wrong with a desk. Each test has a desk of its own. */
describe('bytedesk-workspace on a desk that misbehaves', () => {
  let desk: TestDesk;

  withOwnDesk((own) => (desk = own));

  type Mounted = { readonly element: BytedeskWorkspaceElement; readonly log: EventLog };

  const show = async (more: WorkspaceSettings = {}): Promise<Mounted> =>
    mount({ server: desk.url, path: '/agent/chat', token: await issueToken(desk), ...more });

  /** A console that has proved that somebody is signed in. */
  async function signedIn(more: WorkspaceSettings = {}): Promise<Mounted> {
    const mounted = await show(more);
    await mounted.log.first('bytedesk-unread-change');
    return mounted;
  }

  const asked = async (path: string): Promise<boolean> =>
    (await requestsOf(desk)).some((request) => request.path === path && request.status !== null);

  /** Ready by a page that came, and nothing more: no message ever proves a login. */
  async function isReadyByLoadAlone({ element, log }: Mounted): Promise<void> {
    await log.first('bytedesk-ready');
    await task();
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
    expect([element.state, element.evidence]).to.deep.equal(['ready', 'load']);
  }

  for (const refuseFraming of ['x-frame-options', 'frame-ancestors']) {
    it(`takes a desk that refuses framing by ${refuseFraming} for one that loads: no console is proved`, async () => {
      await desk.control('set', { refuseFraming });
      await isReadyByLoadAlone(await show());
      expect(await asked('/api/v1/user/profile'), 'the console never ran').to.equal(false);
    });
  }

  it('waits for a slow desk', async () => {
    await desk.control('set', { slow: 300 });
    const { log } = await signedIn();
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
  });

  for (const [name, fault] of [
    ['a desk that never answers', { fail: { as: 'never', path: '/agent' } }],
    ['a console that waits for a vendor’s script', { vendorScript: 'never' }],
  ] as const) {
    it(`reports ${name}`, async () => {
      await desk.control('set', fault);
      const { element, log } = await show({ timeout: 1 });
      await log.first('bytedesk-error');
      expect(log.names).to.deep.equal(['idle>loading', 'loading>error', 'error frame-timeout']);
      expect(element.state).to.equal('error');
    });
  }

  for (const [name, fault] of [
    ['a page of the wrong type', { fail: { as: 'wrong-type', path: '/agent' } }],
    ['a proxy’s HTML in the place of the console', { fail: { as: 'html', path: '/agent' } }],
    ['an error in the place of the console', { fail: { as: 500, path: '/agent' } }],
    ['a browser that blocks the console’s storage', { storageBlocked: true }],
    ['an API that refuses the token', { fail: { as: 401 } }],
    ['a console of early 2025, which ignores the token', { generation: 'early-2025' }],
  ] as const) {
    it(`never takes for a login: ${name}`, async () => {
      await desk.control('set', fault);
      await isReadyByLoadAlone(await show({ storage: 'persistent' }));
    });
  }

  for (const [as, names] of [
    [401, []],
    [403, ['error server-error']],
    [500, ['error server-error']],
    ['html', ['error server-error']],
    ['wrong-type', []],
    ['not-json', ['error server-error']],
    ['cut', ['error network']],
  ] as const) {
    it(`signs out here when the API answers the logout with ${as}, and tells what the desk did not do`, async () => {
      const { element, log } = await signedIn();
      await desk.control('set', { fail: { as, path: '/api/v1/user/logout' } });
      await element.logout();
      expect(log.names.slice(3)).to.deep.equal(['ready>signed-out', 'logout', ...names]);
    });
  }

  for (const [name, act] of [
    ['its token is revoked', () => desk.control('revoke', { username: 'agent@example.com' })],
    ['its user is kicked', () => desk.control('kick', { username: 'agent@example.com' })],
    ['it signs out by itself', () => desk.control('sign-out', {})],
    ['every call is a 403', () => desk.control('set', { fail: { as: 403 } })],
    ['every call is a 500', () => desk.control('set', { fail: { as: 500 } })],
  ] as const) {
    it(`does not read silence as a logout: a console stays as it is when ${name}`, async () => {
      const { element, log } = await signedIn();
      await emit(desk, { console: 'agent', type: 'marker' });
      await desk.control('requests/clear', {});
      await act();
      element.refreshThreads();
      await until(async () => (await requestsOf(desk)).length > 0, 'the console asked');
      await task();
      expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
      expect(element.state).to.equal('ready');
    });
  }

  it('tells every unread count of a flood, in order', async () => {
    const { element, log } = await signedIn();
    await emit(desk, { console: 'agent', type: 'marker' });
    const before = log.of('bytedesk-unread-change').length;
    await desk.control('set', { flood: 500 });
    await until(() => element.unreadCount === 500, 'the last one');
    const totals = log.of('bytedesk-unread-change').map(({ detail }) => detail.total as number);
    expect(totals.slice(before)).to.deep.equal(Array.from({ length: 500 }, (_, index) => index + 1));
  });

  it('does not mind a flood of messages of the page itself, and hears the console afterwards', async () => {
    const { element, log } = await signedIn();
    const console = element.shadowRoot?.querySelector('iframe')?.contentWindow;
    const [names, counts, before] = [log.names, log.of('bytedesk-unread-change').length, element.unreadCount];
    const kinds: readonly unknown[] = [
      'a text',
      null,
      { type: 'unread_message_count', source: 'bytedesk-desktop', data: { totalUnreadCount: 666 } },
      { ns: 'bytedesk-embed', type: 'bridge:hello' },
      Array.from({ length: 100 }, (_, index) => ({ index })),
    ];
    let heard = 0;
    const count = ({ source }: MessageEvent): void => void (source !== console && (heard += 1));
    addEventListener('message', count);
    for (let sent = 0; sent < 25_000; sent += 1) window.postMessage(kinds[sent % kinds.length], '*');
    await until(() => heard === 25_000, 'all of them');
    removeEventListener('message', count);
    expect(log.names).to.deep.equal(names);
    expect(element.unreadCount).to.equal(before);
    expect(log.of('bytedesk-unread-change').length).to.equal(counts);
    await desk.control('visitor-message', { username: 'agent@example.com', content: 'Hello?' });
    await log.first('bytedesk-visitor-message');
  });

  it('believes none of the spoofed and malformed messages from inside', async () => {
    const { element, log } = await signedIn();
    await emit(desk, { console: 'agent', type: 'marker' });
    const before = element.unreadCount;
    const counts = log.of('bytedesk-unread-change').length;
    // The frames inside the console that lie to the host need a moment; a marker from the console alone would not do.
    const heard = new Promise((resolve) => {
      window.addEventListener('message', function listen({ data, source }) {
        if (
          data?.data?.totalUnreadCount !== 666 ||
          source === element.shadowRoot?.querySelector('iframe')?.contentWindow
        )
          return;
        window.removeEventListener('message', listen);
        resolve(true);
      });
    });
    await desk.control('set', { strayMessages: 'all' });
    await heard;
    await task();
    expect(element.unreadCount).to.equal(before);
    expect(log.of('bytedesk-unread-change').length).to.equal(counts);
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
  });

  it('stays ready, and hears on, when the console reloads itself', async () => {
    const { element, log } = await signedIn();
    await emit(desk, { console: 'agent', type: 'marker' });
    const counts = log.of('bytedesk-unread-change').length;
    await desk.control('set', { selfReload: 1 });
    await until(() => log.of('bytedesk-unread-change').length > counts, 'the console has spoken again');
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
    expect(element.state).to.equal('ready');
  });

  it('hears nothing from a foreign page that the console was sent to', async () => {
    const path = await createPage(`<!doctype html><title>foreign</title><script>
      const data = { totalUnreadCount: 666, unreadThreads: [] };
      parent.postMessage({ type: 'unread_message_count', data, timestamp: 1, source: 'bytedesk-desktop' }, '*');
    </script>`);
    const { element, log } = await signedIn();
    await emit(desk, { console: 'agent', type: 'marker' });
    const arrived = new Promise((resolve) => {
      window.addEventListener('message', ({ origin }) => origin === otherOrigin() && resolve(true));
    });
    await desk.control('set', { redirectTo: `${otherOrigin()}${path}` });
    await arrived;
    await task();
    expect(element.unreadCount).not.to.equal(666);
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
  });

  it('shows two desks side by side', async () => {
    const other = await startDesk();
    const token = await issueToken(other, { username: 'second@example.com' });
    const [first, second] = [
      await signedIn(),
      await mount({ server: other.url, path: '/agent/chat', token }),
    ];
    await second.log.first('bytedesk-unread-change');
    await emit(desk, { console: 'agent', type: 'only for the first' });
    await first.log.first('bytedesk-console-message');
    expect(second.log.of('bytedesk-console-message')).to.deep.equal([]);
    second.element.remove();
    await other.close();
  });
});
