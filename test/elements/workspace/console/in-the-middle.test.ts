import { expect } from '@open-wc/testing';
import { bridged } from '../../../bridge/bridge-host.js';
import { AGENT_CONSOLES } from '../../../bridge/consoles.js';
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
const IS_WEBKIT = !navigator.userAgent.includes('Chrome') && !navigator.userAgent.includes('Firefox');

interface State {
  readonly consoles: readonly { readonly username: string | null }[];
  readonly tokens: readonly {
    readonly token: string;
    readonly username: string;
    readonly revoked: boolean;
  }[];
}

/** What somebody does with one of two workspaces of one user while its console signs in. */
const ACTS: Readonly<Record<string, (one: BytedeskWorkspace) => Promise<void> | void>> = {
  'is loaded once more': (one) => one.reload().catch(() => undefined),
  'is loaded twice more': async (one) => {
    const first = one.reload().catch(() => undefined);
    await Promise.all([first, one.reload().catch(() => undefined)]);
  },
  'is sent to another path': (one) => one.navigate('/agent/ticket').catch(() => undefined),
  'is moved by remove and append': (one) => {
    const parent = one.parentElement as Element;
    one.remove();
    parent.append(one);
  },
  'is moved by moveBefore, where the browser has it': (one) => {
    const parent = one.parentElement as Element & { moveBefore?: (node: Node, child: Node | null) => void };
    if (parent.moveBefore) parent.moveBefore(one, null);
    else parent.append(one);
  },
  'gets another path by its attribute': (one) => one.setAttribute('path', '/agent/ticket'),
};

type BytedeskWorkspace = HTMLElementTagNameMap['bytedesk-workspace'];

for (const [name, settings] of Object.entries(AGENT_CONSOLES)) {
  describe(`two bridged workspaces of one user, in the middle of a sign-in, in the ${name} console`, () => {
    let desk: TestDesk;
    withOwnDesk(
      (own) => (desk = own),
      () => bridged(settings),
    );

    const show = (more: WorkspaceSettings): ReturnType<typeof mount> =>
      mount({
        server: desk.url,
        path: '/agent/chat',
        delivery: 'bridge',
        checkInterval: 0,
        timeout: 60,
        ...more,
      });
    const consoles = async (): Promise<number> =>
      (await desk.control<State>('state')).consoles.filter(({ username }) => username === AGENT).length;

    for (const [what, act] of Object.entries(ACTS)) {
      it(`are both there in the end where one ${what}`, async function () {
        // There the other console now and then loads without its bridge script, which its frame shared with the one that goes.
        if (IS_WEBKIT) this.skip();
        const token = await issueToken(desk);
        const shown = await Promise.all([show({ token }), show({ token })]);
        const [{ element }] = shown;
        // The page of the console is on its way.
        await until(
          async () => (await requestsOf(desk)).some(({ path }) => path.startsWith('/agent')),
          'a console’s page is asked for',
        );
        await act(element);
        await until(
          async () => shown.every(({ element: one }) => one.state === 'ready') && (await consoles()) === 2,
          'two consoles',
        );
        for (const { log, element: one } of shown) {
          expect(log.of('bytedesk-error')).to.deep.equal([]);
          expect(log.of('bytedesk-token-expired')).to.deep.equal([]);
          expect(log.of('bytedesk-logout')).to.deep.equal([]);
          expect(frameOf(one)?.hidden).to.equal(false);
        }
        const { tokens } = await desk.control<State>('state');
        expect(tokens.find((each) => each.token === token)?.revoked ?? false).to.equal(false);
      });
    }

    it('are signed out together while one of them gets another token', async () => {
      const token = await issueToken(desk);
      let give: (fresh: string) => void = () => undefined;
      const late = new Promise<string>((resolve) => (give = resolve));
      const tokenProvider = async ({ reason }: { reason: string }): Promise<string> =>
        reason === 'initial' ? token : late;
      const shown = await Promise.all([show({ tokenProvider }), show({ token })]);
      for (const { log } of shown) await log.first('bytedesk-ready');
      const [renewing, leaving] = shown;
      const renewed = renewing.element.renew().then(
        () => 'renewed',
        ({ code }: { code: string }) => code,
      );
      await leaving.element.logout();
      give(await issueToken(desk, { seconds: 7200 }));
      expect(await renewed).to.equal('aborted');
      for (const { element, log } of shown) {
        expect(element.state).to.equal('signed-out');
        expect(frameOf(element) ?? null).to.equal(null);
        expect(log.of('bytedesk-logout').length).to.equal(1);
      }
      await until(async () => (await consoles()) === 0, 'no console');
    });
  });
}
