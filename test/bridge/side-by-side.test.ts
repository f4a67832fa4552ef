import { expect } from '@open-wc/testing';
import { type DeskRequest, issueToken, requestsOf, until } from '../support/workspace.js';
import { BridgeDesk, bridgeSource, type BridgeHost } from './bridge-host.js';

const AGENT = 'agent@example.com';
const ADMIN = 'admin@example.com';

interface State {
  readonly tokens: readonly { readonly username: string; readonly revoked: boolean }[];
}

const call = (token: string, path: string, tag = AGENT) =>
  ({ type: 'session:sign-in', token, tag, path }) as const;

const isSwap = ({ path }: DeskRequest): boolean => path.endsWith('/login/accessToken');

/** Runs before the bridge: does what another frame of the same storage might do, at a time of the test's choosing. */
const SIBLING = `{
  const planted = sessionStorage.getItem('planted');
  sessionStorage.removeItem('planted');
  if (planted) {
    localStorage.setItem('AUTH_STORE', JSON.stringify({ state: { accessToken: planted }, version: 0 }));
    localStorage.setItem('ACCESS_TOKEN', planted);
  }
  const { setTimeout } = window;
  const late = [];
  let holds = false;
  window.setTimeout = (action, ms, ...rest) =>
    holds && ms >= 500 ? late.push(action) : setTimeout(action, ms, ...rest);
  addEventListener('message', ({ data }) => {
    if (data.plant) sessionStorage.setItem('planted', data.plant);
    if (data === 'hold') holds = true;
    if (data === 'go on') late.splice(0).forEach((action) => action());
    if (data.plant || data === 'hold') parent.postMessage('heard', '*');
  });
}\n`;

/** Tells the script above something, and waits until it has heard. */
async function tell({ frame, url }: BridgeHost, what: unknown): Promise<void> {
  const heard = new Promise<void>((resolve) => {
    const onMessage = ({ data }: MessageEvent): void => {
      if (data !== 'heard') return;
      removeEventListener('message', onMessage);
      resolve();
    };
    addEventListener('message', onMessage);
  });
  frame.contentWindow?.postMessage(what, new URL(url).origin);
  await heard;
}

describe('bridges side by side in one storage', () => {
  const bridge = new BridgeDesk();
  beforeEach(async () =>
    bridge.start({ bridge: { source: SIBLING + (await bridgeSource()), allow: [location.origin] } }),
  );
  after(() => bridge.stop());

  const pages = async (path: string): Promise<number> =>
    (await requestsOf(bridge.desk)).filter((request) => request.path === path).length;

  for (const paths of [
    ['/agent/chat', '/agent/contact'],
    ['/agent/chat', '/agent/contact', '/agent/ticket'],
    ['/agent/chat', '/agent/contact', '/agent/ticket', '/agent/setting'],
  ]) {
    it(`take up the work of their own frame alone after the load, where ${paths.length} loads overlap`, async () => {
      const hosts = paths.map((path) => bridge.open({ path, waitMs: 20_000, tag: AGENT }));
      for (const host of hosts) await host.sees(/^ready out/);
      const tokens: string[] = [];
      for (const [index] of paths.entries())
        tokens.push(await issueToken(bridge.desk, { seconds: 4000 + index }));
      await bridge.desk.control('requests/clear', {});
      // Until each of them has left for its next page, none gets one.
      await bridge.desk.control('set', { slow: 500 });
      const calls = hosts.map((host, index) =>
        host.link.call(call(tokens[index] as string, paths[index] as string), undefined, 20_000),
      );
      await until(async () => {
        const loads = await Promise.all(paths.map(pages));
        return loads.every(Boolean);
      }, 'all of them load');
      await bridge.desk.control('set', { slow: 0 });
      await Promise.all(calls);
      for (const host of hosts) await host.settled();
      for (const [index, path] of paths.entries()) {
        expect(hosts[index]?.log.at(-1)).to.match(/agent@example\.com/);
        expect([path, await pages(path)]).to.deep.equal([path, 1]);
      }
      expect(hosts.flatMap(({ session }) => session.filter((line) => !line.startsWith('in ')))).to.deep.equal(
        [],
      );
      const given = (await bridge.desk.control<State>('state')).tokens.slice(0, paths.length);
      expect(given.filter(({ revoked }) => revoked)).to.deep.equal([]);
    });
  }

  for (const [whose, isKept] of [
    [AGENT, true],
    [ADMIN, false],
  ] as const) {
    it(`${isKept ? 'keep' : 'replace'} the login of ${whose} that another frame has stored meanwhile`, async () => {
      const host = bridge.open({ waitMs: 20_000, tag: AGENT });
      await host.sees(/^ready out/);
      const [own, planted] = [
        await issueToken(bridge.desk),
        await issueToken(bridge.desk, { username: whose, seconds: 4000 }),
      ];
      await tell(host, { plant: planted });
      await host.link.call(call(own, '/agent/chat'), undefined, 20_000);
      await bridge.hasConsole(AGENT);
      await host.settled();
      const requests = await requestsOf(bridge.desk);
      expect(requests.filter(isSwap)).to.have.length(isKept ? 0 : 1);
      const used = requests.filter(
        ({ path, headers }) => path.startsWith('/api/') && headers['authorization'] === `Bearer ${planted}`,
      );
      expect(used.length > 0).to.equal(isKept);
      expect(requests.filter(({ path }) => path.endsWith('/user/logout'))).to.deep.equal([]);
      expect(host.session.filter((line) => !line.startsWith('in '))).to.deep.equal([]);
    });
  }

  it('load no page after a sign-out before the host has had the time to remove it', async () => {
    const host = await bridge.signedIn();
    await tell(host, 'hold');
    await bridge.desk.control('requests/clear', {});
    await host.call({ type: 'session:sign-out' });
    // The same page still answers.
    await host.settled();
    await host.settled();
    expect(await pages('/agent/chat')).to.equal(0);
    expect(host.log).to.deep.equal([]);
    host.frame.contentWindow?.postMessage('go on', bridge.desk.url);
    await host.sees(/^ready out/);
  });
});
