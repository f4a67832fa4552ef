import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StandInDesk } from '../../src/testing.js';
import { AGENT, call, codes, withDesk, withSharedDesk } from './desk-client.js';

describe('console pages', () => {
  let desk: StandInDesk;
  withSharedDesk((given) => void (desk = given));

  const pages = [
    '/agent',
    '/agent/',
    '/agent/chat',
    '/agent/a/b/c/d',
    '/admin',
    '/admin/auth/login',
    '/admin/x/y/z/z',
  ];
  for (const path of pages) {
    it(`answers ${path} with the index page`, async () => {
      const { status, headers, text } = await call(desk.url, path);
      assert.equal(status, 200);
      assert.match(headers.get('content-type') ?? '', /text\/html/);
      assert.match(text, new RegExp(`<title>${path.startsWith('/agent') ? 'Agent' : 'Admin'} console`));
    });
  }

  const none = [
    '/agent/a/b/c/d/e',
    '/agent/chat/',
    '/agent/some.file',
    '/agent/a.b/chat',
    '/agentx',
    '/admin/x.js',
  ];
  for (const path of none) {
    it(`answers ${path} with HTTP 200 and code 404`, async () => {
      assert.deepEqual(codes(await call(desk.url, path)), { status: 200, code: 404, data: false });
    });
  }

  it('can be framed by anyone, and set no policy of their own', async () => {
    const { headers } = await call(desk.url, '/agent/chat');
    for (const name of ['x-frame-options', 'content-security-policy', 'referrer-policy']) {
      assert.equal(headers.get(name), null, name);
    }
  });

  it('say what they are, in title and text', async () => {
    for (const path of ['/', '/agent/chat', '/admin/welcome']) {
      assert.match((await call(desk.url, path)).text, /<title>[^<]*Stand-in desk/, path);
    }
  });

  it('answer 401 as JSON where the token in the address is of a deleted user', async () => {
    const token = await desk.issueToken();
    desk.setUser(AGENT.username, { deleted: true });
    const answer = await call(desk.url, `/agent/chat?accessToken=${token}`);
    assert.deepEqual(codes(answer), { status: 401, code: 401, data: false });
  });

  it('answer 403 as JSON where it is of a disabled user', async () => {
    const token = await desk.issueToken();
    desk.setUser(AGENT.username, { enabled: false });
    const answer = await call(desk.url, `/agent/chat?accessToken=${token}`);
    assert.deepEqual(codes(answer), { status: 403, code: 403, data: false });
  });

  it('are served all the same where it is expired or made up', async () => {
    for (const token of ['made-up', await desk.issueToken(AGENT.username, { seconds: -1 })]) {
      assert.match((await call(desk.url, `/agent/chat?accessToken=${token}`)).text, /<!doctype html>/);
    }
  });

  it('bring a config.json that is switched off on one port', async () => {
    const config = JSON.parse((await call(desk.url, '/agent/config.json')).text);
    assert.deepEqual([config.enabled, config.apiUrl], [false, desk.api]);
    assert.equal(config.websocketUrl, `${desk.api.replace('http', 'ws')}/websocket`);
  });
});

describe('the bridge in a console page', () => {
  it('is the first script of the head, with the allowed origins', async () => {
    const bridge = {
      src: 'https://cdn.example.com/bridge.js',
      allow: ['https://a.example', 'https://b.example'],
    };
    await withDesk({ bridge }, async (desk) => {
      const { text } = await call(desk.url, '/agent/chat');
      const [first] = text.match(/<script[^>]*>/) ?? [];
      assert.equal(
        first,
        '<script src="https://cdn.example.com/bridge.js" data-allow="https://a.example https://b.example">',
      );
      assert.ok(text.indexOf('<script') < text.indexOf('</head>'));
    });
  });

  it('is served by the desk when it is given as source, and goes away when it is switched off', async () => {
    await withDesk({ bridge: { source: '/* bridge */', allow: [] } }, async (desk) => {
      const { text } = await call(desk.url, '/admin/welcome');
      const src = /<script src="([^"]+)"/.exec(text)?.[1] ?? '';
      assert.equal((await call(desk.url, src)).text, '/* bridge */');
      desk.set({ bridge: null });
      assert.doesNotMatch((await call(desk.url, '/admin/welcome')).text, /data-allow/);
      assert.equal((await call(desk.url, src)).code, 404);
    });
  });
});
