import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StandInDesk } from '../../src/testing.js';
import {
  ADMIN,
  AGENT,
  ORG,
  call,
  claimsOf,
  codes,
  stoppedClock,
  withDesk,
  withSharedDesk,
} from './desk-client.js';

const PATH = '/api/v1/token';

interface Row {
  readonly uid: string;
  readonly accessToken: string;
  readonly [field: string]: unknown;
}

describe('/api/v1/token', () => {
  let desk: StandInDesk;
  let admin: string;
  let agent: string;
  withSharedDesk(async (given) => {
    desk = given;
    admin = await desk.issueToken(ADMIN.username);
    agent = await desk.issueToken(AGENT.username);
  });

  const isLive = async (token: string): Promise<boolean> =>
    (await call(desk.api, '/api/v1/user/profile', { token })).status === 200;
  const rowOf = async (token: string): Promise<Row> => {
    const rows: Row[] = (await call(desk.api, `${PATH}/query`, { token })).data.content;
    const row = rows.find(({ accessToken }) => accessToken === token);
    assert.ok(row);
    return row;
  };

  it('lists all rows to administrators only, own rows to everybody', async () => {
    const all = await call(desk.api, `${PATH}/query/org?orgUid=${ORG}`, { token: admin });
    assert.equal(all.data.totalElements, 2);
    assert.equal((await call(desk.api, `${PATH}/query/org?orgUid=${ORG}`, { token: agent })).status, 403);
    for (const path of ['/query', '/query/user']) {
      assert.equal((await call(desk.api, PATH + path, { token: agent })).data.totalElements, 1);
    }
  });

  it('shows the fields of a row; a login has no refresh token, and no row an allowed domain', async () => {
    const row = await rowOf(agent);
    assert.equal(row.type, 'BEARER');
    assert.equal(row.channel, 'FLUTTER');
    assert.equal(row.refreshToken, null);
    assert.deepEqual([row.revoked, row.permanent, row.deleted], [false, false, false]);
    for (const name of [
      'name',
      'description',
      'scope',
      'expiresAt',
      'lastActiveAt',
      'device',
      'revokeReason',
    ]) {
      assert.ok(name in row, name);
    }
    assert.ok(!Object.keys(row).some((name) => /domain|origin/i.test(name)));
  });

  it('finds one row by uid: own ones, any as administrator', async () => {
    const { uid } = await rowOf(agent);
    assert.equal((await call(desk.api, `${PATH}/query/uid?uid=${uid}`, { token: admin })).data.uid, uid);
    const other = (await rowOf(admin)).uid;
    assert.equal((await call(desk.api, `${PATH}/query/uid?uid=${other}`, { token: agent })).status, 403);
    const none = await call(desk.api, `${PATH}/query/uid?uid=none`, { token: admin });
    assert.deepEqual([none.status, none.code], [200, 404]);
  });

  it('generates a string that is not accepted before it is stored', async () => {
    const { data: made } = await call(desk.api, `${PATH}/generate`, {
      token: admin,
      body: { permanent: true },
    });
    const { iat, exp } = claimsOf(made);
    assert.equal(exp - iat, 100 * 365 * 86_400);
    assert.equal(await isLive(made), false);
    const body = { accessToken: made, name: 'for the CRM', permanent: true };
    const created = await call(desk.api, `${PATH}/create`, { token: admin, body });
    assert.equal(created.code, 200);
    assert.ok(created.data.refreshToken);
    assert.ok(await isLive(made));
    const again = await call(desk.api, `${PATH}/create`, { token: admin, body });
    assert.deepEqual([again.status, again.code], [200, 409]);
  });

  it('revokes by uid or by token; neither is HTTP 400; a foreign row is 403', async () => {
    const { uid } = await rowOf(agent);
    const body = { uid, revokeReason: 'left the company' };
    const revoked = await call(desk.api, `${PATH}/revoke`, { token: admin, body });
    assert.equal(revoked.data.revokeReason, 'left the company');
    assert.equal(await isLive(agent), false);
    const other = await desk.issueToken('second@example.com');
    assert.equal(
      (await call(desk.api, `${PATH}/revoke`, { token: other, body: { accessToken: admin } })).status,
      403,
    );
    assert.equal(
      (await call(desk.api, `${PATH}/revoke`, { token: other, body: { accessToken: other } })).code,
      200,
    );
    const neither = await call(desk.api, `${PATH}/revoke`, { token: admin, body: {} });
    assert.deepEqual(codes(neither), { status: 400, code: 400, data: false });
  });

  it('updates and deletes a row', async () => {
    const { uid } = await rowOf(agent);
    const updated = await call(desk.api, `${PATH}/update`, { token: admin, body: { uid, name: 'renamed' } });
    assert.equal(updated.data.name, 'renamed');
    assert.equal((await call(desk.api, `${PATH}/delete`, { token: admin, body: { uid } })).data, true);
    assert.equal(await isLive(agent), false);
  });

  it('has no refresh route under /auth', async () => {
    const answer = await call(desk.api, '/auth/token/refresh', { body: { refreshToken: 'x' } });
    assert.deepEqual([answer.status, answer.code], [200, 404]);
  });
});

describe('refreshing a token', () => {
  it('puts a new string into the same row; the old one stops; a revoked row refuses', async () => {
    const clock = stoppedClock();
    await withDesk({ now: clock.now }, async (desk) => {
      const token = await desk.issueToken(ADMIN.username);
      const { data: old } = await call(desk.api, `${PATH}/generate`, { token, body: {} });
      const { data: row } = await call(desk.api, `${PATH}/create`, { token, body: { accessToken: old } });
      clock.pass(1);
      const body = { refreshToken: row.refreshToken };
      const { data: renewed } = await call(desk.api, `${PATH}/refresh`, { token, body });
      assert.equal(renewed.uid, row.uid);
      const live = async (candidate: string) =>
        (await call(desk.api, '/api/v1/user/profile', { token: candidate })).status;
      assert.deepEqual([await live(old), await live(renewed.accessToken)], [401, 200]);
      assert.equal((await call(desk.api, `${PATH}/refresh`, { body })).status, 401);
      await call(desk.api, `${PATH}/revoke`, { token, body: { uid: row.uid } });
      const refused = await call(desk.api, `${PATH}/refresh`, { token, body });
      assert.deepEqual([refused.status, refused.code], [200, -1]);
    });
  });
});
