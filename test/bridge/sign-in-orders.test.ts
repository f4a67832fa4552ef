import { expect } from '@open-wc/testing';
import { BridgeClient } from '../../src/frame/bridge-client.js';
import { receiveFrom } from '../../src/frame/window-messages.js';
import { issueToken, until } from '../support/workspace.js';
import { BridgeDesk } from './bridge-host.js';

const AGENT = 'agent@example.com';
const ADMIN = 'admin@example.com';

interface State {
  readonly tokens: readonly { readonly username: string; readonly revoked: boolean }[];
}

describe('a sign-in by the bridge, whatever else comes', () => {
  for (const generation of ['newer', 'early-2025']) {
    describe(`in the ${generation} console`, () => {
      const bridge = new BridgeDesk();
      beforeEach(() => bridge.start({ generation }));
      after(() => bridge.stop());

      const call = (token: string, tag: string, path = '/agent/chat') =>
        ({ type: 'session:sign-in', token, tag, path }) as const;

      it('is one, however many hellos and calls there are before, during and after it', async () => {
        const host = bridge.open({ waitMs: 20_000, tag: AGENT });
        const token = await issueToken(bridge.desk);
        const before = (await bridge.desk.control<State>('state')).tokens.length;
        const calls: Promise<unknown>[] = [];
        for (let times = 0; times < 4; times += 1) {
          host.link.ask();
          calls.push(host.link.call(call(token, AGENT), undefined, 20_000));
        }
        await host.sees(/^ready/);
        host.link.ask();
        calls.push(host.link.call(call(token, AGENT), undefined, 20_000));
        await Promise.all(calls);
        host.link.ask();
        await host.signIn(token, AGENT);
        await bridge.hasConsole(AGENT);
        const { tokens } = await bridge.desk.control<State>('state');
        expect(tokens.length - before).to.equal(generation === 'newer' ? 1 : 0);
        expect(tokens.filter(({ revoked }) => revoked)).to.deep.equal([]);
        expect(host.session.filter((line) => !line.startsWith('in '))).to.deep.equal([]);
      });

      it('is that of each frame alone, where several sign in at once', async () => {
        const users = [AGENT, AGENT, AGENT, AGENT];
        const signIns = users.map(async (username) => {
          const host = bridge.open({ waitMs: 20_000, tag: username });
          const token = await issueToken(bridge.desk, { username });
          await host.link.call(call(token, username), undefined, 20_000);
          return host;
        });
        const hosts = await Promise.all(signIns);
        for (const host of hosts) await host.settled();
        await bridge.hasConsole(AGENT, 4);
        expect(hosts.flatMap((host) => host.session.filter((line) => !line.startsWith('in ')))).to.deep.equal(
          [],
        );
      });

      it('takes the second of two users who are signed in one after the other at once', async function () {
        // A known defect: in Firefox and WebKit the first user's reload loses the second sign-in of an early console.
        if (!/Chrome\//.test(navigator.userAgent) && generation === 'early-2025') this.skip();
        const host = bridge.open({ waitMs: 20_000, tag: ADMIN });
        const [first, second] = [
          await issueToken(bridge.desk),
          await issueToken(bridge.desk, { username: ADMIN }),
        ];
        await Promise.all([
          host.link.call(call(first, AGENT), undefined, 20_000).catch(() => undefined),
          host.link.call(call(second, ADMIN), undefined, 20_000),
        ]);
        await bridge.hasConsole(ADMIN);
        await host.settled();
        expect(host.log.filter((line) => line.includes(AGENT))).to.deep.equal([]);
      });

      it('tells that the desk refuses the token, and loads nothing for ever', async () => {
        const host = bridge.open({ waitMs: 20_000, tag: AGENT });
        const token = await issueToken(bridge.desk);
        await bridge.desk.control('revoke', { accessToken: token });
        const problem = await host.link
          .call(call(token, AGENT), undefined, 20_000)
          .catch((error: { code: string }) => error.code);
        expect(problem).to.equal('login-failed');
        expect(host.session).to.deep.equal(['expired rejected']);
      });

      it('loads the console once on a repeat visit, and keeps its token and device', async () => {
        const first = await bridge.signedIn();
        first.close();
        bridge.hosts.length = 0;
        const { tokens } = await bridge.desk.control<State>('state');
        await bridge.desk.control('requests/clear', {});
        const token = await issueToken(bridge.desk, { seconds: 4000 });
        const host = bridge.open({ waitMs: 20_000, tag: AGENT });
        await host.sees(`ready ${AGENT} /agent/chat`);
        await host.link.call(call(token, AGENT), undefined, 20_000);
        await bridge.hasConsole(AGENT);
        const requests = await bridge.desk.control<{ path: string }[]>('requests');
        expect(requests.filter(({ path }) => path === '/agent/chat')).to.have.length(1);
        const after = (await bridge.desk.control<State>('state')).tokens;
        expect(after.length - tokens.length).to.equal(1);
      });
    });
  }
});

describe('a first sign-in by the bridge in a console that is as hard as that of early 2025', () => {
  const bridge = new BridgeDesk();
  const elsewhere = new BridgeDesk();
  after(async () => {
    await bridge.stop();
    await elsewhere.stop();
  });

  it('sends no call to the address that is compiled in, and gets live messages', async () => {
    const { url } = await elsewhere.start({ bridge: null });
    await bridge.start({ generation: 'early-2025', compiledApi: url, live: 'strict' });
    const host = bridge.open({ waitMs: 20_000, tag: AGENT });
    const token = await issueToken(bridge.desk);
    await host.link.call(
      { type: 'session:sign-in', token, tag: AGENT, path: '/agent/chat' },
      undefined,
      20_000,
    );
    await until(async () => {
      const clients = await bridge.desk.control<{ username: string; isConnected: boolean }[]>('clients');
      return clients.some(({ username, isConnected }) => username === AGENT && isConnected);
    }, 'a live connection');
    const foreign =
      await elsewhere.desk.control<{ path: string; headers: Record<string, string> }[]>('requests');
    expect(foreign.filter(({ headers }) => headers['authorization'])).to.deep.equal([]);
    expect(foreign.filter(({ path }) => path.startsWith('/api'))).to.deep.equal([]);
  });
});

describe('the bridge in a window of its own', () => {
  const bridge = new BridgeDesk();
  after(() => bridge.stop());

  for (const [windows, isTaken] of [
    ['', false],
    ['yes', false],
    ['control', true],
  ] as const) {
    it(`tells, and ${isTaken ? 'takes calls' : 'takes no call'} with data-windows="${windows}"`, async () => {
      const desk = await bridge.start({}, windows ? { windows } : {});
      const popup = window.open(`${desk.url}/agent/auth/login`, `console ${Math.random()}`) as Window;
      const messages: string[] = [];
      const link = new BridgeClient({
        window: popup,
        origin: desk.url,
        signsIn: () => false,
        onMessage: ({ type }) => messages.push(type),
        onIncompatible: () => undefined,
      });
      const stop = receiveFrom(popup, ({ origin, data }) => {
        if (origin === desk.url) link.receive(data);
      });
      try {
        await until(() => messages.includes('bridge:ready'), 'it is told');
        const outcomes = [];
        for (const call of [
          { type: 'route:navigate', path: '/agent/auth/register' },
          { type: 'session:sign-out' },
        ] as const)
          outcomes.push(
            await link.call(call).then(
              () => true,
              () => false,
            ),
          );
        expect(outcomes).to.deep.equal([isTaken, isTaken]);
      } finally {
        stop();
        link.close();
        popup.close();
      }
    });
  }
});
