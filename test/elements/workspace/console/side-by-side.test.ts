import { expect } from '@open-wc/testing';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import { bridged } from '../../../bridge/bridge-host.js';
import { AGENT_CONSOLES, BY_HAND_CONSOLE } from '../../../bridge/consoles.js';
import type { TestDesk } from '../../../support/desk.js';
import {
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
const HAS_EPHEMERAL = 'credentialless' in HTMLIFrameElement.prototype;

interface State {
  readonly consoles: readonly { readonly username: string | null }[];
  readonly tokens: readonly { readonly username: string; readonly revoked: boolean }[];
}

for (const [name, settings] of Object.entries(AGENT_CONSOLES)) {
  describe(`bridged workspaces side by side, in the ${name} console`, () => {
    let desk: TestDesk;
    withOwnDesk(
      (own) => (desk = own),
      () => bridged(settings),
    );

    const show = (token: string, more: WorkspaceSettings = {}): ReturnType<typeof mount> =>
      mount({ server: desk.url, path: '/agent/chat', delivery: 'bridge', token, ...more });

    const consolesOf = async (username: string): Promise<number> =>
      (await desk.control<State>('state')).consoles.filter((one) => one.username === username).length;

    it('of one user are four consoles, and a minute later they still are, without another event', async function () {
      this.timeout(60_000);
      const token = await issueToken(desk);
      // The minute is this page's; the consoles live in real time.
      const clock: SinonFakeTimers = useFakeTimers({
        toFake: ['setTimeout', 'clearTimeout', 'Date'],
        now: Date.now(),
        shouldAdvanceTime: true,
      });
      try {
        const shown = await Promise.all(
          [1, 2, 3, 4].map(() => show(token, { checkInterval: 7, timeout: 60 })),
        );
        for (const { log } of shown) await log.first('bytedesk-ready');
        await until(async () => (await consolesOf(AGENT)) === 4, 'four consoles');
        for (let seconds = 0; seconds < 60; seconds += 1) {
          await clock.tickAsync(1000);
          await desk.control('state');
        }
        for (const { element, log } of shown) {
          expect(log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
          expect(frameOf(element)?.hidden).to.equal(false);
        }
        const { tokens } = await desk.control<State>('state');
        expect(tokens.filter(({ revoked }) => revoked)).to.deep.equal([]);
        expect(await consolesOf(AGENT)).to.equal(4);
      } finally {
        clock.restore();
      }
    });

    it('of two users in one storage are a conflict for the second; the first goes on', async () => {
      const [first, second] = await Promise.all([
        show(await issueToken(desk), { storage: 'persistent' }),
        show(await issueToken(desk, { username: ADMIN }), { storage: 'persistent' }),
      ]);
      await first.log.first('bytedesk-ready');
      expect((await second.log.first('bytedesk-error')).detail.code).to.equal('identity-conflict');
      expect(frameOf(second.element)).to.equal(null);
      await until(async () => (await consolesOf(AGENT)) === 1, 'the first one’s console');
      const late = await show(await issueToken(desk, { username: ADMIN }), { storage: 'persistent' });
      expect((await late.log.first('bytedesk-error')).detail.code).to.equal('identity-conflict');
      expect(first.log.names).to.deep.equal(['idle>loading', 'loading>ready', 'ready']);
      const { tokens } = await desk.control<State>('state');
      expect(tokens.filter(({ revoked }) => revoked)).to.deep.equal([]);
    });

    it('of two users have a storage each with storage="auto", where the browser has that', async function () {
      if (!HAS_EPHEMERAL) this.skip();
      const first = await show(await issueToken(desk));
      const second = await show(await issueToken(desk, { username: ADMIN }));
      await first.log.first('bytedesk-ready');
      await second.log.first('bytedesk-ready');
      await until(async () => (await consolesOf(AGENT)) === 1 && (await consolesOf(ADMIN)) === 1, 'both');
      expect([first.element.storage, second.element.storage]).to.deep.equal(['persistent', 'ephemeral']);
      expect([...first.log.of('bytedesk-error'), ...second.log.of('bytedesk-error')]).to.deep.equal([]);
    });

    it('has something to show when it tells that it is ready, and the panel until then', async () => {
      const { element, log } = await show(await issueToken(desk), { checkInterval: 0 });
      const early: unknown[] = [];
      while (log.of('bytedesk-ready').length === 0) {
        const frame = frameOf(element);
        if (element.state !== 'ready' && frame && !frame.hidden) early.push(element.state);
        await new Promise(requestAnimationFrame);
        if (element.state === 'error') break;
      }
      expect(element.state).to.equal('ready');
      expect(early).to.deep.equal([]);
      expect(frameOf(element)?.hidden).to.equal(false);
      const requests = await requestsOf(desk);
      // Its script has run: it has asked for its settings.
      expect(requests.some(({ path }) => path.endsWith('/config.json'))).to.equal(true);
    });
  });
}

describe('two bridged workspaces of one user', () => {
  let desk: TestDesk;
  withOwnDesk(
    (own) => (desk = own),
    () => bridged({ page: BY_HAND_CONSOLE }),
  );

  it('tell a sign-out in one of them as the user’s, not as another tab’s, each once', async () => {
    const token = await issueToken(desk);
    const shown = await Promise.all(
      [1, 2].map(() =>
        mount({
          server: desk.url,
          path: '/agent/chat',
          delivery: 'bridge',
          checkInterval: 0,
          timeout: 60,
          token,
        }),
      ),
    );
    for (const { log } of shown) await log.first('bytedesk-ready');
    const [one] = shown.map(({ element }) => element);
    frameOf(one as Element)?.contentWindow?.postMessage('leave', desk.url);
    for (const { log } of shown) {
      await log.first('bytedesk-logout');
      expect(log.of('bytedesk-logout').map(({ detail }) => detail)).to.deep.equal([
        { reason: 'user', source: 'bridge' },
      ]);
    }
  });
});
