import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { SettingsChange } from '../../src/testing.js';
import { Farm, eventually, type FarmKind } from './farm.js';
import { HOST_SECRETS } from './host-app.js';

const DAY = 86_400;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Everything that must hold however many machines there are. */
export function endpointSuite(kind: FarmKind, skip: string | false): void {
  describe(`the token endpoint with ${kind}`, { skip }, () => {
    let farm: Farm;

    before(async () => {
      farm = await Farm.start(kind, { grace: 0.3, timeout: 2, allowedOrigins: ['https://shop.example.com'] });
    });

    after(() => farm.close());

    beforeEach(async () => {
      await farm.pass(3600);
      farm.desk.reset();
      farm.desk.clearRequests();
    });

    async function tokenOf(user: string, body?: object): Promise<string> {
      const { status, body: answer, text } = await farm.token(user, body);
      assert.equal(status, 200, text);
      return answer.accessToken;
    }

    describe('a token', () => {
      it('comes from one login at the desk, by the channel of applications', async () => {
        const user = farm.user();
        const { status, headers, body } = await farm.token(user);
        assert.equal(status, 200);
        assert.deepEqual(Object.keys(body), ['accessToken', 'expiresAt']);
        assert.equal(await farm.statusAtDesk(body.accessToken), 200);
        assert.equal(Date.parse(body.expiresAt), farm.nowMs + DAY * 1000);
        assert.equal(headers.get('cache-control'), 'no-store');
        assert.match(headers.get('vary') ?? '', /origin/i);
        assert.equal(farm.desk.snapshot().tokens.at(-1)?.channel, 'FLUTTER');
      });

      it('is the same for all pages of a user, and another for another user', async () => {
        const [one, other] = [farm.user(), farm.user('second')];
        const tokens = [await tokenOf(one), await tokenOf(one), await tokenOf(one), await tokenOf(other)];
        assert.equal(new Set(tokens.slice(0, 3)).size, 1);
        assert.notEqual(tokens[3], tokens[0]);
        assert.equal(farm.count('login'), 2);
      });

      it('takes one login for a thousand requests at once', async () => {
        // Hosts of its own, with the patience of real ones: here all share two cores with the browsers.
        const busy = await Farm.start(kind);
        busy.desk.set({ slow: 100 });
        const answers = await Promise.all(Array.from({ length: 1000 }, () => busy.tokenInCrowd('agent.1')));
        await busy.close();
        assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
        assert.equal(new Set(answers.map(({ body }) => body.accessToken)).size, 1);
        assert.equal(busy.count('login'), 1);
      });

      it('is replaced after maxAge, and the old one revoked once consoles have had their grace', async () => {
        const user = farm.user();
        const old = await tokenOf(user);
        await farm.pass(DAY + 1);
        const fresh = await tokenOf(user);
        assert.notEqual(fresh, old);
        assert.equal(await farm.statusAtDesk(old), 200);
        await farm.pass(1);
        await eventually(async () => {
          // Without timers it is the next request that sees to it.
          if (!farm.hasTimers) await farm.token(user);
          return (await farm.statusAtDesk(old)) === 401;
        }, 'the end of the old token');
        assert.equal(await farm.statusAtDesk(fresh), 200);
      });
    });

    describe('a renewal', () => {
      it('is answered from the cache only with a later end', async () => {
        const user = farm.user();
        const first = await farm.token(user);
        await farm.pass(600);
        const renewal = { reason: 'renew', expiresAt: first.body.expiresAt };
        const second = await farm.token(user, renewal);
        assert.notEqual(second.body.accessToken, first.body.accessToken);
        assert.ok(Date.parse(second.body.expiresAt) > Date.parse(first.body.expiresAt));
        const late = await farm.token(user, renewal);
        assert.equal(late.body.accessToken, second.body.accessToken);
        assert.equal(farm.count('login'), 2);
      });

      it('understands a page that speaks of the end it read in the token', async () => {
        const user = farm.user();
        const first = await tokenOf(user);
        const { exp } = JSON.parse(Buffer.from(first.split('.')[1] ?? '', 'base64url').toString());
        const renewal = { reason: 'renew', expiresAt: new Date(exp * 1000).toISOString() };
        await farm.pass(600);
        const second = await tokenOf(user, renewal);
        assert.notEqual(second, first);
        assert.equal(await tokenOf(user, renewal), second);
        assert.equal(farm.count('login'), 2);
      });

      it('never gives a page the token that it names by its hash', async () => {
        const user = farm.user();
        const first = await tokenOf(user);
        await farm.pass(600);
        const expiresAt = new Date(farm.nowMs).toISOString();
        assert.notEqual(await tokenOf(user, { reason: 'renew', expiresAt, tokenHash: hashOf(first) }), first);
      });

      const refusedFor = async (user: string, asked: object): Promise<string | null> => {
        const { status, headers, body } = await farm.token(user, { reason: 'renew', ...asked });
        assert.deepEqual([status, body.code], [429, 'too-many-requests']);
        return headers.get('retry-after');
      };

      it('that nothing explains makes a login once a minute, counted from the last one', async () => {
        const user = farm.user();
        const { accessToken, expiresAt } = (await farm.token(user)).body;
        const far = new Date(farm.nowMs + 400 * DAY * 1000).toISOString();
        const tokenHash = hashOf(accessToken);
        const unexplained = [
          { expiresAt },
          { expiresAt: far },
          { expiresAt: null },
          { expiresAt: null, tokenHash },
          // The page may say so; the endpoint knows better when the token ends that it holds.
          { expiresAt: new Date(farm.nowMs + 1000).toISOString(), tokenHash },
        ];
        await farm.pass(10);
        for (const asked of unexplained) assert.equal(await refusedFor(user, asked), '50');
        await farm.pass(51);
        for (const asked of unexplained) await farm.token(user, { reason: 'renew', ...asked });
        assert.equal(farm.count('login'), 2);
        const fresh = await tokenOf(user);
        assert.notEqual(fresh, accessToken);
        assert.equal(await refusedFor(user, { expiresAt: far, tokenHash: hashOf(fresh) }), '60');
      });

      it('that nothing explains has the kept token in between, where the page holds another', async () => {
        const user = farm.user();
        const kept = await tokenOf(user);
        await farm.pass(10);
        const far = new Date(farm.nowMs + 400 * DAY * 1000).toISOString();
        for (const expiresAt of [far, null]) {
          const asked = { reason: 'renew', expiresAt, tokenHash: hashOf('another one') };
          assert.equal(await tokenOf(user, asked), kept);
        }
        assert.equal(farm.count('login'), 1);
      });

      it('near the end of the token waits two seconds at most: the desk makes the same one within a second', async () => {
        const user = farm.user();
        const asked = { reason: 'renew', expiresAt: (await farm.token(user)).body.expiresAt };
        await farm.pass(DAY - 599);
        const second = await farm.token(user, asked);
        assert.equal(farm.count('login'), 2);
        assert.ok(Date.parse(second.body.expiresAt) > Date.parse(asked.expiresAt));
      });

      it('of a token that has lived nine tenths of its life needs no other reason', async () => {
        const user = farm.user();
        const { accessToken, expiresAt } = (await farm.token(user)).body;
        await farm.pass(DAY * 0.91);
        const asked = { reason: 'renew', expiresAt, tokenHash: hashOf(accessToken) };
        assert.notEqual(await tokenOf(user, asked), accessToken);
      });

      it('takes one login for many pages at once', async () => {
        const user = farm.user();
        const { body } = await farm.token(user);
        await farm.pass(600);
        const renewal = { reason: 'renew', expiresAt: body.expiresAt };
        const answers = await Promise.all(Array.from({ length: 50 }, () => tokenOf(user, renewal)));
        assert.equal(new Set(answers).size, 1);
        assert.equal(farm.count('login'), 2);
      });
    });

    describe('a rejected token', () => {
      it('is dropped, for a new one', async () => {
        const user = farm.user();
        const first = await tokenOf(user);
        farm.desk.revoke(first);
        await farm.pass(5);
        const second = await tokenOf(user, { reason: 'rejected', expiresAt: null, tokenHash: hashOf(first) });
        assert.equal(await farm.statusAtDesk(second), 200);
        assert.equal(await tokenOf(user), second);
      });

      it('is kept if the page holds another one', async () => {
        const user = farm.user();
        const token = await tokenOf(user);
        await farm.pass(5);
        const late = { reason: 'rejected', expiresAt: null, tokenHash: hashOf('an older one') };
        assert.equal(await tokenOf(user, late), token);
        assert.equal(farm.count('login'), 1);
      });

      it('is dropped once a minute at most', async () => {
        const user = farm.user();
        await tokenOf(user);
        const rejected = { reason: 'rejected', expiresAt: null };
        await farm.pass(5);
        const second = await tokenOf(user, rejected);
        await farm.pass(50);
        assert.equal(await tokenOf(user, rejected), second);
        const named = await farm.token(user, { ...rejected, tokenHash: hashOf(second) });
        assert.deepEqual([named.status, named.headers.get('retry-after')], [429, '10']);
        assert.equal(farm.count('login'), 2);
        await farm.pass(11);
        assert.notEqual(await tokenOf(user, rejected), second);
        assert.equal(farm.count('login'), 3);
      });

      it('takes one login for many pages at once', async () => {
        const user = farm.user();
        const first = await tokenOf(user);
        await farm.pass(5);
        const rejected = { reason: 'rejected', expiresAt: null, tokenHash: hashOf(first) };
        const tokens = await Promise.all(Array.from({ length: 50 }, () => tokenOf(user, rejected)));
        assert.equal(new Set(tokens).size, 1);
        assert.equal(farm.count('login'), 2);
      });
    });

    describe('a failure', () => {
      interface Failure {
        readonly what: string;
        readonly user?: string;
        readonly set?: SettingsChange;
        readonly status: number;
        readonly code: string;
        readonly tries?: number;
      }
      const LOGIN = '/auth/v1/login';
      const failures: Failure[] = [
        { what: 'nobody signed in', user: '', status: 401, code: 'unauthorized', tries: 0 },
        {
          what: 'a user without a login at the desk',
          user: 'stranger',
          status: 403,
          code: 'forbidden',
          tries: 0,
        },
        {
          what: 'credentials() that throws',
          user: 'broken',
          status: 500,
          code: 'token-source-failed',
          tries: 0,
        },
        { what: 'a wrong password', user: 'wrong', status: 403, code: 'login-failed' },
        {
          what: 'a wrong password at an old desk',
          user: 'wrong',
          set: { server: 'mid-2025' },
          status: 403,
          code: 'login-failed',
        },
        { what: 'a user disabled for the whole desk', user: 'disabled', status: 403, code: 'login-failed' },
        { what: 'a second factor', user: 'twofactor', status: 409, code: 'second-factor-required' },
        { what: 'no seat left', set: { maxMembers: 0 }, status: 503, code: 'seat-limit' },
        {
          what: 'a desk that answers HTML',
          set: { fail: { as: 'html', path: LOGIN } },
          status: 502,
          code: 'server-error',
        },
        {
          what: 'a desk that breaks off',
          set: { fail: { as: 'cut', path: LOGIN } },
          status: 502,
          code: 'network',
        },
        {
          what: 'a desk with half a JSON',
          set: { fail: { as: 'not-json', path: LOGIN } },
          status: 502,
          code: 'server-error',
        },
        {
          what: 'a desk with HTTP 500',
          set: { fail: { as: 500, path: LOGIN } },
          status: 502,
          code: 'server-error',
        },
        {
          what: 'a desk with HTTP 404',
          set: { fail: { as: 404, path: LOGIN } },
          status: 502,
          code: 'server-error',
        },
        {
          what: 'a desk that never answers',
          set: { fail: { as: 'never', path: LOGIN } },
          status: 504,
          code: 'timeout',
        },
        { what: 'a desk that is slow', set: { slow: 9000 }, status: 504, code: 'timeout' },
      ];
      for (const { what, user: who = 'agent', set, status, code, tries = 1 } of failures) {
        it(`is ${status} ${code} for ${what}`, async () => {
          const user = who && farm.user(who).replace(/^(disabled|twofactor)\.\d+/, '$1');
          if (set) farm.desk.set(set);
          const answer = await farm.token(user);
          assert.deepEqual([answer.status, answer.body.code], [status, code]);
          assert.deepEqual(Object.keys(answer.body), ['code', 'message']);
          assert.equal(answer.headers.get('cache-control'), 'no-store');
          assert.doesNotMatch(answer.text, /127\.0\.0\.1|localhost|\.ts:|attempts|i18n/);
          assert.equal(farm.count('login'), tries);
        });
      }

      it('is 403 account-disabled for a member that an administrator has disabled', async () => {
        farm.desk.setUser('limited@example.com', { memberDisabled: true });
        const { status, body } = await farm.token(farm.user('limited'));
        assert.deepEqual([status, body.code], [403, 'account-disabled']);
      });

      it('is 500 for an authorize() that throws', async () => {
        const { status, body } = await farm.token('unreadable');
        assert.deepEqual([status, body.code], [500, 'token-source-failed']);
        const failed = (await farm.events()).filter(({ type }) => type === 'host-failed');
        assert.deepEqual(failed.at(-1), { type: 'host-failed', option: 'authorize', error: 'RangeError' });
      });

      it('is shared by requests that come at once, instead of a try for each', async () => {
        const user = farm.user();
        farm.desk.set({ slow: 400, fail: { as: 500, path: LOGIN } });
        const answers = await Promise.all(Array.from({ length: 100 }, () => farm.token(user)));
        assert.deepEqual([...new Set(answers.map(({ status }) => status))], [502]);
        // On a busy machine some come late.
        assert.ok(farm.count('login') <= 10, String(farm.count('login')));
      });

      it('passes: the next request has a token', async () => {
        const user = farm.user();
        farm.desk.set({ fail: { as: 500, path: LOGIN, count: 1 } });
        assert.equal((await farm.token(user)).status, 502);
        assert.equal((await farm.token(user)).status, 200);
      });
    });

    describe('refused logins', () => {
      it('are tried twice, then answered here until the window is over', async () => {
        const user = farm.user('wrong');
        const answers = [];
        for (let tries = 0; tries < 20; tries += 1) answers.push(await farm.token(user));
        assert.deepEqual(
          [...new Set(answers.map(({ status, body }) => `${status} ${body.code}`))],
          ['403 login-failed'],
        );
        assert.equal(farm.count('login'), 2);
        assert.deepEqual(
          answers.slice(0, 4).map(({ headers }) => headers.get('retry-after')),
          [null, null, '600', '600'],
        );
        await farm.pass(601);
        await farm.token(user);
        assert.equal(farm.count('login'), 3);
      });

      it('are counted by user name at the desk, whoever of the host has it', async () => {
        // All of them log in as disabled@example.com, which the desk refuses.
        for (let tries = 0; tries < 5; tries += 1) await farm.token(farm.user('disabled'));
        assert.equal(farm.count('login'), 2);
      });

      it('are forgotten after a login that worked', async () => {
        const user = farm.user('limited');
        for (const enabled of [false, true, false]) {
          farm.desk.setUser('limited@example.com', { enabled });
          await farm.token(user);
          await farm.logout(user);
          await farm.pass(2);
        }
        assert.equal((await farm.token(user)).headers.get('retry-after'), null);
        assert.equal(farm.count('login'), 4);
      });

      it('of a locked user are 429 login-locked and keep the desk in peace for as long as it said', async () => {
        const user = farm.user('wrong');
        const lock = { username: `${user}@example.com`, password: 'x', channel: 'FLUTTER' };
        const init = {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(lock),
        };
        for (let tries = 0; tries < 3; tries += 1)
          await (await fetch(`${farm.desk.api}/auth/v1/login`, init)).text();
        farm.desk.clearRequests();
        for (let tries = 0; tries < 3; tries += 1) {
          const { status, headers, body } = await farm.token(user);
          assert.deepEqual([status, body.code, headers.get('retry-after')], [429, 'login-locked', '600']);
        }
        assert.equal(farm.count('login'), 1);
      });
    });

    describe('a logout', () => {
      it('revokes the token and forgets it, on every machine', async () => {
        const user = farm.user();
        const token = await tokenOf(user);
        const answer = await farm.logout(user);
        assert.deepEqual([answer.status, answer.text], [204, '']);
        assert.equal(await farm.statusAtDesk(token), 401);
        await farm.pass(2);
        const next = await Promise.all([0, 1].map((host) => farm.token(user, undefined, host)));
        for (const { body } of next) assert.notEqual(body.accessToken, token);
        assert.equal(farm.count('login'), 2);
      });

      it('revokes a replaced token too that still had its grace', async () => {
        const user = farm.user();
        const old = await tokenOf(user);
        await farm.pass(DAY + 1);
        const fresh = await tokenOf(user);
        await farm.logout(user);
        assert.deepEqual([await farm.statusAtDesk(old), await farm.statusAtDesk(fresh)], [401, 401]);
      });

      for (const as of [500, 'html', 'never'] as const) {
        it(`forgets while the desk answers ${as}, says so, and does not hang`, async () => {
          const user = farm.user();
          const token = await tokenOf(user);
          farm.desk.set({ fail: { as, path: '/api/v1/user/logout' } });
          assert.equal((await farm.logout(user)).status, 204);
          assert.deepEqual((await farm.eventsOf(user)).sort(), ['logout', 'revoke-failed', 'token']);
          await farm.pass(2);
          assert.notEqual(await tokenOf(user), token);
        });
      }

      it('waits for a login that is on its way, and revokes its token', async () => {
        const user = farm.user();
        farm.desk.set({ slow: 200 });
        const coming = farm.token(user, undefined, 0);
        await eventually(() => farm.count('login') === 1, 'the login');
        assert.equal((await farm.logout(user, 1)).status, 204);
        const { body } = await coming;
        assert.equal(await farm.statusAtDesk(body.accessToken), 401);
      });

      it('of a user without a token asks the desk nothing, and nobody signed in is 401', async () => {
        const user = farm.user();
        assert.equal((await farm.logout(user)).status, 204);
        assert.equal((await farm.logout(null)).status, 401);
        // A revocation would be logged. All requests of the desk are no measure: revocations that an earlier test left
        // over may arrive now.
        assert.deepEqual(await farm.eventsOf(user), ['logout']);
        assert.equal(farm.count('login'), 0);
      });
    });

    describe('a request that is given up', () => {
      it('ends, and the login it began serves the next one', async () => {
        const user = farm.user();
        farm.desk.set({ slow: 300 });
        const gone = farm.post('/desk/token', {
          user,
          body: { reason: 'initial', expiresAt: null },
          signal: AbortSignal.timeout(100),
        });
        await assert.rejects(gone);
        assert.equal((await farm.token(user)).status, 200);
        assert.equal(farm.count('login'), 1);
      });
    });

    // How the desk is called has nothing to do with Redis.
    if (!kind.startsWith('redis'))
      it('follows no redirect of the desk with a password', async () => {
        const asked: (string | undefined)[] = [];
        const server = createServer(({ url }, response) => {
          asked.push(url);
          const data = { accessToken: 'of-somebody-else', user: { uid: 'u', username: 'agent' } };
          if (url === '/elsewhere') response.end(JSON.stringify({ code: 200, data }));
          else response.writeHead(307, { location: '/elsewhere' }).end();
        }).listen(0, '127.0.0.1');
        await once(server, 'listening');
        const { port } = server.address() as AddressInfo;
        const redirected = await Farm.start(kind, { api: `http://127.0.0.1:${port}` });
        try {
          const { status, body } = await redirected.token(redirected.user());
          assert.deepEqual([status, body.code, asked], [502, 'network', ['/auth/v1/login']]);
        } finally {
          await redirected.close();
          server.close();
        }
      });

    it('holds no password and no foreign token in any answer, log line or output', async () => {
      const log = (await farm.events()).map((event) => JSON.stringify(event));
      const everything = [...farm.seen, ...log];
      assert.ok(farm.seen.length > 200 && log.length > 100);
      assert.ok(!log.some((line) => line.includes('storage')));
      for (const line of everything) {
        for (const secret of HOST_SECRETS) assert.ok(!line.includes(secret), line);
        const isToken = /^\S+ 200 .*"accessToken":/s.test(line);
        if (!isToken) assert.doesNotMatch(line, /eyJ/);
      }
      for (const line of farm.seen.filter((text) => text.includes('eyJ'))) {
        const [, who = '', token = ''] = /^(\w+)\.\d+ 200 .*"accessToken":"([^"]+)"/s.exec(line) ?? [];
        const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
        assert.ok(claims.includes(`${who}@example.com`), `${who} was handed ${claims}`);
      }
    });
  });
}
