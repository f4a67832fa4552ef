import { expect } from '@open-wc/testing';
import { bridged } from '../../../bridge/bridge-host.js';
import { AGENT_CONSOLES, runsOnHostsToken } from '../../../bridge/consoles.js';
import type { TestDesk } from '../../../support/desk.js';
import {
  canBeTold,
  type DeskRequest,
  issueToken,
  mount,
  requestsOf,
  until,
  withOwnDesk,
} from '../../../support/workspace.js';

const AGENT = 'agent@example.com';

interface State {
  readonly consoles: readonly unknown[];
  readonly tokens: readonly { readonly revoked: boolean }[];
}

const isLogout = ({ path, method }: DeskRequest): boolean =>
  path.endsWith('/user/logout') && method === 'POST';

for (const [name, settings] of Object.entries(AGENT_CONSOLES)) {
  describe(`what the page does after an end in the ${name} console`, () => {
    let desk: TestDesk;
    withOwnDesk(
      (own) => (desk = own),
      () => bridged(settings),
    );

    const ready = async (): ReturnType<typeof mount> => {
      const shown = await mount({
        server: desk.url,
        path: '/agent/chat',
        delivery: 'bridge',
        checkInterval: 0,
        token: await issueToken(desk),
      });
      await shown.log.first('bytedesk-ready');
      await until(
        async () =>
          (await requestsOf(desk)).some(({ path, status }) => path.includes('/thread/query') && status),
        'its conversations',
      );
      await canBeTold(desk, AGENT);
      return shown;
    };

    /** Answers to the logout calls of this page, not of the console. */
    const ownLogouts = async (): Promise<(number | null)[]> =>
      (await requestsOf(desk))
        .filter(({ headers }) => headers['origin'] === location.origin)
        .filter(isLogout)
        .map(({ status }) => status);

    const isEmpty = (): Promise<void> =>
      until(async () => (await desk.control<State>('state')).consoles.length === 0, 'no console is left');

    const ends: Readonly<Record<string, () => Promise<unknown>>> = {
      'a sign-out': () => desk.control('sign-out', { username: AGENT }),
      'a 400': async () => {
        await desk.control('set', { fail: { as: 400, path: '/api/v1/thread', count: 1 } });
        await desk.control('visitor-message', { username: AGENT, content: 'Hello?' });
      },
      'a kick': async () => {
        await desk.control('kick', { username: AGENT });
        await desk.control('confirm-kick', { username: AGENT });
      },
    };

    for (const [what, end] of Object.entries(ends)) {
      it(`revokes nothing twice after ${what}`, async () => {
        const { log } = await ready();
        await end();
        await log.first('bytedesk-logout');
        await isEmpty();
        const revoked = async (): Promise<boolean> =>
          (await desk.control<State>('state')).tokens.every((token) => token.revoked);
        await until(revoked, 'no living token is left');
        // A token of the host's own is another one than the console's. That a kick has ended it, too, nobody can know.
        if (runsOnHostsToken(name)) expect(await ownLogouts()).to.deep.equal([]);
        else if (what !== 'a kick') expect(await ownLogouts()).to.deep.equal([200]);
        expect(log.of('bytedesk-logout')).to.have.length(1);
        expect(log.of('bytedesk-error')).to.deep.equal([]);
      });
    }

    it('loads no page and revokes nothing twice after logout()', async () => {
      const { element, log } = await ready();
      const pages = (requests: readonly DeskRequest[]): number =>
        requests.filter(({ path }) => /^\/agent\/(?!assets|.*\.)/.test(path)).length;
      const before = pages(await requestsOf(desk));
      expect(await element.logout()).to.deep.equal({ console: 'signed-out' });
      await isEmpty();
      const requests = await requestsOf(desk);
      expect(pages(requests)).to.equal(before);
      const logouts = requests.filter(isLogout);
      expect(logouts.map(({ status }) => status)).not.to.include(401);
      const tokens = logouts.map(({ headers }) => headers['authorization']);
      expect(tokens).to.deep.equal([...new Set(tokens)]);
      expect(log.of('bytedesk-error')).to.deep.equal([]);
    });
  });
}
