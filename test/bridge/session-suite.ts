import { expect } from '@open-wc/testing';
import { issueToken, requestsOf, until } from '../support/workspace.js';
import { BridgeDesk } from './bridge-host.js';
import { AS_OBSERVED } from './consoles.js';
import { FOREIGN_CONSOLE } from './foreign-console.js';

const AGENT = 'agent@example.com';
const ADMIN = 'admin@example.com';

const CONSOLES: readonly [name: string, settings: object, path: string, data?: Record<string, string>][] = [
  ['the agent console', {}, '/agent/chat'],
  ['the agent console of early 2025', { generation: 'early-2025' }, '/agent/chat'],
  ['the admin console', {}, '/admin/welcome'],
  [
    'a hand-written console whose names are given',
    { page: FOREIGN_CONSOLE },
    '/agent/chat',
    { 'token-key': 'my_login', 'store-key': '' },
  ],
  [
    'a hand-written console of which nothing is known',
    { page: FOREIGN_CONSOLE },
    '/agent/chat',
    { 'token-key': '' },
  ],
  ['the agent console as it was observed', AS_OBSERVED, '/agent/chat'],
];

/**
 * What becomes of a session, in one of the consoles. Each has a test file, and with it a page, of its own: WebKit lets one
 * page, frames included, write its history a hundred times in a while and no oftener.
 */
