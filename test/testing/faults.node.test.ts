import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Failure, StandInDesk } from '../../src/testing.js';
import { AGENT, call, codes, withSharedDesk } from './desk-client.js';
import { openPushSocket } from './push-client.js';

const PROFILE = '/api/v1/user/profile';

describe('faults', () => {
  let desk: StandInDesk;
  let token: string;
  withSharedDesk(async (given) => {
    desk = given;
    token = await desk.issueToken();
  });

  const profile = () => call(desk.api, PROFILE, { token });

  for (const status of [400, 401, 403, 404, 409, 500, 501, 503]) {
    it(`answers API calls with HTTP ${status} when told, with an envelope and CORS, and stops when told`, async () => {
      desk.set({ fail: { as: status } });
      const answer = await call(desk.api, PROFILE, { token, headers: { origin: 'https://a.example' } });
      assert.deepEqual(codes(answer), { status, code: status, data: status === 401 ? PROFILE : false });
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      assert.match((await call(desk.url, '/agent/chat')).text, /<!doctype html>/);
      desk.set({ fail: null });
      assert.equal((await profile()).status, 200);
    });
  }

  it('answers HTML instead of JSON', async () => {
    desk.set({ fail: { as: 'html' } });
    const { status, headers, text } = await profile();
    assert.deepEqual([status, headers.get('content-type')], [200, 'text/html']);
    assert.match(text, /<h1>/);
  });

  it('answers half of a JSON text, and a good one under a wrong content type', async () => {
    desk.set({ fail: { as: 'not-json' } });
    assert.equal((await profile()).text, '{"message":"succ');
    desk.set({ fail: { as: 'wrong-type' } });
    const { code, headers } = await profile();
    assert.deepEqual([code, headers.get('content-type')], [200, 'text/plain']);
  });

  it('cuts the connection in the middle of an answer', async () => {
    desk.set({ fail: { as: 'cut', count: 1 } });
    const response = await fetch(desk.api + PROFILE, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(response.status, 200);
    await assert.rejects(response.text());
    assert.equal((await profile()).status, 200);
  });

  it('never answers, until the caller gives up', async () => {
    desk.set({ fail: { as: 'never', path: PROFILE } });
    const abort = new AbortController();
    const waiting = fetch(desk.api + PROFILE, { signal: abort.signal });
    while (!desk.requests().some(({ path }) => path === PROFILE)) await new Promise(setImmediate);
    abort.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
    assert.equal(desk.requests().find(({ path }) => path === PROFILE)?.status, null);
  });

  it('waits before every answer', async () => {
    desk.set({ slow: 60 });
    const start = performance.now();
    await profile();
    assert.ok(performance.now() - start >= 55);
  });

  const limits: [string, Failure, string, string][] = [
    ['a path', { as: 500, path: '/api/v1/ticket' }, '/api/v1/ticket/query/user', PROFILE],
    ['pages', { as: 'html', path: '/auth' }, '/auth/v1/login', PROFILE],
    ['a method', { as: 500, method: 'post' }, '/api/v1/user/logout', PROFILE],
  ];
  for (const [name, fail, hit, spared] of limits) {
    it(`can be kept to ${name}`, async () => {
      desk.set({ fail });
      const isSpoilt = async (path: string): Promise<boolean> => {
        const method = /logout|login/.test(path) ? 'POST' : 'GET';
        const answer = await call(desk.api, path, { token, method });
        return answer.status === 500 || answer.code === undefined;
      };
      assert.deepEqual([await isSpoilt(hit), await isSpoilt(spared)], [true, false]);
    });
  }

  it('can be counted, one after the other', async () => {
    desk.set({
      fail: [
        { as: 500, count: 1 },
        { as: 503, count: 2 },
      ],
    });
    const statuses = [];
    for (let attempt = 0; attempt < 4; attempt += 1) statuses.push((await profile()).status);
    assert.deepEqual(statuses, [500, 503, 503, 200]);
  });

  it('never touches the control or a preflight', async () => {
    desk.set({ fail: { as: 'html', path: '/' } });
    assert.match((await call(desk.url, '/agent/chat')).text, /502/);
    assert.equal((await call(desk.api, '/__stand-in__/state')).status, 200);
    const preflight = await call(desk.api, PROFILE, {
      method: 'OPTIONS',
      headers: { origin: 'https://a.example', 'access-control-request-method': 'GET' },
    });
    assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  });

  it('refuses framing by either header, on pages only', async () => {
    desk.set({ refuseFraming: 'x-frame-options' });
    assert.equal((await call(desk.url, '/agent/chat')).headers.get('x-frame-options'), 'DENY');
    assert.equal((await call(desk.url, '/agent/config.json')).headers.get('x-frame-options'), null);
    desk.set({ refuseFraming: 'frame-ancestors' });
    const { headers } = await call(desk.url, '/admin/welcome');
    assert.equal(headers.get('x-frame-options'), null);
    assert.equal(headers.get('content-security-policy'), "frame-ancestors 'none'");
    desk.set({ refuseFraming: false });
    assert.equal((await call(desk.url, '/agent/chat')).headers.get('content-security-policy'), null);
  });

  it('puts a vendor script that never loads and a storage that throws into the page', async () => {
    desk.set({ vendorScript: 'never', storageBlocked: true, bridge: { src: '/b.js', allow: [] } });
    const { text } = await call(desk.url, '/agent/chat');
    const order = ['SecurityError', 'data-allow', '/vendor/never.js', 'assets/console.js'].map((part) =>
      text.indexOf(part),
    );
    assert.ok(order.every((position) => position > 0));
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
  });

  it('tells open consoles at once of flood, stray messages, reload and redirect', async () => {
    const open = await openPushSocket(desk, { console: 'agent', username: AGENT.username });
    desk.set({ flood: 3 });
    desk.set({ strayMessages: 'spoofed' });
    desk.set({ redirectTo: 'https://elsewhere.example/' });
    assert.equal(desk.set({ selfReload: 2 }).selfReload, 1);
    const pushed = [await open.next(), await open.next(), await open.next(), await open.next()];
    assert.deepEqual(pushed, [
      { type: 'flood', count: 3 },
      { type: 'stray', kind: 'spoofed' },
      { type: 'redirect', url: 'https://elsewhere.example/' },
      { type: 'reload' },
    ]);
    await open.close();
  });

  it('counts self-reloads down with each page', async () => {
    desk.set({ selfReload: 2 });
    const flags = [];
    for (let load = 0; load < 3; load += 1) {
      flags.push(/"selfReload":(true|false)/.exec((await call(desk.url, '/agent/chat')).text)?.[1]);
    }
    assert.deepEqual(flags, ['true', 'true', 'false']);
  });
});
