import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, isListening } from '../support/ports.js';

/** Reason to skip, or false. Debian: redis-server, installed by scripts/setup.mjs in CI. */
export const withoutRedis: string | false =
  spawnSync('redis-server', ['--version']).status === 0 ? false : 'no redis-server on this machine';
if (withoutRedis) console.warn(`\n*** ${withoutRedis}: tests of several machines ARE SKIPPED ***\n`);

// Also when the test is killed: its end of the pipe closes then.
const UNTIL_INPUT_ENDS = 'redis-server "$@" >/dev/null & echo $!; read -r _; kill -9 $!; wait';

/** A real Redis on a port of its own, that keeps nothing. */
export class TestRedis {
  readonly port: number;
  #process: ChildProcess | undefined;
  #pid = 0;

  private constructor(port: number) {
    this.port = port;
  }

  static async start(): Promise<TestRedis> {
    const redis = new TestRedis(await freePort());
    await redis.start();
    return redis;
  }

  async start(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn('sh', ['-c', UNTIL_INPUT_ENDS, 'sh', ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#process = child;
    const [pid] = (await once(child.stdout, 'data')) as [Buffer];
    this.#pid = Number(pid.toString());
    for (let tries = 0; tries < 100; tries += 1) {
      if (await isListening(this.port)) return;
      await pause(50);
    }
    throw new Error('redis-server did not start');
  }

  async stop(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.stdin?.end();
    await ended;
  }

  /** Stands still without closing connections, as a machine does that swaps. */
  freeze(isFrozen: boolean): void {
    if (this.#process) process.kill(this.#pid, isFrozen ? 'SIGSTOP' : 'SIGCONT');
  }
}
