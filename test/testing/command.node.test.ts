import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runCommand } from '../../src/testing/command.js';
import { SCENARIOS } from '../../src/testing/scenarios.js';
import { call, claimsOf, withDesk } from './desk-client.js';

interface Facts {
  readonly standIn: true;
  readonly url: string;
  readonly api: string;
  readonly agent: string;
  readonly admin: string;
  readonly users: { username: string; password: string }[];
  readonly tokens: Record<string, string>;
}

/** Runs the command until it has said where it is, lets the test look, then stops it. */
async function whileRunning(args: string[], look: (facts: Facts) => Promise<void>): Promise<number> {
  const stop = new AbortController();
  let said: (text: string) => void = () => undefined;
  const facts = new Promise<string>((resolve) => (said = resolve));
  const running = runCommand(['desk', '--json', '--port', '0', ...args], {
    write: said,
    signal: stop.signal,
  });
  try {
    await look(JSON.parse(await facts));
  } finally {
    stop.abort();
  }
  return running;
}

describe('bytedesk-embed desk', () => {
  it('says where it is, who is in it, and gives tokens that work; then ends', async () => {
    let url = '';
    const exitCode = await whileRunning([], async (facts) => {
      url = facts.url;
      assert.equal(facts.standIn, true);
      assert.equal(facts.users.length, 7);
      assert.equal((await call(facts.agent, '/chat')).status, 200);
      assert.equal((await call(facts.admin, '/welcome')).status, 200);
      for (const [username, token] of Object.entries(facts.tokens)) {
        const { data } = await call(facts.api, '/api/v1/user/profile', { token });
        assert.equal(data.username, username);
      }
    });
    assert.equal(exitCode, 0);
    await assert.rejects(fetch(url));
  });

  for (const [name, { says, settings }] of Object.entries(SCENARIOS)) {
    it(`knows the scenario ${name}: ${says}`, async () => {
      const expected = await withDesk(settings, (desk) => Promise.resolve(desk.snapshot().settings));
      await whileRunning(['--scenario', name], async ({ url }) => {
        const { text } = await call(url, '/__stand-in__/state');
        assert.deepEqual(JSON.parse(text).settings, expected);
      });
    });
  }

  it('sets the life of tokens', async () => {
    await whileRunning(['--token-ttl', '120'], ({ tokens }) => {
      const { iat, exp } = claimsOf(tokens['agent@example.com'] ?? '');
      assert.equal(exp - iat, 120);
      return Promise.resolve();
    });
  });

  it('puts a bridge into the consoles, from a file or an address', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stand-in-desk-'));
    const file = join(folder, 'bridge.js');
    await writeFile(file, '/* a bridge */');
    await whileRunning(
      ['--bridge', file, '--allow', 'http://a.example http://b.example'],
      async ({ url }) => {
        assert.match(
          (await call(url, '/agent')).text,
          /data-allow="http:\/\/a\.example http:\/\/b\.example"/,
        );
        assert.equal((await call(url, '/agent/bytedesk-bridge.js')).text, '/* a bridge */');
      },
    );
    await rm(folder, { recursive: true });
    await whileRunning(['--bridge', 'https://cdn.example.com/b.js'], async ({ url }) => {
      assert.match((await call(url, '/agent')).text, /src="https:\/\/cdn\.example\.com\/b\.js"/);
    });
  });

  it('says in words that it is a fake, with addresses, users and tokens', async () => {
    const stop = new AbortController();
    const said = await new Promise<string>((resolve) => {
      const write = (text: string): void => {
        stop.abort();
        resolve(text);
      };
      void runCommand(['desk', '--port', '0'], { write, signal: stop.signal });
    });
    for (const part of [
      /a fake/,
      /http:\/\/127\.0\.0\.1:\d+\/agent/,
      /not-a-secret-admin/,
      /eyJ/,
      /Ctrl-C/,
    ]) {
      assert.match(said, part);
    }
  });

  it('explains itself', async () => {
    let said = '';
    assert.equal(await runCommand(['desk', '--help'], { write: (text) => (said += text) }), 0);
    for (const part of [
      '--port',
      '--scenario',
      '--token-ttl',
      '--bridge',
      '--json',
      '--allow-remote',
      'slow',
    ]) {
      assert.ok(said.includes(part), part);
    }
  });

  const mistakes: string[][] = [
    [],
    ['serve'],
    ['desk', 'twice'],
    ['desk', '--nonsense'],
    ['desk', '--port', 'many'],
    ['desk', '--scenario', 'nonsense'],
    ['desk', '--scenario', 'toString'],
    ['desk', '--bridge', '/no/such/file.js'],
    ['desk', '--host', '0.0.0.0'],
  ];
  for (const args of mistakes) {
    it(`refuses ${JSON.stringify(args)} with exit code 2 and nothing on standard output`, async (context) => {
      const complaint = context.mock.method(process.stderr, 'write', () => true);
      const write = (): void => assert.fail('it started');
      assert.equal(await runCommand(args, { write }), 2);
      assert.equal(complaint.mock.callCount(), 1);
    });
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`ends cleanly on ${signal}`, async () => {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', 'src/testing/cli.ts', 'desk', '--port', '0'],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      await new Promise((resolve) => child.stdout.once('data', resolve));
      child.kill(signal);
      const [code, killedBy] = await new Promise<[number | null, string | null]>((resolve) =>
        child.once('exit', (...end) => resolve(end)),
      );
      assert.deepEqual([code, killedBy], [0, null]);
    });
  }
});
