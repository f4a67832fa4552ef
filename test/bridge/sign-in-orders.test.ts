import { expect } from '@open-wc/testing';
import { BridgeClient } from '../../src/frame/bridge-client.js';
import { receiveFrom } from '../../src/frame/window-messages.js';
import { seal } from '../../src/protocol/envelope.js';
import { type DeskRequest, issueToken, requestsOf, until } from '../support/workspace.js';
import { BridgeDesk, type BridgeHost, bridgeSource } from './bridge-host.js';
import { AGENT_CONSOLES, runsOnHostsToken } from './consoles.js';

const AGENT = 'agent@example.com';
const ADMIN = 'admin@example.com';

/** A port of the test's own to the bridge in a host's frame, which then speaks to nobody else. */
async function portOf({ frame, url }: BridgeHost): Promise<MessagePort> {
  const { port1, port2 } = new MessageChannel();
  const ready = new Promise((resolve) => (port1.onmessage = resolve));
  const welcome = seal({ type: 'host:welcome', wait: false });
  (frame.contentWindow as Window).postMessage(welcome, new URL(url).origin, [port2]);
  await ready;
  return port1;
}

interface State {
  readonly tokens: readonly { readonly username: string; readonly revoked: boolean }[];
}

describe('a sign-in by the bridge, whatever else comes', () => {
  for (const [name, settings] of Object.entries(AGENT_CONSOLES)) {
    describe(`in the ${name} console`, () => {
      const bridge = new BridgeDesk();
      beforeEach(() => bridge.start(settings));
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
        expect(tokens.length - before).to.equal(runsOnHostsToken(name) ? 0 : 1);
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

      it('takes the second of two users who are signed in one after the other at once', async () => {
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

      describe('while the first one’s login is being made ready', () => {
        let host: BridgeHost;
        let began: Promise<unknown>;
        let first: string;
        beforeEach(async () => {
          host = bridge.open({ waitMs: 20_000, tag: ADMIN });
          first = await issueToken(bridge.desk);
          await host.sees(/^ready/);
          await bridge.desk.control('set', { slow: 300 });
          began = host.link.call(call(first, AGENT), undefined, 20_000).catch(() => undefined);
          await until(async () => {
            const requests = await bridge.desk.control<{ path: string }[]>('requests');
            return requests.some(({ path }) => /\/user\/profile$|\/login\/accessToken$/.test(path));
          }, 'the first one’s token is used');
        });

        /** Of the first user’s tokens only the one lives that the host has and may revoke: a swap made another one. */
        const hostsTokenIsLeft = (): Promise<void> =>
          until(async () => {
            const { tokens } = await bridge.desk.control<State>('state');
            return tokens.filter(({ username, revoked }) => username === AGENT && !revoked).length === 1;
          }, 'the console’s own token has ended');

        it('goes on with it when the same token comes once more, and begins nothing anew', async () => {
          const pages = (requests: DeskRequest[]): number =>
            requests.filter(({ path }) => path === '/agent/chat').length;
          const loads = pages(await requestsOf(bridge.desk));
          host.link.ask();
          await Promise.all([began, host.link.call(call(first, AGENT), undefined, 20_000)]);
          await bridge.desk.control('set', { slow: 0 });
          await bridge.hasConsole(AGENT);
          await host.settled();
          const requests = await requestsOf(bridge.desk);
          // A login in the storage needs one more page, an own token that the console gets by its address none.
          expect(pages(requests) - loads).to.equal(runsOnHostsToken(name) ? 1 : 0);
          expect(requests.filter(({ path }) => path.endsWith('/logout'))).to.deep.equal([]);
          const { tokens } = await bridge.desk.control<State>('state');
          expect(tokens.filter(({ revoked }) => revoked)).to.deep.equal([]);
          expect(tokens).to.have.length(runsOnHostsToken(name) ? 1 : 2);
        });

        it('takes the second of two users, and leaves no token of the first one alive', async () => {
          const second = await issueToken(bridge.desk, { username: ADMIN });
          await Promise.all([began, host.link.call(call(second, ADMIN), undefined, 20_000)]);
          await bridge.hasConsole(ADMIN);
          await host.settled();
          expect(host.log.filter((line) => line.startsWith('expired') || line.includes(AGENT))).to.deep.equal(
            [],
          );
          await hostsTokenIsLeft();
        });

        it('signs out, and leaves neither a login nor a token alive', async () => {
          await host.call({ type: 'session:sign-out' });
          await host.sees(/^ready out/, runsOnHostsToken(name) ? 3 : 2);
          await host.settled();
          expect(host.log.filter((line) => line.includes(AGENT))).to.deep.equal([]);
          await hostsTokenIsLeft();
        });
      });

      it('answers a call that is sent once more after its answer, and does nothing anew', async () => {
        const host = await bridge.signedIn(AGENT);
        const port = await portOf(host);
        const done: unknown[] = [];
        port.onmessage = ({ data }: MessageEvent<{ body: { type: string; id: string } }>) => {
          if (data.body.type === 'call:done') done.push(data.body.id);
        };
        const first = { ...call(await issueToken(bridge.desk, { seconds: 4000 }), AGENT), id: 'first' };
        const second = { ...call(await issueToken(bridge.desk, { seconds: 5000 }), AGENT), id: 'second' };
        port.postMessage(seal(first));
        port.postMessage(seal(second));
        await until(() => done.length === 2, 'two answers');
        await bridge.desk.control('requests/clear', {});
        port.postMessage(seal(first));
        await until(() => done.length === 3, 'the answer once more');
        expect(done).to.deep.equal(['first', 'second', 'first']);
        await bridge.tell('visitor-message', { username: AGENT, content: 'Hello?' });
        const calls = (): Promise<DeskRequest[]> => requestsOf(bridge.desk);
        await until(async () => (await calls()).some(({ path }) => path.includes('/thread/')), 'a call');
        expect((await calls()).filter(({ path }) => path.endsWith('/logout'))).to.deep.equal([]);
        const given = (await calls()).map(({ headers }) => headers['authorization']);
        expect(given).not.to.include(`Bearer ${first.token}`);
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

  /** Takes away what the console itself has learnt from its settings file: as if that file had come too late for it. */
  const FORGETFUL = `for (const key of Object.keys(localStorage))
    if (key.startsWith('CONFIG_')) localStorage.removeItem(key);\n`;

  for (const [when, before] of [
    ['', ''],
    [', also where its settings file came too late for it', FORGETFUL],
  ] as const) {
    it(`sends no call to the address that is compiled in, and gets live messages${when}`, async () => {
      const { url } = await elsewhere.start({ bridge: null });
      await bridge.start({
        generation: 'early-2025',
        compiledApi: url,
        live: 'strict',
        bridge: { source: before + (await bridgeSource()), allow: [location.origin] },
      });
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
  }
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
