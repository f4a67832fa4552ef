import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskToken, StandInDesk } from '../../src/testing.js';
import { RequestLog } from '../../src/testing/state/request-log.js';
import { AGENT, call, claimsOf, login, withSharedDesk } from './desk-client.js';
import { openPushSocket } from './push-client.js';

const PROFILE = '/api/v1/user/profile';

describe('the control over HTTP', () => {
  let desk: StandInDesk;
  withSharedDesk((given) => void (desk = given));

  const control = async (path: string, body?: object) =>
    JSON.parse((await call(desk.api, `/__stand-in__/${path}`, { body })).text);
  const statusOf = async (token: string) => (await call(desk.api, PROFILE, { token })).status;

  it('issues tokens, with life and channel', async () => {
    const { accessToken } = await control('issue-token', { username: 'second@example.com', seconds: 60 });
    const { sub, iat, exp } = claimsOf(accessToken);
    assert.match(sub, /second@example\.com/);
    assert.equal(exp - iat, 60);
    const web = claimsOf((await control('issue-token', { channel: 'WEB' })).accessToken);
    assert.equal(web.exp - web.iat, 30 * 86_400);
    assert.equal(await statusOf(accessToken), 200);
  });

  it('revokes one token or all of a user, and expires one', async () => {
    const [first, second, third] = [
      await desk.issueToken(AGENT.username, { seconds: 100 }),
      await desk.issueToken(AGENT.username, { seconds: 200 }),
      await desk.issueToken(AGENT.username, { seconds: 300 }),
    ];
    assert.deepEqual(await control('revoke', { accessToken: first }), { revoked: 1 });
    assert.deepEqual([await statusOf(first), await statusOf(second)], [401, 200]);
    assert.deepEqual(await control('expire', { accessToken: second }), { expired: true });
    assert.equal(await statusOf(second), 401);
    assert.deepEqual(await control('revoke', { username: AGENT.username }), { revoked: 2 });
    assert.equal(await statusOf(third), 401);
    assert.deepEqual(await control('revoke', { accessToken: 'none' }), { revoked: 0 });
    assert.deepEqual(await control('expire', { accessToken: 'none' }), { expired: false });
  });

  it('kicks a user: every token dead, every console of theirs told, signing in again allowed', async () => {
    const token = await desk.issueToken();
    const console = await openPushSocket(desk, { console: 'agent', username: AGENT.username });
    const other = await openPushSocket(desk, { console: 'agent', username: 'second@example.com' });
    assert.deepEqual(await control('kick', { username: AGENT.username }), { told: 1 });
    assert.deepEqual(await console.next(), { type: 'kickoff', content: 'FORCE_LOGOUT' });
    assert.equal(await statusOf(token), 401);
    assert.equal((await login(desk, AGENT)).code, 200);
    await control('emit', { type: 'after' });
    assert.deepEqual(await other.next(), { type: 'post', message: { type: 'after' }, raw: false });
    console.close();
    other.close();
  });

  it('changes users', async () => {
    const token = await desk.issueToken();
    await control('user', { username: AGENT.username, enabled: false });
    assert.equal(await statusOf(token), 403);
    await control('user', { username: AGENT.username, enabled: true, rights: [] });
    assert.equal(await statusOf(token), 403);
  });

  it('makes consoles post, navigate, sign out, and hear of a visitor', async () => {
    const open = await openPushSocket(desk, { console: 'agent', username: AGENT.username });
    const cases: [string, object, object][] = [
      ['emit', { type: 'x', data: [1] }, { type: 'post', message: { type: 'x', data: [1] }, raw: false }],
      ['emit', { raw: null }, { type: 'post', message: null, raw: true }],
      ['navigate', { path: '/ticket' }, { type: 'navigate', path: '/ticket' }],
      ['sign-out', {}, { type: 'sign-out' }],
      [
        'visitor-message',
        { username: AGENT.username },
        { type: 'visitor-message', threadUid: 'thread-agent-1' },
      ],
    ];
    for (const [path, body, pushed] of cases) {
      assert.deepEqual(await control(path, body), { told: 1 });
      assert.deepEqual(await open.next(), pushed);
    }
    assert.deepEqual(await control('emit', { type: 'x', console: 'admin' }), { told: 0 });
    assert.deepEqual(await control('emit', { type: 'x', username: 'second@example.com' }), { told: 0 });
    open.close();
  });

  it('lists consoles that are open, and forgets those that went', async () => {
    const open = await openPushSocket(desk, { console: 'agent', username: '' });
    const [known] = (await control('state')).consoles;
    assert.deepEqual([known.console, known.username], ['agent', null]);
    await open.close();
    assert.deepEqual((await control('state')).consoles, []);
  });

  it('tells the state without any token in it', async () => {
    const token = await desk.issueToken();
    const { text } = await call(desk.api, '/__stand-in__/state');
    assert.equal(JSON.parse(text).tokens.length, 1);
    assert.ok(!text.includes(token));
  });

  it('counts the rows of tokens, two logins of one second as two, and says which are alive', async () => {
    const wrong = await desk.issueToken(AGENT.username, { seconds: 600 });
    const swap = (body: object) => call(desk.api, '/auth/v1/login/accessToken', { body });
    const swapped = await Promise.all(
      ['device-1', 'device-2'].map((device) => swap({ accessToken: wrong, channel: 'WEB', device })),
    );
    const rows: DeskToken[] = await control('tokens');
    assert.deepEqual(rows, desk.tokens());
    assert.deepEqual(rows, (await control('state')).tokens);
    assert.deepEqual(
      rows.map(({ channel, device, live }) => [channel, device, live]),
      [
        ['FLUTTER', '', true],
        ['WEB', 'device-1', true],
        ['WEB', 'device-2', true],
      ],
    );
    for (const { data } of swapped) {
      await call(desk.api, '/api/v1/user/logout', { token: data.accessToken, body: {} });
    }
    const after = desk.tokens();
    assert.deepEqual(
      after.map(({ live, revokeReason }) => [live, revokeReason]),
      [
        [true, null],
        [false, 'logout'],
        [false, 'logout'],
      ],
    );
    desk.expire(wrong);
    assert.deepEqual([desk.tokens()[0]?.live, desk.tokens()[0]?.revoked], [false, false]);
    assert.match(after[0]?.createdAt ?? '', /^\d{4}-.*Z$/);
    assert.ok(!JSON.stringify(after).includes('eyJ'));
  });

  it('tells the code behind a captcha', async () => {
    const { data } = await call(desk.api, '/kaptcha/api/v1/get');
    assert.match((await control(`captcha?uid=${data.captchaUid}`)).code, /^[A-Z0-9]{4}$/);
    assert.equal((await control('captcha?uid=none')).code, null);
  });

  it('goes back to the start on reset', async () => {
    const token = await desk.issueToken();
    await control('set', { generation: 'early-2025', slow: 1 });
    await control('user', { username: AGENT.username, enabled: false });
    await control('reset', {});
    const { settings, tokens, users } = await control('state');
    assert.deepEqual([settings.generation, settings.slow, tokens.length], ['newer', 0, 0]);
    const [agent] = users as { username: string; enabled: boolean }[];
    assert.deepEqual([agent?.username, agent?.enabled], [AGENT.username, true]);
    assert.equal(await statusOf(token), 401);
  });

  const mistakes: [string, object, RegExp][] = [
    ['set', { compiledApi: 'desk.example' }, /compiledApi/],
    ['set', { compiledApi: 'https://desk.example/' }, /compiledApi/],
    ['set', { live: true }, /live/],
    ['set', { logoutCalls: 0 }, /logoutCalls/],
    ['set', { logoutCalls: 11 }, /logoutCalls/],
    ['set', { kickConfirmation: 1 }, /kickConfirmation/],
    ['set', { scriptBytes: 50_000_001 }, /scriptBytes/],
    ['set', { scriptPadding: 'zeros' }, /scriptPadding/],
    ['set', { scriptBlocks: 0.5 }, /scriptBlocks/],
    ['set', { compress: 'gzip' }, /compress/],
    ['set', { caching: true }, /caching/],
    ['set', { bytesPerSecond: -1 }, /bytesPerSecond/],
    ['set', { noSuchSetting: 1 }, /noSuchSetting/],
    ['set', { generation: 'ancient' }, /generation/],
    ['set', { fail: { as: 200 } }, /fail/],
    ['set', { fail: { as: 'html', path: 'agent' } }, /fail/],
    ['set', { slow: -1 }, /slow/],
    ['set', { bridge: { allow: [] } }, /bridge/],
    ['user', { username: AGENT.username, enabled: 'yes' }, /enabled/],
    ['user', { username: AGENT.username, rights: ['everything'] }, /rights/],
    ['user', { username: AGENT.username, uid: 'other' }, /uid/],
    ['user', { username: 'nobody@example.com' }, /nobody/],
    ['issue-token', { username: 'nobody@example.com' }, /nobody/],
    ['kick', {}, /no user/],
  ];
  for (const [path, body, text] of mistakes) {
    it(`answers ${path} ${JSON.stringify(body)} with HTTP 400 and what is wrong`, async () => {
      const answer = await call(desk.api, `/__stand-in__/${path}`, { body });
      assert.equal(answer.status, 400);
      assert.match(JSON.parse(answer.text).error, text);
    });
  }
});

