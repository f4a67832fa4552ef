import { expect } from '@open-wc/testing';
import { verdictOf } from '../../src/api/desk-answer.js';
import { deskUrl, requestDesk } from '../../src/api/desk-request.js';
import { revokeToken } from '../../src/api/revoke-token.js';
import { BytedeskError } from '../../src/errors.js';
import { startDesk, type TestDesk } from '../support/desk.js';
import { issueToken, requestsOf } from '../support/workspace.js';

const failure = async (promise: Promise<unknown>): Promise<BytedeskError> => {
  const error: unknown = await promise.then(
    (value) => `resolved with ${String(value)}`,
    (reason: unknown) => reason,
  );
  if (error instanceof BytedeskError) return error;
  throw new Error(`no BytedeskError but ${String(error)}`);
};

const PROFILE = '/api/v1/user/profile';

describe('requestDesk', () => {
  let desk: TestDesk;
  let token: string;
  let api: URL;

  before(async () => {
    desk = await startDesk();
    api = new URL(desk.api);
  });

  after(() => desk.close());

  beforeEach(async () => {
    await desk.control('reset', {});
    token = await issueToken(desk);
    await desk.control('requests/clear', {});
  });

  const verdict = async (base: URL, path: string, timeoutMs?: number): Promise<number> =>
    verdictOf(await requestDesk({ url: deskUrl(base, path), method: 'GET', token, timeoutMs }));
  const profile = (timeoutMs?: number): Promise<number> => verdict(api, PROFILE, timeoutMs);

  it('says 200 of a success alone', async () => {
    expect(await profile()).to.equal(200);
  });

  it('sends the token as Bearer, never in the address, and no cookies', async () => {
    await profile();
    const request = (await requestsOf(desk)).find(({ method, path }) => method === 'GET' && path === PROFILE);
    expect(request?.headers['authorization']).to.equal(`Bearer ${token}`);
    expect(request?.headers).not.to.have.property('cookie');
    expect(request?.query).to.deep.equal({});
  });

  it('follows no redirect, sends no cookies and no path of this page, and keeps nothing; a logout outlives the page', async () => {
    const { fetch } = window;
    let asked: RequestInit | undefined;
    window.fetch = (input, init) => {
      asked = init;
      return fetch(input, init);
    };
    await revokeToken(api, token).finally(() => {
      window.fetch = fetch;
    });
    expect(asked).to.include({
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'origin',
      cache: 'no-store',
      keepalive: true,
    });
  });

  it('does not take HTTP 200 for a success: an unknown path is 404', async () => {
    expect(await verdict(api, '/api/user/profile')).to.equal(404);
  });

  for (const [as, expected] of [
    [401, 401],
    [403, 403],
    [500, 500],
    ['html', 0],
    ['not-json', 0],
  ] as const) {
    it(`says ${expected} of an answer spoilt as ${as}`, async () => {
      await desk.control('set', { fail: { as, method: 'GET' } });
      expect(await profile()).to.equal(expected);
    });
  }

  for (const [as, code] of [
    ['cut', 'network'],
    ['never', 'timeout'],
  ] as const) {
    it(`rejects with ${code} when the answer is spoilt as ${as}, without a word of the token`, async () => {
      await desk.control('set', { fail: { as, method: 'GET' } });
      const error = await failure(profile(as === 'never' ? 300 : undefined));
      expect(error.code).to.equal(code);
      expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.to.contain(token);
    });
  }

  it('rejects with network when there is no desk', async () => {
    const gone = await startDesk();
    await gone.close();
    const error = await failure(verdict(new URL(gone.api), PROFILE));
    expect(error.code).to.equal('network');
  });

  it('keeps the base path of the API', async () => {
    const based = await startDesk({ basePath: '/service' });
    token = await issueToken(based);
    expect(await verdict(new URL(`${based.api}/`), PROFILE)).to.equal(200);
    await based.close();
  });

  describe('revokeToken', () => {
    it('ends the token', async () => {
      await revokeToken(api, token);
      expect(await profile()).to.equal(401);
    });

    it('counts a token that is over already as done', async () => {
      await desk.control('revoke', { accessToken: token });
      await revokeToken(api, token);
    });

    it('rejects what left the token alive', async () => {
      await desk.control('set', { fail: { as: 500 } });
      const error = await failure(revokeToken(api, token));
      expect([error.code, error.deskCode]).to.deep.equal(['server-error', 500]);
    });
  });
});
