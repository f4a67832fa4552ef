import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StandInDesk } from '../../src/testing.js';
import { AGENT, ORG, call, codes, withDesk, withSharedDesk } from './desk-client.js';

const PROFILE = '/api/v1/user/profile';

describe('a token on /api/**', () => {
  let desk: StandInDesk;
  withSharedDesk((given) => void (desk = given));

  const withoutDot = async (): Promise<string> => (await desk.issueToken()).replaceAll('.', '');
  const wrongSignature = async (): Promise<string> => `${(await desk.issueToken()).slice(0, -4)}AAAA`;
  const ended = async (end: (token: string) => unknown): Promise<string> => {
    const token = await desk.issueToken();
    end(token);
    return token;
  };
  const bad: [string, () => Promise<string | undefined>][] = [
    ['missing', () => Promise.resolve(undefined)],
    ['malformed', withoutDot],
    ['wrongly signed', wrongSignature],
    ['past its end', () => desk.issueToken(AGENT.username, { seconds: 0 })],
    ['expired by its row', () => ended((token) => desk.expire(token))],
    ['revoked', () => ended((token) => desk.revoke(token))],
    ['of an unknown row', () => withDesk({}, (other) => other.issueToken())],
  ];
  for (const [name, make] of bad) {
    it(`that is ${name} gets HTTP 401 with the path as data, like all the others`, async () => {
      const { status, headers, text } = await call(desk.api, PROFILE, { token: await make() });
      assert.equal(status, 401);
      assert.deepEqual(JSON.parse(text), {
        message: 'Full authentication is required to access this resource',
        code: 401,
        data: PROFILE,
      });
      assert.match(headers.get('content-type') ?? '', /application\/json/);
      assert.equal(headers.get('www-authenticate'), null);
      assert.equal(headers.get('retry-after'), null);
    });
  }

  it('that an administrator ended gets HTTP 401 with an i18n key', async () => {
    const token = await ended(() => desk.kick(AGENT.username));
    const answer = await call(desk.api, PROFILE, { token });
    assert.deepEqual(codes(answer), { status: 401, code: 401, data: PROFILE });
    assert.match(answer.message ?? '', /^i18n\..*disabled/);
  });

  const users: [string, Parameters<StandInDesk['setUser']>[1], number][] = [
    ['deleted', { deleted: true }, 401],
    ['disabled', { enabled: false }, 403],
    ['without the right asked for', { rights: [] }, 403],
  ];
  for (const [name, change, status] of users) {
    it(`whose user is ${name} gets HTTP ${status} with data false`, async () => {
      const token = await desk.issueToken();
      desk.setUser(AGENT.username, change);
      assert.deepEqual(codes(await call(desk.api, PROFILE, { token })), {
        status,
        code: status,
        data: false,
      });
    });
  }

  it('is read from the query where there is no Bearer header, and only there', async () => {
    const token = await desk.issueToken();
    assert.equal((await call(desk.api, `${PROFILE}?accessToken=${token}`)).status, 200);
    const both = await call(desk.api, `${PROFILE}?accessToken=${token}`, { token: 'not-a-token' });
    assert.equal(both.status, 401);
  });

  const paths: [string, string, { status: number; code: number }][] = [
    ['a path without v1', '/api/user/profile', { status: 200, code: 404 }],
    ['a path of the old documentation', '/api/tickets/list', { status: 200, code: 404 }],
    ['an unknown path', '/api/v1/nothing/here', { status: 200, code: 404 }],
    ['a path of the enterprise edition', '/api/v1/vip/user/query/org', { status: 405, code: 405 }],
  ];
  for (const [name, path, expected] of paths) {
    it(`gets HTTP ${expected.status} and code ${expected.code} on ${name}, and 401 without a token`, async () => {
      const token = await desk.issueToken();
      assert.deepEqual(codes(await call(desk.api, path, { token })), { ...expected, data: false });
      assert.equal((await call(desk.api, path)).status, 401);
    });
  }

  const verbs: [method: string, path: string][] = [
    ['POST', PROFILE],
    ['PUT', '/api/v1/ticket/update'],
    ['DELETE', '/api/v1/ticket/delete'],
    ['GET', '/api/v1/user/logout'],
    ['GET', '/auth/v1/login'],
    ['PUT', '/auth/v1/login/accessToken'],
  ];
  for (const [method, path] of verbs) {
    it(`gets HTTP 400 and code 400 for ${method} ${path}`, async () => {
      const answer = await call(desk.api, path, { method, token: await desk.issueToken() });
      assert.deepEqual(codes(answer), { status: 400, code: 400, data: false });
    });
  }

  it('is not asked for outside /api', async () => {
    for (const path of ['/agent/chat', '/admin', '/kaptcha/api/v1/get', '/agent/config.json']) {
      assert.equal((await call(desk.api, path)).status, 200, path);
    }
  });
});

describe('GET /api/v1/user/profile', () => {
  it('answers with the user: name, roles, organisation, rights', async () => {
    await withDesk({}, async (desk) => {
      const { data } = await call(desk.api, PROFILE, { token: await desk.issueToken() });
      assert.equal(data.username, AGENT.username);
      assert.equal(data.enabled, true);
      assert.equal(data.currentOrganization.uid, ORG);
      assert.ok(data.userOrganizationRoles.length > 0);
      for (const name of ['uid', 'nickname', 'avatar', 'email', 'mobile']) assert.ok(name in data, name);
    });
  });

  it('answers 403 to somebody who is signed in without the right to read it', async () => {
    await withDesk({}, async (desk) => {
      const token = await desk.issueToken('norights@example.com');
      assert.equal((await call(desk.api, PROFILE, { token })).status, 403);
      assert.equal((await call(desk.api, '/api/v1/message/ping', { token })).status, 200);
    });
  });
});