describe('the log of requests', () => {
  let desk: StandInDesk;
  withSharedDesk((given) => void (desk = given));

  it('has method, path, query, headers, names of body members, status and time, oldest first', async () => {
    await call(desk.api, '/agent/chat?accessToken=abc&lang=en', {
      headers: { referer: 'http://host.example/' },
    });
    await login(desk, AGENT);
    const [page, signIn] = desk.requests();
    assert.deepEqual([page?.method, page?.path, page?.status], ['GET', '/agent/chat', 200]);
    assert.deepEqual(page?.query, { accessToken: 'abc', lang: 'en' });
    assert.equal(page?.headers.referer, 'http://host.example/');
    assert.deepEqual(signIn?.bodyFields, ['channel', 'platform', 'username', 'password']);
    assert.ok(Math.abs((signIn?.timeMs ?? 0) - Date.now()) < 10_000);
    assert.ok(!JSON.stringify(signIn).includes(AGENT.password));
  });

  it('has preflights, not the control, and is cleared when told', async () => {
    await call(desk.api, PROFILE, {
      method: 'OPTIONS',
      headers: { origin: 'https://a.example', 'access-control-request-method': 'GET' },
    });
    await call(desk.api, '/__stand-in__/state');
    assert.deepEqual(
      desk.requests().map(({ method, path }) => `${method} ${path}`),
      [`OPTIONS ${PROFILE}`],
    );
    await call(desk.api, '/__stand-in__/requests/clear', { body: {} });
    assert.deepEqual(desk.requests(), []);
  });

  it('keeps the last thousand', () => {
    const log = new RequestLog();
    for (let count = 0; count < 1050; count += 1) {
      log.add({ method: 'GET', path: '/', query: {}, headers: {}, timeMs: 0 });
    }
    assert.deepEqual([log.all().length, log.all().at(-1)?.id], [1000, 1050]);
  });
});
