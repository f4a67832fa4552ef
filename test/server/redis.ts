import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  readonly #args: readonly string[];
  #process: ChildProcess | undefined;
  #pid = 0;

  private constructor(port: number, args: readonly string[]) {
    this.port = port;
    this.#args = args;
  }

  static async start(args: readonly string[] = []): Promise<TestRedis> {
    const redis = new TestRedis(await freePort(), args);
    await redis.start();
    return redis;
  }

  async start(): Promise<void> {
    const quiet = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const args = ['--port', String(this.port), ...quiet, ...this.#args];
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

/** Three Redis nodes that share their keys, each on a port of its own. */
export class TestCluster {
  readonly nodes: readonly TestRedis[];
  readonly #folder: string;

  private constructor(nodes: readonly TestRedis[], folder: string) {
    this.nodes = nodes;
    this.#folder = folder;
  }

  static async start(): Promise<TestCluster> {
    const folder = mkdtempSync(join(tmpdir(), 'bytedesk-embed-cluster-'));
    const node = async (name: string): Promise<TestRedis> => {
      // By default the nodes talk on the port 10,000 above, which may not exist.
      const bus = String(await freePort());
      const place = ['--dir', folder, '--cluster-config-file', `${name}.conf`, '--cluster-port', bus];
      return TestRedis.start(['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000', ...place]);
    };
    const nodes = [await node('one'), await node('two'), await node('three')];
    const cluster = new TestCluster(nodes, folder);
    const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
    const made = spawnSync('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes'], {
      encoding: 'utf8',
    });
    for (let tries = 0; made.status === 0 && tries < 200; tries += 1) {
      const isReady = ({ port }: TestRedis): boolean =>
        spawnSync('redis-cli', ['-p', String(port), 'cluster', 'info'])
          .stdout.toString()
          .includes('cluster_state:ok');
      if (nodes.every(isReady)) return cluster;
      await pause(50);
    }
    await cluster.stop();
    throw new Error(`The cluster did not start: ${made.stdout}${made.stderr}`);
  }

  /** The names that each node holds. */
  keys(): string[][] {
    return this.nodes.map(({ port }) =>
      spawnSync('redis-cli', ['-p', String(port), 'keys', '*'], { encoding: 'utf8' })
        .stdout.split('\n')
        .filter(Boolean),
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
