import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, describe, it } from 'node:test';
import { npmCommand } from '../../scripts/setup/packages.mjs';
import type { Addresses } from './demo.js';

const ROOT = new URL('../../', import.meta.url);
const END_MS = 20_000;

const isOpen = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Resolves with the addresses that are still served, at the latest after `END_MS`; an empty list comes at once. */
async function stillServed(addresses: readonly string[]): Promise<string[]> {
  const end = Date.now() + END_MS;
  for (;;) {
    const open = await Promise.all(addresses.map(isOpen));
    const left = addresses.filter((_, index) => open[index]);
    if (left.length === 0 || Date.now() > end) return left;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const hasShell = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;
const onWindows = process.platform === 'win32' && 'no signals on Windows';

describe('npm start', { skip: onWindows }, () => {
  let npm: ChildProcess | undefined;

  afterEach(() => {
    npm?.kill('SIGKILL');
    // Servers that a failed test has left running keep these pipes open, and with them this process.
    npm?.stdout?.destroy();
  });

  /** Starts it without the set-up that comes before, which would install packages in the middle of other tests. */
  async function start(shell: string, port: number): Promise<string[]> {
    const options = ['--ignore-scripts', `--script-shell=${shell}`, '--loglevel=silent'];
    const args = ['--json', '--port', String(port), '--desk-port', String(port + 50)];
    const [command, commandArgs] = npmCommand(['start', ...options, '--', ...args]);
    npm = spawn(command as string, commandArgs as string[], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: npm.stdout as NodeJS.ReadableStream });
    const ended = once(npm, 'exit').then(() => Promise.reject(new Error('npm start ended early')));
    ended.catch(() => {});
    for (;;) {
      const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
      if (!line.startsWith('{')) continue;
      const { page, hostApp, server } = JSON.parse(line) as Addresses;
      return [page, hostApp, server];
    }
  }

  let port = 5350;
  for (const shell of ['sh', 'bash']) {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const) {
      it(`ends its servers when npm gets ${signal}, in ${shell}`, { skip: !hasShell(shell) }, async () => {
        const addresses = await start(shell, (port += 4));
        assert.equal((await Promise.all(addresses.map(isOpen))).every(Boolean), true);
        npm?.kill(signal);
        assert.deepEqual(await stillServed(addresses), []);
      });
    }
  }

  it('does so while clients are in the middle of a request', async () => {
    const addresses = await start('sh', (port += 4));
    const clients = addresses.map((address) => connect(Number(new URL(address).port), '127.0.0.1'));
    const closed = clients.map(
      (client) => new Promise<void>((resolve) => client.once('close', () => resolve())),
    );
    for (const client of clients) {
      client.on('error', () => {});
      // A socket whose data nobody reads does not close.
      client.resume();
      client.write('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\n\r\n12');
    }
    await Promise.all(clients.map((client) => once(client, 'ready')));
    npm?.kill('SIGTERM');
    assert.deepEqual(await stillServed(addresses), []);
    await Promise.all(closed);
  });
});
