import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Browser, launch } from 'puppeteer-core';
import { findBrowsers } from '../../scripts/browsers/find-browsers.mjs';

const ROOT = new URL('../../', import.meta.url);
const CHROMIUM_FLAGS = ['--disable-gpu', '--disable-background-networking', '--no-first-run'];

export interface Addresses {
  readonly page: string;
  readonly hostApp: string;
  readonly server: string;
  readonly api: string;
  readonly standIn: boolean;
}

/** The demo, started as `npm start -- --json` does. */
export class Demo {
  readonly addresses: Addresses;
  /** Everything that it printed. */
  readonly output: readonly string[];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, addresses: Addresses, output: readonly string[]) {
    this.#child = child;
    this.addresses = addresses;
    this.output = output;
  }

  static async start(...args: string[]): Promise<Demo> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'demo/start.ts', '--json', ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    createInterface(child.stderr).on('line', (line) => output.push(line));
    const lines = createInterface(child.stdout).on('line', (line) => output.push(line));
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(output.join('\n'))));
    const [first] = (await Promise.race([once(lines, 'line'), ended])) as [string];
    ended.catch(() => {});
    return new Demo(child, JSON.parse(first) as Addresses, output);
  }

  /** Ends it, unless it has ended. @returns its exit code */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    const [code] = (await ended) as [number | null];
    return code;
  }
}

export function launchChromium(...flags: string[]): Promise<Browser> {
  const { chromium } = findBrowsers();
  if (chromium === undefined) throw new Error('there is no Chromium');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return launch({
    executablePath: chromium.path,
    env: { ...process.env, ...chromium.env },
    args: [...CHROMIUM_FLAGS, ...sandbox, ...flags],
  });
}
