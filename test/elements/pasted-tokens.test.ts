import { expect } from '@open-wc/testing';
import { mount as mountIn } from '../../src/mount/mount.js';
import { openConsole } from '../../src/open-console.js';
import { gives, TokenEndpoint } from '../support/token-endpoint.js';
import { partOf } from '../support/windows.js';
import {
  EventLog,
  issueToken,
  requestsOf,
  requestsOfThisPage,
  SharedDesk,
  until,
} from '../support/workspace.js';
import type { BytedeskLoginButtonElement } from '../../src/elements/login-button/login-button-element.js';
import type { BytedeskWorkspaceElement } from '../../src/elements/workspace/workspace-element.js';

type Button = BytedeskLoginButtonElement;
type Workspace = BytedeskWorkspaceElement;

/** What copying leaves around a token. */
const AROUND = ['\n', ' \r\n\t', '\u200b\ufeff', '\u00a0'];

/** What people paste, or what their templates and scripts write, in place of a token. */
const WRONG: Readonly<Record<string, (token: string) => string>> = {
  undefined: () => 'undefined',
  null: () => 'null',
  'an object': () => '[object Object]',
  'a promise': () => '[object Promise]',
  'a header': (token) => `Bearer ${token}`,
  'a text in quotes': (token) => `"${token}"`,
  'a text in the quotes of a word processor': (token) => `“${token}”`,
  'a template that was not filled in': () => '{{ token }}',
  'two lines': (token) => `${token.slice(0, 40)}\n${token.slice(40)}`,
  'half of it': (token) => token.slice(0, 60),
};

/** Counts the requests of a source, where it has some. */
type Asked = () => Promise<number> | number;

/** The ways in which a token reaches an element, each with what counts how often it was asked for. */
const SOURCES: Readonly<
  Record<string, (element: Workspace | Button, token: string) => Promise<Asked> | Asked>
> = {
  'the attribute': (element, token) => {
    element.setAttribute('token', token);
    return () => 1;
  },
  'the property': (element, token) => {
    element.token = token;
    return () => 1;
  },
  'a provider': (element, token) => {
    let asked = 0;
    element.tokenProvider = async () => {
      asked += 1;
      return token;
    };
    return () => asked;
  },
  'a token URL': async (element, token) => {
    const endpoint = await TokenEndpoint.open(gives(token));
    element.tokenUrl = endpoint.path;
    return async () => (await endpoint.requests()).length;
  },
  'a token URL with the desk’s envelope': async (element, token) => {
    const endpoint = await TokenEndpoint.open({ body: { code: 200, data: { accessToken: token } } });
    element.tokenUrl = endpoint.path;
    return async () => (await endpoint.requests()).length;
  },
};

