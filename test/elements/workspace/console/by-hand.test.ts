import { expect } from '@open-wc/testing';
import { bridged } from '../../../bridge/bridge-host.js';
import { BY_HAND_CONSOLE } from '../../../bridge/consoles.js';
import type { BytedeskWorkspaceElement } from '../../../../src/elements/workspace/workspace-element.js';
import type { TestDesk } from '../../../support/desk.js';
import {
  type EventLog,
  frameOf,
  issueToken,
  mount,
  requestsOf,
  until,
  type WorkspaceSettings,
  withOwnDesk,
} from '../../../support/workspace.js';

const AGENT = 'agent@example.com';
const ADMIN = 'admin@example.com';

interface TokenRow {
  readonly revoked: boolean;
}

/** Sign-ins and sign-outs that a person does inside the console, as the bridge tells them. */
describe('<bytedesk-workspace> and who signs in inside the console', () => {
  let desk: TestDesk;
  withOwnDesk(
    (own) => (desk = own),
    () => bridged({ page: BY_HAND_CONSOLE }),
  );

  const show = async (more: WorkspaceSettings): ReturnType<typeof mount> => {
    const shown = await mount({ server: desk.url, path: '/agent/chat', checkInterval: 0, ...more });
    await shown.log.first('bytedesk-ready');
    await until(() => shown.element.evidence === 'bridge', 'the bridge');
    return shown;
  };

  const act = (element: BytedeskWorkspaceElement, what: unknown): void =>
    frameOf(element)?.contentWindow?.postMessage(what, desk.url);

  const enter = async (element: BytedeskWorkspaceElement, username: string): Promise<string> => {
    const token = await issueToken(desk, { username, seconds: 5000 });
    act(element, { enter: token });
    return token;
  };

  /** Waits until the desk has answered a call with this token. */
  const works = (token: string): Promise<void> =>
    until(
      async () =>
        (await requestsOf(desk)).some(
          ({ headers, status }) => headers['authorization'] === `Bearer ${token}` && status === 200,
        ),
      'the console works',
    );

  const logins = (log: EventLog): unknown[] => log.of('bytedesk-console-login').map(({ detail }) => detail);

  describe('with sign-in="console"', () => {
    const form = async (): ReturnType<typeof mount> => {
      const shown = await show({ signIn: 'console' });
      shown.log.events.length = 0;
      return shown;
    };

    it('tells who has signed in by hand, once', async () => {
      const { element, log } = await form();
      await works(await enter(element, AGENT));
      await log.first('bytedesk-console-login');
      expect(logins(log)).to.deep.equal([{ username: AGENT }]);
      expect(log.names).to.deep.equal([]);
      expect(element.state).to.equal('ready');
    });

    for (const [how, end, reason] of [
      ['a sign-out', 'leave', 'user'],
      ['a 400', { call: '/api/v1/ticket/query/org' }, 'console'],
    ] as const) {
      it(`keeps the form after ${how}, for anybody to sign in again`, async () => {
        const { element, log } = await form();
        await enter(element, AGENT);
        await log.first('bytedesk-console-login');
        const frame = frameOf(element);
        log.events.length = 0;
        if (how === 'a 400')
          await desk.control('set', { fail: { as: 400, path: '/api/v1/ticket', count: 1 } });
        act(element, end);
        expect((await log.first('bytedesk-logout')).detail).to.deep.equal({ reason, source: 'bridge' });
        expect(element.state).to.equal('signed-out');
        await element.updateComplete;
        expect(frameOf(element)).to.equal(frame);
        expect([frame?.hidden, frame?.inert]).to.deep.equal([false, false]);
        await enter(element, ADMIN);
        await log.first('bytedesk-console-login');
        await until(() => element.state === 'ready', 'ready again');
        expect(logins(log)).to.deep.equal([{ username: ADMIN }]);
        expect(log.of('bytedesk-error')).to.deep.equal([]);
      });
    }

    it('keeps the form after a 401', async () => {
      const { element, log } = await form();
      const token = await enter(element, AGENT);
      await log.first('bytedesk-console-login');
      const frame = frameOf(element);
      await desk.control('revoke', { accessToken: token });
      act(element, { call: '/api/v1/user/profile' });
      expect((await log.first('bytedesk-token-expired')).detail).to.deep.include({ subject: 'console' });
      await element.updateComplete;
      expect(element.state).to.equal('expired');
      expect([frameOf(element) === frame, frame?.inert]).to.deep.equal([true, false]);
      await enter(element, AGENT);
      await until(() => element.state === 'ready', 'ready again');
    });
  });

  describe('with a token of the host’s', () => {
    it('takes a sign-in by hand as another user for a conflict', async () => {
      const { element, log } = await show({ token: await issueToken(desk) });
      await enter(element, ADMIN);
      expect((await log.first('bytedesk-error')).detail.code).to.equal('identity-conflict');
      expect(logins(log)).to.deep.equal([{ username: ADMIN }]);
      expect(frameOf(element)).to.equal(null);
    });

    it('says nothing of one as the same user', async () => {
      const { element, log } = await show({ token: await issueToken(desk) });
      await works(await enter(element, AGENT));
      expect(logins(log)).to.deep.equal([]);
      expect(log.of('bytedesk-error')).to.deep.equal([]);
    });
  });

  it('revokes a login of the console’s own that the host’s token replaces', async () => {
    const { element, log } = await show({
      delivery: 'bridge',
      token: await issueToken(desk),
      timeout: 60,
    });
    // The person signs out and in again, as himself: the console now has a login that is not the host's.
    const own = await enter(element, AGENT);
    await works(own);
    element.token = await issueToken(desk, { seconds: 4000 });
    await log.first('bytedesk-token-renewed');
    await until(async () => {
      const requests = await requestsOf(desk);
      return requests.some(
        ({ path, headers }) => path.endsWith('/logout') && headers['authorization'] === `Bearer ${own}`,
      );
    }, 'its own token is revoked');
    const revoked = async (): Promise<number> =>
      (await desk.control<TokenRow[]>('tokens')).filter((row) => row.revoked).length;
    await until(async () => (await revoked()) === 1, 'one token is revoked');
  });
});
