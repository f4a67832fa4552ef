import { expect } from '@open-wc/testing';
import { useFakeTimers } from 'sinon';
import { bridged, bridgeSource } from '../../../bridge/bridge-host.js';
import type { TestDesk } from '../../../support/desk.js';
import { createPage } from '../../../support/pages.js';
import {
  canBeTold,
  type EventLog,
  frameOf,
  issueToken,
  mount,
  requestsOf,
  until,
  withOwnDesk,
} from '../../../support/workspace.js';
import { mountBridged } from './sign-in-suite.js';
import type { BytedeskWorkspaceElement } from '../../../../src/elements/workspace/workspace-element.js';

const AGENT = 'agent@example.com';
const ADMIN = 'admin@example.com';

interface State {
  readonly consoles: readonly { readonly username: string | null }[];
  readonly tokens: readonly { readonly revoked: boolean }[];
}

describe('<bytedesk-workspace delivery="bridge"> whose bridge leaves a call without an answer', () => {
  const MUTE = `let isMute = false;
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (message) {
      if (!isMute || message.body.type !== 'call:done') postMessage.call(this, message);
    };
    addEventListener('message', ({ data }) => {
      if (typeof data.mute !== 'boolean') return;
      isMute = data.mute;
      parent.postMessage('heard', '*');
    });\n`;
  let desk: TestDesk;
  withOwnDesk(
    (own) => (desk = own),
    async () => ({ bridge: { source: MUTE + (await bridgeSource()), allow: [location.origin] } }),
  );

  it('keeps the console that was proven, which takes the next call', async () => {
    const { element, log } = await mountBridged(desk, await issueToken(desk), { timeout: 60 });
    await log.first('bytedesk-ready');
    await canBeTold(desk, AGENT);
    const frame = frameOf(element);
    const setMute = async (mute: boolean): Promise<void> => {
      const heard = new Promise((resolve) => {
        addEventListener('message', ({ data }) => data === 'heard' && resolve(1));
      });
      frame?.contentWindow?.postMessage({ mute }, desk.url);
      await heard;
    };
    await setMute(true);
    log.events.length = 0;
    const clock = useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout'],
      shouldAdvanceTime: true,
      shouldClearNativeTimers: true,
    });
    try {
      element.token = await issueToken(desk, { seconds: 5000 });
      await clock.tickAsync(61_000);
    } finally {
      clock.restore();
    }
    expect(log.names).to.deep.equal(['token-renewed']);
    expect([element.state, frameOf(element) === frame, frame?.hidden]).to.deep.equal(['ready', true, false]);
    await setMute(false);
    expect(await element.logout()).to.deep.equal({ console: 'signed-out' });
    expect(log.of('bytedesk-error')).to.deep.equal([]);
  });
});

describe('<bytedesk-workspace delivery="bridge"> without a bridge that answers', () => {
  let desk: TestDesk;
  withOwnDesk((own) => (desk = own));

  const show = async (): Promise<{ element: BytedeskWorkspaceElement; log: EventLog; token: string }> => {
    const token = await issueToken(desk);
    return { ...(await mountBridged(desk, token)), token };
  };

  for (const [name, allow] of [
    ['there is none', null],
    ['it does not allow this page', ['https://crm.example.com']],
  ] as const) {
    it(`is bridge-missing if ${name}, and sends nothing`, async () => {
      if (allow) await desk.control('set', { bridge: { source: await bridgeSource(), allow } });
      const { element, log, token } = await show();
      expect((await log.first('bytedesk-error')).detail.code).to.equal('bridge-missing');
      expect(log.names).to.deep.equal(['idle>loading', 'loading>error', 'error bridge-missing']);
      expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
      expect(JSON.stringify((await requestsOf(desk)).map(({ path, query }) => [path, query]))).not.to.contain(
        token,
      );
    });
  }

  it('is bridge-incompatible if it is of another version', async () => {
    const hello = `{ ns: 'bytedesk-embed', v: 2, body: { type: 'bridge:hello' } }`;
    const page = `<!doctype html><html><head><script>parent.postMessage(${hello}, '*');</script></head></html>`;
    await desk.control('set', { page });
    const { log } = await show();
    expect((await log.first('bytedesk-error')).detail.code).to.equal('bridge-incompatible');
  });

  it('is not taken in by a page elsewhere that says hello', async () => {
    await createPage('<!doctype html>');
    const { element, log } = await show();
    window.postMessage({ ns: 'bytedesk-embed', v: 1, body: { type: 'bridge:hello' } }, '*');
    await log.first('bytedesk-error');
    expect(element.evidence).to.equal('none');
  });
});

describe('<bytedesk-workspace> with the token in the address and a bridge', () => {
  let desk: TestDesk;
  withOwnDesk(
    (own) => (desk = own),
    () => bridged(),
  );

  it('is ready once, and ends with the console', async () => {
    const { log } = await mount({
      server: desk.url,
      path: '/agent/chat',
      checkInterval: 0,
      token: await issueToken(desk),
    });
    await log.first('bytedesk-agent-status-change');
    await desk.control('sign-out', { username: AGENT });
    await log.first('bytedesk-logout');
    expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready', 'ready>signed-out', 'logout']);
    expect(log.of('bytedesk-logout')[0]?.detail).to.deep.equal({ reason: 'user', source: 'bridge' });
  });

  it('shows a second user in place of the first, without a conflict', async () => {
    const { element, log } = await mount({
      server: desk.url,
      path: '/agent/chat',
      checkInterval: 0,
      token: await issueToken(desk),
    });
    await log.first('bytedesk-agent-status-change');
    element.token = await issueToken(desk, { username: ADMIN });
    await until(
      async () => (await desk.control<State>('state')).consoles.some(({ username }) => username === ADMIN),
      'the second user’s console',
    );
    expect(log.of('bytedesk-error')).to.deep.equal([]);
  });
});
