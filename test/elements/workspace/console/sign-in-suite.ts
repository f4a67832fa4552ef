import { expect } from '@open-wc/testing';
import { bridged } from '../../../bridge/bridge-host.js';
import { AGENT_CONSOLES } from '../../../bridge/consoles.js';
import type { TestDesk } from '../../../support/desk.js';
import {
  canBeTold,
  type EventLog,
  issueToken,
  mount,
  next,
  requestsOf,
  until,
  withOwnDesk,
} from '../../../support/workspace.js';
import type { BytedeskWorkspaceElement } from '../../../../src/elements/workspace/workspace-element.js';

const AGENT = 'agent@example.com';
const ADMIN = 'admin@example.com';

interface State {
  readonly consoles: readonly { readonly username: string | null }[];
  readonly tokens: readonly { readonly revoked: boolean }[];
}

/** A workspace that gets its token by message. */
export const mountBridged = (desk: TestDesk, token: string, more: object = {}): ReturnType<typeof mount> =>
  mount({ server: desk.url, path: '/agent/chat', delivery: 'bridge', checkInterval: 0, token, ...more });

/**
 * Signing in by message, in one of the consoles. Each has a test file, and with it a page, of its own: WebKit lets one page,
 * frames included, write its history a hundred times in a while and no oftener, and throws then.
 */
export function describeSignIn(name: string): void {
  describe(`<bytedesk-workspace> with a bridge in the ${name} console`, () => {
    let desk: TestDesk;
    withOwnDesk(
      (own) => (desk = own),
      () => bridged(AGENT_CONSOLES[name]),
    );

    const hasConsole = (username: string): Promise<void> =>
      until(
        async () =>
          (await desk.control<State>('state')).consoles.some((console) => console.username === username),
        `a console of ${username}`,
      );

    const show = (token: string, more?: object): ReturnType<typeof mountBridged> =>
      mountBridged(desk, token, more);

    const ready = async (
      more: object = {},
    ): Promise<{ element: BytedeskWorkspaceElement; log: EventLog }> => {
      const shown = await show(await issueToken(desk), more);
      await shown.log.first('bytedesk-ready');
      await canBeTold(desk, AGENT);
      shown.log.events.length = 0;
      return shown;
    };

    it('signs in by message: ready once, proven by the bridge, no token in any address', async () => {
      const { element, log } = await show(await issueToken(desk));
      await log.first('bytedesk-ready');
      await hasConsole(AGENT);
      expect(element.evidence).to.equal('bridge');
      expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
      expect(log.of('bytedesk-ready')[0]?.detail).to.deep.equal({ path: '/agent/chat', evidence: 'bridge' });
      const requests = await requestsOf(desk);
      expect(requests.filter(({ query }) => 'accessToken' in query)).to.deep.equal([]);
      expect(element.shadowRoot?.querySelector('iframe')?.hidden).to.equal(false);
    });

    it('tells a sign-out of the user', async () => {
      const { element, log } = await ready();
      await desk.control('sign-out', { username: AGENT });
      const { detail } = await log.first('bytedesk-logout');
      expect(detail).to.deep.equal({ reason: 'user', source: 'bridge' });
      expect(element.state).to.equal('signed-out');
      expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
      expect(log.names).to.deep.equal(['ready>signed-out', 'logout']);
    });

    it('tells the end of the console’s session, once, with its panel', async () => {
      const { element, log } = await ready();
      await desk.control('revoke', { username: AGENT });
      await desk.control('visitor-message', { username: AGENT, content: 'Hello?' });
      const { detail } = await log.first('bytedesk-token-expired');
      expect(detail).to.deep.equal({
        subject: 'console',
        reason: 'revoked',
        source: 'bridge',
        expiresAt: null,
      });
      await log.first('bytedesk-navigate');
      expect(log.names).to.deep.equal(['ready>expired', 'token-expired']);
      await element.updateComplete;
      expect(element.shadowRoot?.querySelector('[part="panel"], [part~="panel"]')).not.to.equal(null);
    });

    it('starts afresh with a new token after that', async () => {
      const { element, log } = await ready();
      await desk.control('revoke', { username: AGENT });
      await desk.control('visitor-message', { username: AGENT, content: 'Hello?' });
      await log.first('bytedesk-token-expired');
      // Of another length: two of one second would be the same.
      element.token = await issueToken(desk, { seconds: 4000 });
      await log.first('bytedesk-ready');
      await hasConsole(AGENT);
    });

    it('signs the console out with logout(), and says so', async () => {
      const { element, log } = await ready();
      expect(await element.logout()).to.deep.equal({ console: 'signed-out' });
      expect(log.names).to.deep.equal(['ready>signed-out', 'logout']);
      expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
      const { tokens } = await desk.control<State>('state');
      expect(tokens.every(({ revoked }) => revoked)).to.equal(true);
    });

    it('changes the user without a word of conflict, and without a reload of the page', async () => {
      const { element, log } = await ready();
      element.token = await issueToken(desk, { username: ADMIN });
      await next(element, 'bytedesk-ready');
      await hasConsole(ADMIN);
      expect(log.of('bytedesk-error')).to.deep.equal([]);
      const { consoles } = await desk.control<State>('state');
      await until(
        async () => (await desk.control<State>('state')).consoles.every(({ username }) => username === ADMIN),
        `no console of the first user, but ${JSON.stringify(consoles)}`,
      );
    });

    it('hands a renewed token to the running console', async () => {
      const { element, log } = await ready();
      const frame = element.shadowRoot?.querySelector('iframe');
      await desk.control('requests/clear', {});
      const renewed = await issueToken(desk, { seconds: 5000 });
      element.token = renewed;
      await log.first('bytedesk-token-renewed');
      expect(element.shadowRoot?.querySelector('iframe')).to.equal(frame);
      // Its next request goes with the new one.
      await until(async () => {
        await desk.control('visitor-message', { username: AGENT, content: 'Hello?' });
        const requests = await requestsOf(desk);
        return requests.some(
          ({ path, headers }) =>
            path.includes('/thread/') && headers['authorization'] === `Bearer ${renewed}`,
        );
      }, 'a request with the new token');
      expect(log.names).to.deep.equal(['token-renewed']);
    });

    it('goes to a path without another load, and tells where the console is', async () => {
      const { element, log } = await ready();
      const frame = element.shadowRoot?.querySelector('iframe');
      await element.navigate('/agent/contact');
      expect(element.path).to.equal('/agent/contact');
      expect((await log.first('bytedesk-navigate')).detail).to.deep.equal({ path: '/agent/contact' });
      await element.updateComplete;
      expect(element.shadowRoot?.querySelector('iframe')).to.equal(frame);
      expect(log.names).to.deep.equal([]);
    });
  });
}
