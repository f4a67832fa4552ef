import { expect } from '@open-wc/testing';
import { bridgeSource } from '../../../bridge/bridge-host.js';
import { AGENT_CONSOLES, BY_HAND_CONSOLE } from '../../../bridge/consoles.js';
import type { BytedeskWorkspaceElement } from '../../../../src/elements/workspace/workspace-element.js';
import type { TestDesk } from '../../../support/desk.js';
import { createElementsPage, type ElementsWindow } from '../../../support/pages.js';
import {
  EventLog,
  frameOf,
  issueToken,
  requestsOf,
  until,
  type WorkspaceSettings,
  withOwnDesk,
} from '../../../support/workspace.js';

const HAS_EPHEMERAL = 'credentialless' in HTMLIFrameElement.prototype;
const AGENT = 'agent@example.com';
const SECOND = 'second@example.com';

interface TokenRow {
  readonly username: string;
  readonly live: boolean;
}

interface State {
  readonly consoles: readonly { readonly username: string | null }[];
}

/** What a page view came to. */
interface View {
  readonly storage: string;
  readonly outcome: string | undefined;
  /** The users whose consoles the desk saw. */
  readonly consoles: readonly (string | null)[];
}

for (const [name, settings] of Object.entries(AGENT_CONSOLES)) {
  for (const delivery of name === 'newer' ? (['url', 'bridge'] as const) : (['bridge'] as const)) {
    describe(`page views one after the other, ${name} console, delivery="${delivery}"`, () => {
      let desk: TestDesk;
      withOwnDesk(
        (own) => (desk = own),
        async () => ({
          ...settings,
          caching: 'hashed',
          bridge: delivery === 'url' ? null : { source: await bridgeSource(), allow: [location.origin] },
        }),
      );

      /** A page of the host, from its opening to its end. */
      async function view(more: WorkspaceSettings): Promise<View> {
        const page = window.open(await createElementsPage()) as ElementsWindow;
        try {
          await until(() => page.isDefined === true, 'the page has started');
          const element: BytedeskWorkspaceElement = page.document.createElement('bytedesk-workspace');
          const log = new EventLog(element);
          Object.assign(element, { server: desk.url, path: '/agent/chat', delivery, timeout: 60, ...more });
          page.document.body.append(element);
          const isOver = (): boolean => log.of('bytedesk-ready').length + log.of('bytedesk-error').length > 0;
          await until(isOver, 'ready or not');
          const consoles = async (): Promise<(string | null)[]> =>
            (await desk.control<State>('state')).consoles.map(({ username }) => username);
          // With the token in the address, the console’s own word is the proof of a login.
          if (element.state === 'ready' && delivery === 'url')
            await until(() => element.evidence === 'console', 'it speaks');
          // The desk may not have noticed yet that the document before this one is gone.
          const isAlone = async (): Promise<boolean> => {
            const [user, ...others] = await consoles();
            return Boolean(user) && others.length === 0;
          };
          if (element.state === 'ready') await until(isAlone, 'one console that is signed in');
          return { storage: element.storage ?? '', outcome: log.names.at(-1), consoles: await consoles() };
        } finally {
          page.close();
          await until(
            async () => (await desk.control<State>('state')).consoles.length === 0,
            'the page is gone',
          );
        }
      }

      const scripts = async (): Promise<number> => {
        const fetches = await desk.control<Record<string, { requests: number }>>('fetches');
        return fetches['/agent/assets/console.js']?.requests ?? 0;
      };

      const rows = (): Promise<TokenRow[]> => desk.control<TokenRow[]>('tokens');

      it('download the script once, and take no further token at the desk, with storage="auto"', async () => {
        const token = await issueToken(desk);
        const first = await view({ token });
        const [scriptsOnce, rowsOnce] = [await scripts(), (await rows()).length];
        expect(rowsOnce).to.equal(name === 'newer' ? 2 : 1);
        for (const again of [await view({ token }), await view({ token })])
          expect(again).to.deep.equal({ storage: 'persistent', outcome: 'ready', consoles: [AGENT] });
        expect(first).to.deep.equal({ storage: 'persistent', outcome: 'ready', consoles: [AGENT] });
        expect(await scripts()).to.equal(scriptsOnce);
        expect((await rows()).length).to.equal(rowsOnce);
      });

      it('show the second user his own console, or none', async () => {
        await view({ token: await issueToken(desk) });
        const second = await view({ token: await issueToken(desk, { username: SECOND }) });
        const isShown = HAS_EPHEMERAL || delivery === 'bridge';
        expect(second).to.deep.equal({
          storage: HAS_EPHEMERAL && delivery === 'url' ? 'ephemeral' : 'persistent',
          outcome: isShown ? 'ready' : 'error identity-conflict',
          consoles: isShown ? [SECOND] : [],
        });
      });

      it('heal a stored login that has ended meanwhile', async function () {
        this.timeout(40_000);
        await view({ token: await issueToken(desk) });
        await desk.control('revoke', { username: AGENT });
        const healed = await view({ token: await issueToken(desk, { seconds: 4000 }), checkInterval: 0 });
        expect(healed).to.deep.equal({ storage: 'persistent', outcome: 'ready', consoles: [AGENT] });
        expect((await rows()).filter(({ live }) => live).length).to.be.greaterThan(0);
      });
    });
  }
}

