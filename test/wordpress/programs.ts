import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Where Debian puts WordPress. */
export const DEBIAN_WORDPRESS = '/usr/share/wordpress';

const runs = (command: string): boolean => spawnSync(command, ['--version']).status === 0;

/** What is missing for these tests, or false. Says so on standard error as well. */
export function reasonToSkip(hasChromium: boolean, isBuilt: boolean): string | false {
  const needed: readonly (readonly [what: string, isThere: () => boolean])[] = [
    ['the Debian package wordpress', () => existsSync(`${DEBIAN_WORDPRESS}/wp-load.php`)],
    ['php with mysqli', () => spawnSync('php', ['-r', 'exit(extension_loaded("mysqli")?0:1);']).status === 0],
    ['mariadbd', () => runs('mariadbd') && runs('mariadb-install-db')],
    ['Chromium', () => hasChromium],
    ['dist/bytedesk-embed.js', () => isBuilt],
  ];
  const missing = needed.find(([, isThere]) => !isThere())?.[0];
  if (!missing) return false;
  console.warn(`\n*** ${missing} is missing: the tests of the WordPress plugin ARE SKIPPED ***\n`);
  return `${missing} is missing`;
}

/** Runs a program to its end, while this process goes on serving. @returns what it printed */
export async function run(command: string, args: readonly string[], input = ''): Promise<string> {
  const child = spawn(command, args, { timeout: 180_000 });
  const output: Buffer[] = [];
  const problems: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => output.push(data));
  child.stderr.on('data', (data: Buffer) => problems.push(data));
  child.stdin.end(input);
  const [status] = (await once(child, 'close')) as [number | null];
  const text = Buffer.concat(output).toString();
  if (status !== 0) throw new Error(`${command} failed: ${text}${Buffer.concat(problems).toString()}`);
  return text;
}

// Without this a test run that is broken off would leave servers behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

/** A program that serves until it is closed, at the latest with this process. */
export class Service {
  readonly output: string[] = [];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data: Buffer) => this.output.push(data.toString()));
    process.once('exit', () => this.#kill());
  }

  /** Starts it, and waits until it is ready. */
  static async start(
    [command = '', ...args]: readonly string[],
    isReady: () => boolean | Promise<boolean>,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Service> {
    const child = spawn(command, args, {
      detached: true,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const service = new Service(child);
    for (let tries = 0; tries < 2400 && child.exitCode === null; tries += 1) {
      if (await isReady()) return service;
      await pause(50);
    }
    service.#kill();
    throw new Error(`${command} did not start: ${service.output.join('')}`);
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#kill();
    await ended;
  }

  /** With its workers, which PHP would leave behind. */
  #kill(): void {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid);
  }
}
