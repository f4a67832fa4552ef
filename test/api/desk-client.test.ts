import { expect } from '@open-wc/testing';
import { DeskClient, type DeskClientOptions, UnauthorizedEvent } from '../../src/index.js';
import type { BytedeskWorkspaceElement } from '../../src/elements/workspace/workspace-element.js';
import { startDesk, type TestDesk } from '../support/desk.js';
import {
  type DeskRequest,
  type EventLog,
  issueToken,
  mount,
  next,
  requestsOf,
  SharedDesk,
  until,
} from '../support/workspace.js';
import { AGENT, allTextOf, FAILURES, failureOf, ORG } from './failures.js';

describe('DeskClient in a browser', () => {
  let desk: TestDesk;

  before(async () => {
    desk = await startDesk();
  });

  after(() => desk.close());

  beforeEach(async () => {
    await desk.control('reset', {});
    await desk.control('requests/clear', {});
  });

  const make = (options: Partial<DeskClientOptions> = {}): DeskClient =>
    new DeskClient({ api: desk.api, ...options });
  const requests = async (): Promise<DeskRequest[]> =>
    (await requestsOf(desk)).filter(({ method }) => method !== 'OPTIONS');

  for (const { name, act, code, status, deskCode, says } of FAILURES) {
    it(`is ${code} for ${name}`, async () => {
      const secrets: string[] = [];
      const error = await failureOf(act(desk, secrets));
      expect([error.code, error.status, error.deskCode]).to.deep.equal([code, status, deskCode]);
      if (says === undefined) expect(error.deskMessage).to.equal(undefined);
      else expect(error.deskMessage).to.match(says);
      for (const secret of secrets) expect(allTextOf(error).includes(secret), 'a secret').to.equal(false);
    });
  }

  it('logs in, asks, and logs out', async () => {
    const client = make();
    const { accessToken, user } = await client.login(AGENT);
    expect(user.username).to.equal(AGENT.username);
    expect((await client.profile()).username).to.equal(AGENT.username);
    expect((await client.tickets.query({ orgUid: ORG })).totalElements).to.equal(23);
    await client.logout();
    expect((await failureOf(make({ token: accessToken }).profile())).code).to.equal('unauthorized');
  });

  it('changes tickets across origins', async () => {
    const { tickets } = make({ token: await issueToken(desk) });
    const { uid = '' } = await tickets.create({ title: 'A lamp' });
    expect((await tickets.update({ uid, priority: 'HIGH' })).priority).to.equal('HIGH');
    await tickets.delete(uid);
  });

  it('sends the token as Bearer, never in an address, and neither cookies nor the page’s path', async () => {
    const token = await issueToken(desk);
    document.cookie = 'host=1';
    await make({ token }).profile();
    const [request] = await requests();
    expect(request?.headers['authorization']).to.equal(`Bearer ${token}`);
    expect(request?.headers).not.to.have.property('cookie');
    expect(request?.query).to.deep.equal({});
    expect(request?.headers['referer'] ?? `${location.origin}/`).to.equal(`${location.origin}/`);
    const entries = performance.getEntriesByType('resource').map(({ name }) => name);
    expect(entries.join().includes(token), 'the token in a performance entry').to.equal(false);
  });

  it('gives a call up when its caller does, and the desk sees it end', async () => {
    const token = await issueToken(desk);
    await desk.control('set', { fail: { as: 'never' } });
    const abort = new AbortController();
    const error = failureOf(make({ token }).profile({ signal: abort.signal }));
    await until(async () => (await requests()).length > 0, 'the request');
    abort.abort();
    expect((await error).code).to.equal('aborted');
  });

  it('gives a call up after its timeout', async () => {
    const token = await issueToken(desk);
    await desk.control('set', { fail: { as: 'never' } });
    expect((await failureOf(make({ token, timeout: 200 }).profile())).code).to.equal('timeout');
  });

  it('tries a GET again, if it may', async () => {
    const token = await issueToken(desk);
    await desk.control('set', { fail: { as: 503, count: 1 } });
    await make({ token, retries: 1 }).profile();
    expect((await requests()).map(({ status }) => status)).to.deep.equal([503, 200]);
  });

  it('is network when there is no desk', async () => {
    const gone = await startDesk();
    await gone.close();
    const client = new DeskClient({ api: gone.api, token: 'any' });
    expect((await failureOf(client.profile())).code).to.equal('network');
  });

  it('keeps the base path of the API', async () => {
    const based = await startDesk({ basePath: '/service' });
    await new DeskClient({ api: `${based.api}/` }).login(AGENT);
    await based.close();
  });
});

