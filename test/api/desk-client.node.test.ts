import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import type { DeskClient, DeskClientOptions } from '../../src/index.js';
import { fakeFetch } from './fake-fetch.js';
import { AGENT, allTextOf, clientOf, failureOf, FAILURES, issueToken, ORG } from './failures.js';
import { NodeScene } from './node-scene.js';

describe('DeskClient', () => {
  const scene = new NodeScene();
  const client = (options?: Partial<DeskClientOptions>): DeskClient => clientOf(scene, options);

  describe('a desk that says no', () => {
    for (const { name, act, code, status, deskCode, says } of FAILURES) {
      it(`is ${code} for ${name}`, async () => {
        const secrets: string[] = [];
        const error = await failureOf(act(scene, secrets));
        assert.deepEqual([error.code, error.status, error.deskCode], [code, status, deskCode]);
        if (says === undefined) assert.equal(error.deskMessage, undefined);
        else assert.match(error.deskMessage ?? '', says);
        const text = `${allTextOf(error)}\n${inspect(error, { depth: 9, showHidden: true })}`;
        for (const secret of secrets) assert.ok(!text.includes(secret), 'a secret in the error');
      });
    }
  });

  describe('login', () => {
    it('gives token and user, and goes on with the token', async () => {
      const agent = client();
      const { accessToken, user } = await agent.login(AGENT);
      assert.ok(accessToken.startsWith('eyJ'));
      assert.equal(user.username, AGENT.username);
      assert.equal((await agent.profile()).username, AGENT.username);
    });

    it('sends the documented fixed values, every field given, and no others', async () => {
      const sent: Record<string, unknown>[] = [];
      const fetch = fakeFetch(({ body = '' }) => {
        sent.push(JSON.parse(body));
        return Response.json({ code: 200, data: { accessToken: 'a', user: {} } });
      });
      const all = {
        username: 'u',
        password: 'p',
        passwordHash: 'h',
        passwordSalt: 's',
        captchaUid: 'i',
        captchaCode: 'c',
        deviceUid: 'd',
        device: 'e',
        channel: 'WEB',
        client: 'WEB',
        platform: 'OTHER',
        twoFactorEnabled: true,
        mobile: 'm',
        country: '86',
        code: '1',
      };
      await client({ fetch }).login(all);
      await client({ fetch }).login({ ...AGENT, channel: undefined });
      await client({ fetch }).loginWithToken('old');
      const fixed = { channel: 'FLUTTER', platform: 'BYTEDESK' };
      assert.deepEqual(sent, [all, { ...fixed, ...AGENT }, { ...fixed, accessToken: 'old' }]);
    });

    it('passes a captcha', async () => {
      const { captchaUid, captchaImage } = await client().captcha();
      assert.match(captchaImage, /^data:image\//);
      const captchaCode = scene.desk.captchaCode(captchaUid) ?? '';
      await client().login({ ...AGENT, channel: 'WEB', captchaUid, captchaCode });
    });

    it('passes the second factor', async () => {
      const person = { username: 'twofactor@example.com', password: 'not-a-secret-twofactor' };
      await client().login({ ...person, mobile: '13800000007', code: '246810' });
    });

    it('exchanges a token for a new one, and goes on with that', async () => {
      const agent = client();
      const token = await issueToken(scene);
      const { accessToken } = await agent.loginWithToken(token, { channel: 'WEB' });
      assert.notEqual(accessToken, token);
      scene.desk.revoke(token);
      await agent.profile();
    });

    for (const data of [undefined, null, false, {}, { accessToken: '' }, { accessToken: 7 }]) {
      it(`does not take ${JSON.stringify(data)} for a login`, async () => {
        const fetch = fakeFetch(() => Response.json({ code: 200, data }));
        assert.equal((await failureOf(client({ fetch }).login(AGENT))).code, 'server-error');
      });
    }
  });

  describe('logout', () => {
    it('revokes the token and forgets it; a second time is done at once', async () => {
      const token = await issueToken(scene);
      const agent = client({ token });
      await agent.logout();
      assert.equal((await failureOf(client({ token }).profile())).code, 'unauthorized');
      assert.equal((await failureOf(agent.profile())).code, 'token-missing');
      scene.desk.clearRequests();
      await agent.logout();
      assert.deepEqual(scene.paths, []);
    });

    it('takes a token that is over for done', async () => {
      const token = await issueToken(scene);
      scene.desk.revoke(token);
      const agent = client({ token });
      agent.addEventListener('unauthorized', () => assert.fail('a logout tells nobody'));
      await agent.logout();
    });

    it('rejects what left the token alive, and forgets it all the same', async () => {
      const agent = client({ token: await issueToken(scene) });
      scene.desk.set({ fail: { as: 500 } });
      assert.equal((await failureOf(agent.logout())).code, 'server-error');
      assert.equal((await failureOf(agent.profile())).code, 'token-missing');
    });
  });

  describe('tickets', () => {
    it('reads pages from 0, the own ones or an organisation’s', async () => {
      const { tickets } = client({ token: await issueToken(scene) });
      const own = await tickets.query();
      const all = await tickets.query({ orgUid: ORG, pageNumber: 2, pageSize: 10 });
      assert.deepEqual([own.number, own.size, own.totalElements], [0, 10, 12]);
      assert.deepEqual([all.number, all.content.length, all.totalElements, all.last], [2, 3, 23, true]);
      const queries = scene.desk.requests().filter(({ method }) => method === 'GET');
      assert.deepEqual(
        queries.map(({ path, query }) => [path, { ...query }]),
        [
          ['/api/v1/ticket/query/user', {}],
          ['/api/v1/ticket/query/org', { orgUid: ORG, pageNumber: '2', pageSize: '10' }],
        ],
      );
    });

    it('makes, changes and deletes one', async () => {
      const { tickets } = client({ token: await issueToken(scene) });
      const { uid = '' } = await tickets.create({ title: 'A lamp', priority: 'LOW' });
      const changed = await tickets.update({ uid, priority: 'HIGH' });
      assert.deepEqual([changed.title, changed.priority], ['A lamp', 'HIGH']);
      await tickets.delete(uid);
      assert.equal((await failureOf(tickets.delete(uid))).code, 'not-found');
      const posts = ['create', 'update', 'delete', 'delete'].map((end) => `POST /api/v1/ticket/${end}`);
      assert.deepEqual(scene.paths, posts);
    });

    it('does not take anything for a page or a ticket', async () => {
      const fetch = fakeFetch(() => Response.json({ code: 200, data: true }));
      const { tickets } = client({ fetch, token: 'any' });
      for (const call of [tickets.query(), tickets.create({}), client({ fetch, token: 'any' }).profile()]) {
        assert.equal((await failureOf(call)).code, 'server-error');
      }
    });
  });
});
