import { expect } from '@open-wc/testing';
import { useFakeTimers } from 'sinon';
import { doctor } from '../../src/doctor/doctor.js';
import { en } from '../../src/doctor/texts/en.js';
import type { Diagnosis } from '../../src/doctor/types.js';
import { bridgeSource } from '../bridge/bridge-host.js';
import { startDesk, type TestDesk } from '../support/desk.js';
import { createWorkspace, issueToken, task, until } from '../support/workspace.js';
import {
  API_FAULTS,
  BRIDGE,
  CONTROLS,
  OPTIONS,
  PAGE_FAULTS,
  type Row,
  type Rows,
  SETTINGS,
} from './stand-in-faults.js';

type Element = ReturnType<typeof createWorkspace>['element'];

/** The words of a finding with anything in the places of its values. */
const pattern = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.*')}$`);

function expectFinding(
  { checks, text }: Diagnosis,
  row: Pick<Row, 'check' | 'result' | 'says' | 'lists'>,
): void {
  const found = checks.find(({ check }) => check === row.check);
  const [message] = en.findings[row.says];
  expect(found?.message).to.match(pattern(message));
  expect(found?.result).to.equal(row.result);
  expect(JSON.stringify(checks) + text).not.to.match(/eyJ|agent@|accessToken=/);
  if (row.lists) expect(`${found?.message} ${found?.remedy}`).to.match(row.lists);
}

const isRows = (entry: Rows | object): entry is readonly Row[] => Array.isArray(entry);

/** Each row under a name. */
const rows: readonly (readonly [name: string, row: Row])[] = [
  ...Object.entries({ ...SETTINGS, ...OPTIONS, page: PAGE_FAULTS }).flatMap(
    ([name, entry]: [string, Rows | Readonly<Record<string, Rows>>]) =>
      (isRows(entry) ? [entry] : typeof entry === 'string' ? [] : Object.values(entry).filter(isRows))
        .flat()
        .map((row) => [name, row] as const),
  ),
];

const wordsOf = ({ set = {}, desk, element, check }: Row): string =>
  JSON.stringify({ ...set, ...desk, ...element, check });

describe('what a stand-in desk can be made to do', () => {
  let source: string;
  const desks: TestDesk[] = [];
  // One place for all of them, which no test empties.
  const place = document.createElement('div');

  before(async () => {
    source = await bridgeSource();
    document.body.append(place);
  });
  after(async () => {
    place.remove();
    await task();
    await Promise.all(desks.map((desk) => desk.close()));
  });

  async function open(row: Partial<Row>): Promise<{ element: Element; desk: TestDesk; token: string }> {
    const { bridge } = row.set ?? {};
    const isBridged = typeof bridge === 'object' && bridge?.source === BRIDGE;
    const desk = await startDesk({ ...row.desk });
    desks.push(desk);
    const token = await issueToken(desk, row.check === 'token' ? { seconds: 3600 } : {});
    await desk.control('set', { ...row.set, ...(isBridged && { bridge: { ...bridge, source } }) });
    const { element } = createWorkspace({ server: desk.url, path: '/agent/chat', token, ...row.element });
    place.append(element);
    return { element, desk, token };
  }

  describe('of a console and its page', () => {
    const found = new Map<Row, Promise<Diagnosis>>();

    // All of them side by side: they wait for their own desks, not for each other.
    before(() => {
      for (const [, row] of rows)
        found.set(
          row,
          (async () => {
            const { element } = await open(row);
            const seen = (): string => `${element.state} ${element.evidence}`;
            await until(() => seen() === row.when, `${wordsOf(row)}: ${row.when}`).catch((error: Error) => {
              throw new Error(`${error.message}, but ${seen()}`);
            });
            return element.diagnose();
          })(),
        );
      for (const one of found.values()) one.catch(() => undefined);
    });

    for (const [name, row] of rows)
      it(`is named, or listed: ${name} ${wordsOf(row)}`, async () => {
        const diagnosis = (await found.get(row)) as Diagnosis;
        expectFinding(diagnosis, row);
        // What is no fault of the console's must not be made one.
        if (row.result === 'ok')
          expect(diagnosis.checks.filter(({ result }) => result === 'fault')).to.deep.equal([]);
      });
  });

  describe('of its API and its tokens', () => {
    let element: Element;
    let desk: TestDesk;
    let token: string;

    before(async () => {
      ({ element, desk, token } = await open({}));
      await until(() => element.evidence === 'console', 'a console');
    });

    for (const row of Object.values(API_FAULTS).flat())
      it(`is named, or listed: ${JSON.stringify(row.set)}`, async () => {
        await desk.control('set', row.set);
        const diagnosis = await element.diagnose();
        await desk.control('set', { fail: null, slow: 0 });
        expectFinding(diagnosis, row);
      });

    // A disabled user is first, since revoked tokens stay revoked.
    const commands = {
      setUser: ['user', () => ({ username: 'agent@example.com', enabled: false })],
      expire: ['expire', () => ({ accessToken: token })],
      revoke: ['revoke', () => ({ accessToken: token })],
      kick: ['kick', () => ({ username: 'agent@example.com' })],
    } as const;
    for (const [name, [command, body]] of Object.entries(commands))
      it(`is named, or listed: ${name}`, async () => {
        await desk.control(command, body());
        const row = CONTROLS[name as keyof typeof CONTROLS] as Row;
        expectFinding(await element.diagnose(), row);
        await desk.control('user', { username: 'agent@example.com', enabled: true });
      });

    it('has a test for each act that has an entry', () => {
      const wanted = Object.entries(CONTROLS).flatMap(([name, entry]) =>
        typeof entry === 'string' ? [] : [name],
      );
      expect(Object.keys(commands).sort()).to.deep.equal(wanted.sort());
    });
  });
});

describe('a report of a page where nothing answers', () => {
  const { fetch } = window;
  afterEach(() => {
    window.fetch = fetch;
    Reflect.deleteProperty(navigator, 'permissions');
  });

  it('is there within five seconds', async () => {
    window.fetch = (_input, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new Error('ended')));
      });
    const permissions = { query: () => new Promise(() => undefined) };
    Object.defineProperty(navigator, 'permissions', { value: permissions, configurable: true });
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { element } = createWorkspace({ server: 'http://127.0.0.1:9', tokenUrl: '/never' });
    try {
      document.body.append(element);
      const asked = doctor.diagnose([element]);
      await clock.tickAsync(4_999);
      const { checks } = await asked;
      const messageOf = (name: string): string | undefined =>
        checks.find(({ check }) => check === name)?.message;
      expect(messageOf('api')).to.match(pattern(en.findings['api-slow'][0]));
      expect(messageOf('token-source')).to.match(pattern(en.findings['source-slow'][0]));
    } finally {
      clock.restore();
      element.remove();
    }
  });
});