describe('DeskClient with a workspace as its session', () => {
  const shared = new SharedDesk();

  interface Both {
    readonly element: BytedeskWorkspaceElement;
    readonly log: EventLog;
    readonly client: DeskClient;
    readonly token: string;
  }

  async function both(): Promise<Both> {
    const { token, ...settings } = await shared.settings();
    if (typeof token !== 'string') throw new Error('no token');
    const { element, log } = await mount({ ...settings, token });
    await log.first('bytedesk-ready');
    return { element, log, token, client: new DeskClient({ api: shared.desk.api, token, session: element }) };
  }

  for (const reason of ['revoked', 'rejected'] as const) {
    it(`ends it once, as ${reason}, and leaves the console running`, async () => {
      const { element, log, client, token } = await both();
      const heard: UnauthorizedEvent[] = [];
      client.addEventListener('unauthorized', (event) => heard.push(event));
      if (reason === 'revoked') await client.profile();
      await shared.desk.control('set', { fail: { as: 401, method: 'GET', path: '/api/v1/user/profile' } });
      const codes = await Promise.all(
        [client.profile(), client.profile()].map(async (call) => (await failureOf(call)).code),
      );
      expect(codes).to.deep.equal(['unauthorized', 'unauthorized']);
      const { detail } = await log.first('bytedesk-token-expired');
      expect(detail).to.deep.include({ subject: 'token', reason, source: 'api' });
      expect(detail.expiresAt).to.be.instanceOf(Date);
      expect(element.state).to.equal('expired');
      expect(log.names.slice(-2)).to.deep.equal(['ready>expired', 'token-expired']);
      expect(log.of('bytedesk-token-expired').length).to.equal(1);
      expect(element.shadowRoot?.querySelector('iframe')).not.to.equal(null);
      expect(heard.map((event) => event.detail.reason)).to.deep.equal([reason]);
      expect(heard[0]).to.be.instanceOf(UnauthorizedEvent);
      expect(JSON.stringify([detail, heard[0]?.detail]).includes(token), 'a secret').to.equal(false);
    });
  }

  it('does not end a session that has another token by now', async () => {
    const { element, log, client } = await both();
    await shared.desk.control('set', { fail: { as: 401, method: 'GET', path: '/api/v1/user/profile' } });
    // Two tokens of one second and life are the same text.
    element.token = await issueToken(shared.desk, { seconds: 3600 });
    await failureOf(client.profile());
    expect(element.state).to.equal('ready');
    expect(log.of('bytedesk-token-expired').length).to.equal(0);
  });

  it('lets the session start again with a new token', async () => {
    const { element, client } = await both();
    await shared.desk.control('set', { fail: { as: 401, method: 'GET', path: '/api/v1/user/profile' } });
    await failureOf(client.profile());
    expect(element.state).to.equal('expired');
    await shared.desk.control('set', { fail: null });
    const ready = next(element, 'bytedesk-ready');
    element.token = await issueToken(shared.desk, { seconds: 3600 });
    await ready;
    expect(element.state).to.equal('ready');
  });

  it('does not end it for 403, an error of the desk, or a login', async () => {
    const { element, client } = await both();
    for (const as of [403, 500, 'html']) {
      await shared.desk.control('set', { fail: { as, method: 'GET', path: '/api/v1/user/profile' } });
      await failureOf(client.profile());
    }
    await shared.desk.control('set', { fail: { as: 401, path: '/auth/' } });
    await failureOf(client.login(AGENT));
    expect(element.state).to.equal('ready');
  });
});
