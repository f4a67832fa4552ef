import { expect } from '@open-wc/testing';
import { bridged } from '../../../bridge/bridge-host.js';
import { AGENT_CONSOLES, runsOnHostsToken } from '../../../bridge/consoles.js';
import type { TestDesk } from '../../../support/desk.js';
import { actionOf } from '../../../support/panel-scenes.js';
import { gives, TokenEndpoint } from '../../../support/token-endpoint.js';
import {
  canBeTold,
  type DeskRequest,
  issueToken,
  mount,
  next,
  requestsOf,
  until,
  type WorkspaceSettings,
  withOwnDesk,
} from '../../../support/workspace.js';

const AGENT = 'agent@example.com';

const hasButton = (element: Element): boolean =>
  element.shadowRoot?.querySelector('.cover [part="action"]:not([hidden])') !== null;

for (const [name, settings] of Object.entries(AGENT_CONSOLES)) {
  describe(`<bytedesk-workspace delivery="bridge">, the end of a session in the ${name} console`, () => {
    let desk: TestDesk;
    withOwnDesk(
      (own) => (desk = own),
      () => bridged(settings),
    );

    const ready = async (more: WorkspaceSettings): ReturnType<typeof mount> => {
      const shown = await mount({
        server: desk.url,
        path: '/agent/chat',
        delivery: 'bridge',
        checkInterval: 0,
        ...more,
      });
      await shown.log.first('bytedesk-ready');
      // The last of the calls that it makes by itself.
      await until(
        async () =>
          (await requestsOf(desk)).some(({ path, status }) => path.includes('/thread/query') && status),
        'its conversations',
      );
      await canBeTold(desk, AGENT);
      return shown;
    };

    /** Lets the console make a call: a visitor's message is fetched. */
    const stir = async (): Promise<void> => {
      await until(
        async () =>
          (await desk.control<{ told: number }>('visitor-message', { username: AGENT, content: 'Hello?' }))
            .told > 0,
        'the console hears of a message',
      );
    };

    const lastTokenUsed = (requests: readonly DeskRequest[]): string | undefined =>
      requests.filter(({ path }) => path.startsWith('/api/')).at(-1)?.headers['authorization'];

    if (runsOnHostsToken(name)) {
      it('asks the source for another token at once, tells the end once, and goes on with that', async () => {
        const [first, second] = [await issueToken(desk), await issueToken(desk, { seconds: 4000 })];
        const endpoint = await TokenEndpoint.open(gives(first), gives(second));
        const { element, log } = await ready({ tokenUrl: endpoint.path });
        log.events.length = 0;
        await desk.control('revoke', { accessToken: first });
        await stir();
        await log.first('bytedesk-ready');
        await until(
          async () => lastTokenUsed(await requestsOf(desk)) === `Bearer ${second}`,
          'a call with the new token',
        );
        expect(await endpoint.reasons()).to.deep.equal(['initial', 'rejected']);
        expect(log.of('bytedesk-token-expired').map(({ detail }) => detail)).to.deep.equal([
          { subject: 'console', reason: 'revoked', source: 'bridge', expiresAt: null },
        ]);
        expect(log.names.filter((text) => !text.includes('>'))).to.deep.equal([
          'token-expired',
          'token-renewed',
          'ready',
        ]);
        expect(element.state).to.equal('ready');
      });
    }

    it('asks the source when the user signs in again, not the token that is dead', async () => {
      const [first, second] = [await issueToken(desk), await issueToken(desk, { seconds: 4000 })];
      const endpoint = await TokenEndpoint.open(gives(first), { status: 503 });
      const { element, log } = await ready({ tokenUrl: endpoint.path });
      await desk.control('revoke', { username: AGENT });
      await stir();
      await log.first('bytedesk-token-expired');
      await until(() => hasButton(element), 'a button');
      const asked = (await endpoint.requests()).length;
      const living = await issueToken(desk, { seconds: 5000 });
      expect([first, second]).not.to.include(living);
      await endpoint.answer(gives(living));
      log.events.length = 0;
      actionOf(element).click();
      await next(element, 'bytedesk-ready');
      await canBeTold(desk, AGENT);
      expect((await endpoint.requests()).length).to.be.greaterThan(asked);
      expect(log.of('bytedesk-token-expired')).to.deep.equal([]);
    });

    it('asks the source in reload(), too', async () => {
      const endpoint = await TokenEndpoint.open(gives(await issueToken(desk)), { status: 503 });
      const { element, log } = await ready({ tokenUrl: endpoint.path });
      await desk.control('revoke', { username: AGENT });
      await stir();
      await log.first('bytedesk-token-expired');
      await endpoint.answer(gives(await issueToken(desk, { seconds: 5000 })));
      log.events.length = 0;
      await element.reload();
      await canBeTold(desk, AGENT);
      expect(element.state).to.equal('ready');
      expect(log.of('bytedesk-token-expired')).to.deep.equal([]);
    });

    if (runsOnHostsToken(name)) {
      it('is told once where the console is first, also if the desk would be asked afterwards', async () => {
        const { element, log } = await ready({ token: await issueToken(desk), checkInterval: 1 });
        await desk.control('set', { fail: { as: 500, path: '/api/v1/user/profile' } });
        await desk.control('revoke', { username: AGENT });
        await stir();
        await log.first('bytedesk-token-expired');
        await desk.control('set', { fail: null });
        await log.first('bytedesk-navigate');
        await until(() => hasButton(element), 'a panel');
        const { detail } = log.of('bytedesk-token-expired')[0] as CustomEvent;
        expect(detail).to.deep.include({ subject: 'console', source: 'bridge' });
        // No check of a token whose end is known.
        await desk.control('requests/clear', {});
        element.checkInterval = 0.5;
        element.path = '/agent/chat';
        await element.updateComplete;
        const checks = (await requestsOf(desk)).filter(({ path }) => path.endsWith('/user/profile'));
        expect(checks).to.deep.equal([]);
        expect(log.of('bytedesk-token-expired')).to.have.length(1);
      });

      it('is told once where the check is first; the panel comes with the console’s own end', async () => {
        const { element, log } = await ready({ token: await issueToken(desk), checkInterval: 1 });
        await desk.control('revoke', { username: AGENT });
        const { detail } = await log.first('bytedesk-token-expired');
        expect(detail).to.deep.include({ subject: 'token', source: 'probe' });
        await element.updateComplete;
        expect(hasButton(element)).to.equal(false);
        await stir();
        await log.first('bytedesk-navigate');
        await until(() => hasButton(element), 'a panel');
        expect(log.of('bytedesk-token-expired')).to.have.length(1);
      });
    }
  });
}