describe('tokens as people paste them', () => {
  const shared = new SharedDesk();
  let place: HTMLElement;

  beforeEach(() => {
    place = document.createElement('div');
    document.body.append(place);
  });
  afterEach(() => place.remove());

  const workspace = (): Workspace => {
    const element = document.createElement('bytedesk-workspace');
    return Object.assign(element, { server: shared.desk.url, path: '/agent/chat' });
  };
  /** A login button that needs its token at once, and shows it in its link. */
  const button = (): Button => {
    const element = document.createElement('bytedesk-login-button');
    return Object.assign(element, { server: shared.desk.url, path: '/agent/chat', mode: 'link' as const });
  };
  const inLink = (element: Button): string | null =>
    new URL(partOf(element)?.href || 'about:blank').searchParams.get('accessToken');

  for (const [source, hand] of Object.entries(SOURCES)) {
    it(`may have white space around them, by ${source}`, async () => {
      const token = await issueToken(shared.desk);
      const workspaces = AROUND.map(workspace);
      const buttons = AROUND.map(button);
      for (const elements of [workspaces, buttons])
        for (const [index, element] of elements.entries()) {
          const around = AROUND[index] ?? '';
          await hand(element, `${around}${token}${around}`);
        }
      place.append(...workspaces, ...buttons);
      await until(() => workspaces.every(({ state }) => state === 'ready'), 'the consoles');
      await until(() => buttons.every((element) => inLink(element) === token), 'the links');
      const sent = (await requestsOf(shared.desk)).filter(({ query }) => 'accessToken' in query);
      expect(new Set(sent.map(({ query }) => query['accessToken']))).to.deep.equal(new Set([token]));
    });

    it(`are one clear code without another try, and are sent nowhere, where they are none, by ${source}`, async () => {
      const token = await issueToken(shared.desk);
      await shared.desk.control('requests/clear', {});
      const made = await Promise.all(
        Object.entries(WRONG).flatMap(([what, write]) =>
          [workspace(), button()].map(async (element) => {
            const log = new EventLog(element);
            const asked = await hand(element, write(token));
            return { what: `${what}, ${element.localName}`, element, log, asked };
          }),
        ),
      );
      place.append(...made.map(({ element }) => element));
      for (const { what, element, log, asked } of made) {
        await until(() => log.of('bytedesk-error').length > 0, what);
        await element.updateComplete;
        const errors = log.of('bytedesk-error').map(({ detail }) => [detail.code, detail.error.isFinal]);
        expect(errors, what).to.deep.equal([['token-malformed', true]]);
        expect(await asked(), what).to.equal(1);
        expect(log.of('bytedesk-error')[0]?.detail.message, what).not.to.contain('eyJ');
      }
      // Consoles of the test before may still be asking.
      const requests = await requestsOfThisPage(shared.desk);
      expect(requests.filter(({ path }) => /^\/(?:agent|api)/.test(path))).to.deep.equal([]);
    });
  }

  /** What a page may answer to `bytedesk-token-expiring`, or `null` for a promise that it breaks, with the error. */
  const answers = (token: string): (readonly [answer: string | null, error: string | null])[] => [
    ...AROUND.map((around) => [`${around}${token}${around}`, null] as const),
    ...Object.values(WRONG).map((write) => [write(token), 'token-malformed'] as const),
    ['  ', 'token-source-failed'],
    [null, 'token-source-failed'],
  ];
  for (const hasSource of [false, true])
    it(`are read alike in the answer to bytedesk-token-expiring, ${hasSource ? 'after which the provider is asked where it is none' : 'one code where nobody else can be asked'}`, async () => {
      const unhandled: PromiseRejectionEvent[] = [];
      const note = (event: PromiseRejectionEvent): void => void unhandled.push(event);
      window.addEventListener('unhandledrejection', note);
      const [fresh, given] = [await issueToken(shared.desk), await issueToken(shared.desk)];
      const made = await Promise.all(
        answers(fresh).map(async ([answer, error], index) => {
          const element = button();
          const log = new EventLog(element);
          let asked = 0;
          const tokenProvider = async (): Promise<string> => {
            asked += 1;
            return given;
          };
          // Each has a session of its own, whose token is near its end.
          const token = await issueToken(shared.desk, { seconds: 40 + index });
          Object.assign(element, { token, ...(hasSource && { tokenProvider }) });
          element.addEventListener('bytedesk-token-expiring', (event) =>
            event.respondWith(answer ?? Promise.reject(new Error('no'))),
          );
          return { what: JSON.stringify(answer), element, log, error, token, asked: () => asked };
        }),
      );
      place.append(...made.map(({ element }) => element));
      for (const { what, element, log, error, token, asked } of made) {
        const isSkipped = error !== null && hasSource;
        const wanted = isSkipped ? given : error === null ? fresh : token;
        const told = (): unknown[] => log.of('bytedesk-error').map(({ detail }) => detail.code);
        const isOver = (): boolean => (wanted === token ? told().length > 0 : inLink(element) === wanted);
        await until(isOver, what);
        expect([told(), inLink(element), asked()], what).to.deep.equal([
          error === null || isSkipped ? [] : [error],
          wanted,
          isSkipped ? 1 : 0,
        ]);
      }
      window.removeEventListener('unhandledrejection', note);
      expect(unhandled).to.deep.equal([]);
    });

  it('are read alike by mount() and by openConsole()', async () => {
    const token = await issueToken(shared.desk);
    const { open } = window;
    let windows = 0;
    window.open = () => {
      windows += 1;
      return null;
    };
    try {
      const good = mountIn(place, { server: shared.desk.url, path: '/agent/chat', token: `\n${token}\r\n` });
      await until(() => good.state === 'ready', 'the console');
      for (const [what, write] of Object.entries(WRONG)) {
        const spot = document.createElement('p');
        place.append(spot);
        const element = mountIn(spot, { server: shared.desk.url, path: '/agent/chat', token: write(token) });
        const log = new EventLog(element);
        await log.first('bytedesk-error');
        expect(
          log.of('bytedesk-error').map(({ detail }) => detail.code),
          what,
        ).to.deep.equal(['token-malformed']);
        const error = await openConsole({ server: shared.desk.url, token: write(token) }).catch(
          (caught) => caught,
        );
        expect([error.code, windows], what).to.deep.equal(['token-malformed', 0]);
      }
      const blocked = await openConsole({ server: shared.desk.url, token: ` ${token}\n` }).catch(
        (caught) => caught,
      );
      expect([blocked.code, windows]).to.deep.equal(['popup-blocked', 1]);
    } finally {
      window.open = open;
    }
  });
});
