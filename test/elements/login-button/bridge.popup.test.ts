import { expect } from '@open-wc/testing';
import type { BytedeskLoginButtonElement } from '../../../src/elements/login-button/login-button-element.js';
import { readBridgeMessage } from '../../../src/protocol/bridge-messages.js';
import { clickOn, closeOtherWindows } from '../../support/input.js';
import { startDesk, type TestDesk } from '../../support/desk.js';
import { mountButton } from '../../support/windows.js';
import { type EventLog, issueToken, requestsOf, task, unmountAll, until } from '../../support/workspace.js';

const USER = 'agent@example.com';

describe('bytedesk-login-button: a pop-up with the bridge', () => {
  let desk: TestDesk;
  let source: string;

  before(async () => {
    source = await (await fetch('/__test__/bridge.js')).text();
  });
  beforeEach(async () => {
    desk = await startDesk();
  });
  afterEach(async () => {
    await closeOtherWindows();
    await unmountAll();
    await desk.close();
  });

  async function open(allow: string[]): Promise<{ element: BytedeskLoginButtonElement; log: EventLog }> {
    // The desk notes when a host has said its welcome: what happens before that, nobody can be told.
    const note = `addEventListener('message', ({ ports }) => ports.length && (new Image().src = '/agent/welcomed'));`;
    await desk.control('set', { bridge: { source: `${note}${source}`, allow } });
    const token = await issueToken(desk);
    const { element, log } = await mountButton({
      server: desk.url,
      path: '/agent/chat',
      mode: 'popup',
      token,
    });
    await clickOn(element);
    await log.first('bytedesk-login');
    await until(
      async () => (await control('navigate', { path: '/contact' })) > 0,
      'the console is signed in',
    );
    await until(
      async () => (await requestsOf(desk)).some(({ path }) => path === '/agent/welcomed'),
      'the page and the bridge have met',
    );
    return { element, log };
  }

  const control = async (what: string, body: object): Promise<number> =>
    (await desk.control<{ told: number }>(what, { username: USER, ...body })).told;

  it('tells of the user’s sign-out in it, once, and revokes the token', async () => {
    const { log } = await open([location.origin]);
    await control('sign-out', {});
    expect((await log.first('bytedesk-logout')).detail).to.deep.equal({ reason: 'user', source: 'bridge' });
    const revoked = async (): Promise<boolean> =>
      (await requestsOf(desk)).some(
        ({ method, path, headers }) =>
          method === 'POST' && path === '/api/v1/user/logout' && headers['origin'] === location.origin,
      );
    await until(revoked, 'the token is revoked');
    expect(log.of('bytedesk-logout')).to.have.length(1);
    expect(log.of('bytedesk-token-expired')).to.have.length(0);
  });

  it('tells of the end of the console’s own token, which is no sign-out', async () => {
    const { log } = await open([location.origin]);
    await desk.control('revoke', { username: USER });
    await control('navigate', { path: '/ticket' });
    const { detail } = await log.first('bytedesk-token-expired');
    expect([detail.subject, detail.source, detail.expiresAt]).to.deep.equal(['console', 'bridge', null]);
    expect(log.of('bytedesk-logout')).to.have.length(0);
  });

  it('leaves the session of a user alone who came after the one in the pop-up', async () => {
    const heard: unknown[] = [];
    const { MessageChannel } = window;
    window.MessageChannel = class extends MessageChannel {
      constructor() {
        super();
        this.port1.addEventListener('message', ({ data }) => heard.push(readBridgeMessage(data)?.type));
      }
    };
    const { element, log } = await open([location.origin]);
    window.MessageChannel = MessageChannel;
    const other = await issueToken(desk, { username: 'admin@example.com' });
    element.token = other;
    await element.updateComplete;
    await control('sign-out', {});
    await until(() => heard.includes('session:signed-out'), 'the bridge has told');
    await task();
    expect(log.of('bytedesk-logout')).to.have.length(0);
    const revoked = (await requestsOf(desk)).filter(
      ({ path, headers }) => path === '/api/v1/user/logout' && headers['authorization'] === `Bearer ${other}`,
    );
    expect(revoked).to.deep.equal([]);
  });

  it('tells nothing to a page that it does not allow', async () => {
    const { log } = await open(['https://somebody.example']);
    await control('sign-out', {});
    await until(
      async () => (await requestsOf(desk)).some(({ path }) => path === '/api/v1/user/logout'),
      'the console has signed out',
    );
    await task();
    expect(log.of('bytedesk-logout')).to.have.length(0);
  });
});