describe('page views one after the other, early-2025 console without a bridge, whose users sign in by hand', () => {
  let desk: TestDesk;
  withOwnDesk(
    (own) => (desk = own),
    async () => ({ generation: 'early-2025', page: BY_HAND_CONSOLE }),
  );

  /** The users whose login the console has used since the last look, and whether it was asked for at all. */
  async function seen(logins: Readonly<Record<string, string>>): Promise<unknown> {
    const requests = await requestsOf(desk);
    await desk.control('requests/clear', {});
    const used = requests.map(({ headers }) => headers['authorization'] ?? '');
    const users = Object.keys(logins).filter((user) => used.includes(`Bearer ${logins[user]}`));
    return { users, isLoaded: requests.some(({ path }) => path === '/agent/chat') };
  }

  /** A page of the host, in which a person may sign in by hand. */
  async function view(token: string, login?: string): Promise<string> {
    const page = window.open(await createElementsPage()) as ElementsWindow;
    try {
      await until(() => page.isDefined === true, 'the page has started');
      const element: BytedeskWorkspaceElement = page.document.createElement('bytedesk-workspace');
      const log = new EventLog(element);
      Object.assign(element, { server: desk.url, path: '/agent/chat', checkInterval: 0, token });
      page.document.body.append(element);
      await until(() => element.state === 'ready' || element.state === 'error', 'ready or not');
      // The console answers a ping after its own first call has been answered.
      if (element.state === 'ready') await called(page, element, login ? { enter: login } : 'ping');
      expect(element.evidence).to.equal(element.state === 'ready' ? 'load' : 'none');
      return `${element.storage} ${log.names.at(-1)}`;
    } finally {
      page.close();
    }
  }

  async function called(page: Window, element: Element, message: unknown): Promise<void> {
    const answered = new Promise((resolve) => {
      page.addEventListener('message', ({ data }) => data === 'done' && resolve(1));
    });
    frameOf(element)?.contentWindow?.postMessage(message, desk.url);
    await answered;
  }

  it('show each user his own console, its sign-in form, or none', async () => {
    const [first, second] = [await issueToken(desk), await issueToken(desk, { username: SECOND })];
    const logins = { [AGENT]: await issueToken(desk, { seconds: 4000 }) };
    expect(await view(first, logins[AGENT])).to.equal('persistent ready');
    expect(await seen(logins)).to.deep.equal({ users: [AGENT], isLoaded: true });
    // The same user needs no form again.
    expect(await view(first)).to.equal('persistent ready');
    expect(await seen(logins)).to.deep.equal({ users: [AGENT], isLoaded: true });
    expect(await view(second)).to.equal(
      HAS_EPHEMERAL ? 'ephemeral ready' : 'persistent error identity-conflict',
    );
    expect(await seen(logins)).to.deep.equal({ users: [], isLoaded: HAS_EPHEMERAL });
  });
});
