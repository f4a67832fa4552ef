import { expect } from '@open-wc/testing';
import type { BytedeskWorkspaceElement } from '../../../../src/elements/workspace/workspace-element.js';
import { bridged } from '../../../bridge/bridge-host.js';
import { AGENT_CONSOLES, runsOnHostsToken } from '../../../bridge/consoles.js';
import type { TestDesk } from '../../../support/desk.js';
import { gives, TokenEndpoint } from '../../../support/token-endpoint.js';
import { canBeTold, issueToken, mount, requestsOf, until, withOwnDesk } from '../../../support/workspace.js';
import { mountBridged } from './sign-in-suite.js';

const AGENT = 'agent@example.com';

/** Who has a refusal of the desk: the page’s own API client, or the console in the frame. */
type Prover = 'the page' | 'the console';

for (const [name, settings] of Object.entries(AGENT_CONSOLES)) {
  describe(`a token that the desk refuses to several, in the ${name} console`, () => {
    let desk: TestDesk;
    withOwnDesk(
      (own) => (desk = own),
      () => bridged(settings),
    );

    /** Waits until the console has made the last of the calls that it makes by itself, and hears what it is told. */
    async function isQuiet(): Promise<void> {
      await until(
        async () =>
          (await requestsOf(desk)).some(({ path, status }) => path.includes('/thread/query') && status),
        'its conversations',
      );
      await canBeTold(desk, AGENT);
    }

    /** Lets the console make a call, which the desk answers. */
    async function callInConsole(): Promise<void> {
      await desk.control('requests/clear', {});
      await until(
        async () =>
          (await desk.control<{ told: number }>('visitor-message', { username: AGENT, content: 'Hello?' }))
            .told > 0,
        'the console hears of a message',
      );
      await until(
        async () => (await requestsOf(desk)).some(({ path, status }) => path.includes('/thread/') && status),
        'a call',
      );
    }

    const prove = (who: Prover, element: BytedeskWorkspaceElement, token: string): Promise<void> | void =>
      who === 'the console' ? callInConsole() : element.tokenRefused(token, 'revoked');

    if (runsOnHostsToken(name)) {
      for (const [first, second] of [
        ['the page', 'the console'],
        ['the console', 'the page'],
        ['the page', 'the page'],
        ['the console', 'the console'],
      ] as const) {
        it(`is told once, where first ${first} and then ${second} has it`, async () => {
          const token = await issueToken(desk);
          const { element, log } = await mountBridged(desk, token, { timeout: 60 });
          await log.first('bytedesk-ready');
          await isQuiet();
          log.events.length = 0;
          await desk.control('revoke', { accessToken: token });
          await prove(first, element, token);
          await log.first('bytedesk-token-expired');
          // After its refusal a console is out, and makes no further call.
          if (second === 'the page' || first === 'the page') await prove(second, element, token);
          await element.updateComplete;
          const isByConsole = first === 'the console';
          expect(log.of('bytedesk-token-expired').map(({ detail }) => detail)).to.deep.equal([
            isByConsole
              ? { subject: 'console', reason: 'revoked', source: 'bridge', expiresAt: null }
              : {
                  subject: 'token',
                  reason: 'revoked',
                  source: 'api',
                  expiresAt: log.of('bytedesk-token-expired')[0]?.detail.expiresAt,
                },
          ]);
          expect(element.state).to.equal('expired');
        });

        it(`is replaced once, where first ${first} and then ${second} has it`, async () => {
          const [token, fresh] = [await issueToken(desk), await issueToken(desk, { seconds: 4000 })];
          const endpoint = await TokenEndpoint.open(gives(token), { hold: true });
          const { element, log } = await mountBridged(desk, token, {
            token: null,
            tokenUrl: endpoint.path,
            timeout: 60,
          });
          await log.first('bytedesk-ready');
          await isQuiet();
          log.events.length = 0;
          await desk.control('revoke', { accessToken: token });
          await prove(first, element, token);
          await log.first('bytedesk-token-expired');
          if (second === 'the page' || first === 'the page') await prove(second, element, token);
          await desk.control('requests/clear', {});
          await endpoint.answer(gives(fresh));
          await log.first('bytedesk-ready');
          await isQuiet();
          expect(await endpoint.reasons()).to.deep.equal(['initial', 'rejected']);
          expect(log.of('bytedesk-token-expired')).to.have.length(1);
          expect(log.of('bytedesk-token-renewed')).to.have.length(1);
          expect(log.of('bytedesk-error')).to.deep.equal([]);
          await callInConsole();
          const used = (await requestsOf(desk)).filter(({ path }) => path.startsWith('/api/'));
          expect(used.map(({ headers }) => headers['authorization'])).to.include(`Bearer ${fresh}`);
          expect(used.map(({ headers }) => headers['authorization'])).not.to.include(`Bearer ${token}`);
        });
      }
    }

    it('ends the asking where two in a row are refused before they ever worked', async () => {
      const dead = [await issueToken(desk), await issueToken(desk, { seconds: 4000 })];
      for (const accessToken of dead) await desk.control('revoke', { accessToken });
      const [first, second] = dead as [string, string];
      const endpoint = await TokenEndpoint.open(
        gives(first),
        gives(second),
        gives(await issueToken(desk, { seconds: 5000 })),
      );
      const { element, log } = await mount({
        server: desk.url,
        path: '/agent/chat',
        delivery: 'bridge',
        checkInterval: 0,
        timeout: 60,
        tokenUrl: endpoint.path,
      });
      await log.first('bytedesk-error');
      expect(log.of('bytedesk-error').map(({ detail }) => detail.code)).to.deep.equal(['unauthorized']);
      expect(await endpoint.reasons()).to.deep.equal(['initial', 'rejected']);
      expect(log.of('bytedesk-ready')).to.deep.equal([]);
      expect(element.state).to.equal('expired');
    });
  });
}
