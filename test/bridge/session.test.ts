import { expect } from '@open-wc/testing';
import { issueToken, requestsOf } from '../support/workspace.js';
import { BridgeDesk } from './bridge-host.js';

const AGENT = 'agent@example.com';
const ADMIN = 'admin@example.com';

const CONSOLES = [
  ['the agent console', {}, '/agent/chat'],
  ['the agent console of early 2025', { generation: 'early-2025' }, '/agent/chat'],
  ['the admin console', {}, '/admin/welcome'],
] as const;

for (const [name, settings, path] of CONSOLES) {
  describe(`the bridge in ${name}`, () => {
    const bridge = new BridgeDesk();
    const user = path.startsWith('/admin') ? ADMIN : AGENT;
    beforeEach(() => bridge.start(settings));
    after(() => bridge.stop());

    it('signs in with a token by message, at the path asked for, without a request that has it', async () => {
      const host = await bridge.signedIn(user, path);
      expect(host.session).to.deep.equal([]);
      const requests = await requestsOf(bridge.desk);
      expect(JSON.stringify(requests.map(({ path: to, query }) => [to, query]))).not.to.contain(
        'accessToken',
      );
      // The handed token itself, not one that it was swapped for.
      expect(requests.some(({ path: to }) => to.includes('login/accessToken'))).to.equal(false);
    });

    it('tells a sign-out of the user, once', async () => {
      const host = await bridge.signedIn(user, path);
      await bridge.desk.control('sign-out', { username: user });
      await host.sees('out user');
      await host.settled();
      expect(host.session).to.deep.equal(['out user']);
    });

    it('tells a 401 as an end, and the console’s own sign-out after it not at all', async () => {
      const host = await bridge.signedIn(user, path);
      await bridge.desk.control('set', { fail: { as: 401, count: 1 } });
      await host.settled();
      await host.sees(/^expired/);
      expect(host.session).to.deep.equal(['expired revoked']);
    });

    it('finds a revocation of an idle console by a probe', async () => {
      const host = await bridge.signedIn(user, path);
      await bridge.desk.control('revoke', { username: user });
      await host.settled();
      await host.settled();
      expect(host.session).to.deep.equal(['expired revoked']);
    });

    it('signs out for the host: revokes the console’s token, forgets the login', async () => {
      const host = await bridge.signedIn(user, path);
      await host.call({ type: 'session:sign-out' });
      await host.sees(/^ready out/);
      expect(host.session).to.deep.equal([]);
      const { tokens } = await bridge.desk.control<{ tokens: { revoked: boolean }[] }>('state');
      expect(tokens.every(({ revoked }) => revoked)).to.equal(true);
    });

    it('shows a second user his own console', async () => {
      const first = await bridge.signedIn(user, path);
      const other = user === AGENT ? ADMIN : AGENT;
      await first.signIn(await issueToken(bridge.desk, { username: other }), other, path);
      await first.sees(`ready ${other} ${path}`);
      expect(first.session).to.deep.equal([]);
      await bridge.hasConsole(other);
    });
  });
}
