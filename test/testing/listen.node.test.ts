import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createStandInDesk } from '../../src/testing.js';
import { listen } from '../../src/testing/http/listen.js';
import { isLoopback } from '../../src/testing/http/loopback.js';
import { AGENT, call, login, withDesk } from './desk-client.js';
import { openPushSocket } from './push-client.js';

const PROFILE = '/api/v1/user/profile';

describe('where a desk listens', () => {
  it('is 127.0.0.1 on a free port', async () => {
    await withDesk({}, (desk) => {
      assert.match(desk.url, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.deepEqual([desk.api, desk.agent, desk.admin], [desk.url, desk.url, desk.url]);
      return Promise.resolve();
    });
  });

  it('is the next free port when the one asked for is taken', async () => {
    await withDesk({}, async (first) => {
      const port = Number(new URL(first.url).port);
      await withDesk({ port }, (second) => {
        assert.ok(Number(new URL(second.url).port) > port);
        return Promise.resolve();
      });
    });
  });

  for (const host of ['0.0.0.0', '::', '192.0.2.1', 'desk.example.com']) {
    it(`is not ${host} without allowRemote`, async () => {
      await assert.rejects(createStandInDesk({ host }), /loopback only.*allowRemote/);
    });
  }

  it('is anywhere with host and allowRemote, told as an address one can go to', async () => {
    await withDesk({ host: '0.0.0.0', allowRemote: true }, async (desk) => {
      assert.match(desk.url, /^http:\/\/127\.0\.0\.1:/);
      assert.equal((await call(desk.url, '/agent')).status, 200);
    });
  });

  const addresses: [string | undefined, boolean][] = [
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['localhost', true],
    ['10.0.0.1', false],
    ['::ffff:10.0.0.1', false],
    ['127.0.0.1.example.com', false],
    ['', false],
    [undefined, false],
  ];
  for (const [address, expected] of addresses) {
    it(`counts ${String(address)} as ${expected ? 'loopback' : 'elsewhere'}`, () => {
      assert.equal(isLoopback(address), expected);
    });
  }

  it('drops a connection from an address it does not welcome before reading a byte', async () => {
    const server = createServer(() => assert.fail('a request got through'));
    const seen: (string | undefined)[] = [];
    const isWelcome = (address: string | undefined): boolean => {
      seen.push(address);
      return false;
    };
    const { port, close } = await listen(server, { host: '127.0.0.1', port: 0, isWelcome });
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
    await close();
    assert.equal(seen[0], '127.0.0.1');
  });
});

describe('a desk without its optional packages', () => {
  it('says in one sentence what to install', async () => {
    const script =
      "import('./src/testing.ts').then((m) => m.createStandInDesk()).catch((e) => console.log(e.message))";
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--import=tsx',
      '--import=./test/testing/without-hono.mjs',
      '--eval',
      script,
    ]);
    assert.equal(
      stdout,
      'The stand-in desk needs two more packages: npm install --save-dev hono @hono/node-server\n',
    );
  });
});

describe('users of its own', () => {
  it('take the place of the default ones, with defaults for what is left out', async () => {
    const users = [{ username: 'Me@Example.com', password: 'fake', rights: ['user:read'] as const }];
    await withDesk({ users }, async (desk) => {
      assert.equal(desk.users.length, 1);
      assert.deepEqual([desk.users[0]?.username, desk.users[0]?.enabled], ['me@example.com', true]);
      assert.equal((await login(desk, { username: 'ME@example.com', password: 'fake' })).code, 200);
      assert.equal((await login(desk, AGENT)).code, -1);
    });
  });
});

describe('split ports', () => {
  it('serve API, admin and agent apart; config.json names the API', async () => {
    await withDesk({ ports: { api: 0, admin: 0, agent: 0 } }, async (desk) => {
      assert.equal(new Set([desk.api, desk.admin, desk.agent]).size, 3);
      assert.equal(desk.url, desk.agent);
      for (const [base, path] of [
        [desk.agent, '/agent/chat'],
        [desk.admin, '/admin/welcome'],
        [desk.api, '/agent/chat'],
        [desk.api, '/admin/welcome'],
      ] as const) {
        assert.match((await call(base, path)).text, /<!doctype html>/, base + path);
      }
      assert.equal((await call(desk.agent, '/admin/welcome')).code, 404);
      assert.equal((await call(desk.admin, '/agent/chat')).code, 404);
      const config = JSON.parse((await call(desk.agent, '/agent/config.json')).text);
      assert.deepEqual([config.enabled, config.apiUrl], [true, desk.api]);
    });
  });

  it('answer no API calls on the ports of the consoles', async () => {
    await withDesk({ ports: { api: 0, admin: 0, agent: 0 } }, async (desk) => {
      const token = await desk.issueToken();
      assert.equal((await call(desk.api, PROFILE, { token })).code, 200);
      assert.equal((await call(desk.agent, PROFILE, { token })).code, 404);
      assert.equal((await call(desk.agent, '/__stand-in__/state')).status, 200);
    });
  });
});

describe('a base path', () => {
  it('goes before everything, addresses in the pages included', async () => {
    await withDesk({ basePath: '/desk/' }, async (desk) => {
      assert.match(desk.url, /:\d+\/desk$/);
      const { text } = await call(desk.url, '/agent/chat');
      const [src = ''] = /\/desk\/agent\/assets\/console\.js/.exec(text) ?? [];
      const { origin } = new URL(desk.url);
      assert.equal((await call(origin, src)).status, 200);
      assert.equal((await login(desk, AGENT)).code, 200);
      assert.equal((await call(desk.url, '/__stand-in__/state')).status, 200);
      assert.equal((await call(origin, '/agent/chat')).code, 404);
      const config = JSON.parse((await call(desk.url, '/agent/config.json')).text);
      assert.match(config.websocketUrl, /\/desk\/websocket$/);
    });
  });
});

describe('two desks', () => {
  it('run side by side and know nothing of each other', async () => {
    await withDesk({}, (first) =>
      withDesk({}, async (second) => {
        const token = await first.issueToken();
        first.set({ fail: { as: 500 } });
        assert.equal((await call(first.api, PROFILE, { token })).status, 500);
        assert.equal((await call(second.api, PROFILE, { token })).status, 401);
        assert.equal((await call(second.api, PROFILE, { token: await second.issueToken() })).status, 200);
        assert.equal(second.requests().length, 2);
      }),
    );
  });
});

describe('close()', () => {
  it('ends waiting answers and open consoles, and may be called again', async () => {
    const desk = await createStandInDesk({ fail: { as: 'never' } });
    await openPushSocket(desk, { console: 'agent', username: '' });
    const waiting = fetch(desk.api + PROFILE);
    while (desk.requests().length === 0) await new Promise(setImmediate);
    await Promise.all([assert.rejects(waiting), desk.close(), desk.close()]);
    await desk.close();
    await assert.rejects(fetch(desk.url));
  });

  it('does not wait for slow answers', async () => {
    const desk = await createStandInDesk({ slow: 600_000 });
    const waiting = fetch(desk.url);
    while (desk.requests().length === 0) await new Promise(setImmediate);
    await Promise.all([assert.rejects(waiting), desk.close()]);
  });
});