export function describeConsole(index: number): void {
  const [name, settings, path, data] = CONSOLES[index] as (typeof CONSOLES)[number];
  describe(`the bridge in ${name}`, () => {
    const bridge = new BridgeDesk();
    const user = path.startsWith('/admin') ? ADMIN : AGENT;
    const other = user === AGENT ? ADMIN : AGENT;
    beforeEach(() => bridge.start(settings, data));
    after(() => bridge.stop());

    it('signs in with a token by message, without a request that has it in its address', async () => {
      await bridge.signedIn(user, path);
      const requests = await requestsOf(bridge.desk);
      expect(requests.filter(({ query }) => 'accessToken' in query)).to.deep.equal([]);
      // Nor does one name an address that has it as the page that it comes from.
      const referrers = requests.map(({ headers }) => headers['referer'] ?? '');
      expect(referrers.filter((address) => /token/i.test(address))).to.deep.equal([]);
      // The console swaps it for one of its own, unless it is of an age that does not know how.
      const swaps = requests.filter((request) => request.path.endsWith('/login/accessToken'));
      expect(swaps.length).to.equal('generation' in settings ? 0 : 1);
    });

    it('tells a sign-out of the user, once', async () => {
      const host = await bridge.signedIn(user, path);
      await bridge.tell('sign-out', { username: user });
      await host.sees('out user');
      await host.settled();
      expect(host.session).to.deep.equal(['out user']);
    });

    if (!path.startsWith('/admin')) {
      it('tells a 401 as an end, and the console’s own sign-out after it not at all', async () => {
        const host = await bridge.signedIn(user, path);
        await bridge.desk.control('revoke', { username: user });
        // An event makes the console call its API, unless it has done so by itself meanwhile.
        await until(async () => {
          const message = { username: user, content: 'Hello?' };
          const { told } = await bridge.desk.control<{ told: number }>('visitor-message', message);
          return told > 0 || host.session.length > 0;
        }, 'the console calls its API');
        await host.sees('expired revoked');
        await host.sees('route /agent/auth/login');
        await host.settled();
        expect(host.session).to.deep.equal(['expired revoked']);
      });
    }

    it('finds a revocation of an idle console by a probe', async () => {
      const host = await bridge.signedIn(user, path);
      await bridge.desk.control('revoke', { username: user });
      await host.settled();
      await host.settled();
      expect(host.session).to.deep.equal(['expired revoked']);
    });

    it('tells a kick as such', async () => {
      const host = await bridge.signedIn(user, path);
      await bridge.tell('kick', { username: user });
      if ('kickConfirmation' in settings) await bridge.tell('confirm-kick', { username: user });
      await host.sees('out kicked');
      await host.settled();
      expect(host.session).to.deep.equal(['out kicked']);
    });

    it('tells a sign-out in another tab', async () => {
      const first = await bridge.signedIn(user, path);
      const second = bridge.open({ path });
      await second.sees(new RegExp(`^(?:ready|in) ${user}`));
      await second.call({ type: 'session:sign-out' });
      await first.sees('out other-tab');
      expect(first.session).to.deep.equal(['out other-tab']);
    });

    it('signs out for the host: ends the console’s token, forgets the login, is no news', async () => {
      const host = await bridge.signedIn(user, path);
      const mine = (await bridge.desk.control<State>('state')).tokens.length;
      await host.call({ type: 'session:sign-out' });
      await host.sees(/^ready out/);
      expect(host.session).to.deep.equal([]);
      const { tokens } = await bridge.desk.control<State>('state');
      expect(tokens[mine - 1]?.revoked).to.equal(true);
    });

    it('shows a second user his own console, and tells nothing of the change', async () => {
      const host = await bridge.signedIn(user, path);
      await host.signIn(await issueToken(bridge.desk, { username: other }), other, path);
      await bridge.hasConsole(other);
      // The desk hears a moment later that a page has gone.
      await until(async () => {
        const { consoles } = await bridge.desk.control<State>('state');
        return consoles.length === 1 && consoles[0]?.username === other;
      }, 'his console alone');
      expect(host.session.filter((line) => !line.startsWith('in '))).to.deep.equal([]);
    });

    it('clears the login of another user before the console’s first line', async () => {
      (await bridge.signedIn(user, path)).close();
      bridge.hosts.length = 0;
      const host = bridge.open({ path, waitMs: 8000, tag: other });
      await host.sees(/^ready/);
      expect(host.log[0]).to.match(/^ready out/);
      await bridge.desk.control('requests/clear', {});
      await host.signIn(await issueToken(bridge.desk, { username: other }), other, path);
      await bridge.hasConsole(other);
    });

    it('keeps the login of the same user, and takes a stale one out of the way', async () => {
      (await bridge.signedIn(user, path)).close();
      bridge.hosts.length = 0;
      await bridge.desk.control('revoke', { username: user });
      const host = bridge.open({ path, waitMs: 8000, tag: user });
      await host.signIn(await issueToken(bridge.desk, { username: user }), user, path);
      await bridge.hasConsole(user);
      await host.settled();
      expect(host.session.filter((line) => !line.startsWith('in '))).to.deep.equal([]);
    });

    it('hands a renewed token to a running console, without a reload', async () => {
      const host = await bridge.signedIn(user, path);
      const renewed = await issueToken(bridge.desk, { username: user, seconds: 5000 });
      await host.signIn(renewed, user, path);
      await host.settled();
      expect(host.log).to.deep.equal([]);
      if (data?.['token-key'] === '') return;
      await bridge.desk.control('revoke', { accessToken: renewed });
      await host.settled();
      await host.sees('expired revoked');
    });

    it('tells routes, and goes to one without a load', async () => {
      const host = await bridge.signedIn(user, path);
      const root = path.split('/')[1];
      await bridge.tell('navigate', { path: '/setting', username: user });
      await host.sees(`route /${root}/setting`);
      await host.call({ type: 'route:navigate', path: `/${root}/contact` });
      await host.sees(`route /${root}/contact`);
      expect(host.log).to.deep.equal([`route /${root}/setting`, `route /${root}/contact`]);
    });

    it('goes on after a reload of the console, signed in', async () => {
      const host = await bridge.signedIn(user, path);
      host.signsIn = false;
      await bridge.desk.control('set', { selfReload: 1 });
      await host.sees(/^(?:ready|in) /);
      await bridge.desk.control('set', { selfReload: 0 });
      await until(async () => host.log.some((line) => line.includes(user)), 'signed in again');
      expect(host.session.filter((line) => !line.startsWith('in '))).to.deep.equal([]);
      await bridge.hasConsole(user);
    });
  });
}

interface State {
  readonly tokens: readonly { readonly revoked: boolean }[];
  readonly consoles: readonly { readonly username: string | null }[];
}
