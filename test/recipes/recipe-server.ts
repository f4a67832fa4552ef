import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { freePort, isListening } from '../support/ports.js';

const TSX = import.meta.resolve('tsx');
const NEXT_HOST = fileURLToPath(new URL('./next-host.ts', import.meta.url));

// What tells of arriving requests, beside recipes that are run as they stand.
const arrivals = (file: string): string => fileURLToPath(new URL(`./arrivals/${file}`, import.meta.url));

const NODE_ARRIVALS = pathToFileURL(arrivals('arrivals.mjs')).href;
const node = (file: string) => (): string[] => [
  process.execPath,
  '--import',
  TSX,
  '--import',
  NODE_ARRIVALS,
  file,
];
const JAVA_FLAGS = [
  '--add-exports=jdk.httpserver/sun.net.httpserver=ALL-UNNAMED',
  '-Dcom.sun.net.httpserver.HttpServerProvider=Arrivals',
];

export interface Recipe {
  readonly name: string;
  /** What must be there to run it, beside Node. */
  readonly needs: readonly string[];
  readonly command: (port: number) => readonly string[];
  /** Run in the folder of the recipes before the command. */
  readonly build?: readonly string[];
}

export const RECIPES: readonly Recipe[] = [
  { name: 'Node http', needs: [], command: node('node.mjs') },
  { name: 'Hono', needs: [], command: node('hono.mjs') },
  { name: 'Express', needs: [], command: node('express.mjs') },
  { name: 'Fastify', needs: [], command: node('fastify.mjs') },
  { name: 'Next.js', needs: [], command: node(NEXT_HOST) },
  { name: 'Python', needs: ['python3'], command: () => ['python3', arrivals('arrivals.py'), 'desk.py'] },
  {
    name: 'PHP',
    needs: ['php'],
    command: (port) => ['php', '-S', `127.0.0.1:${port}`, arrivals('arrivals.php')],
  },
  {
    name: 'Java',
    needs: ['javac', 'java'],
    build: [
      'javac',
      '-Xlint:all,-serial',
      '-Werror',
      '-d',
      '.',
      'Json.java',
      'Desk.java',
      arrivals('Arrivals.java'),
    ],
    command: () => ['java', ...JAVA_FLAGS, '-cp', '.', 'Desk'],
  },
];

/** Reason to skip, or false. Says so on standard error as well. */
export function reasonToSkip(name: string, needs: readonly string[]): string | false {
  const missing = needs.find((command) => spawnSync(command, ['--version']).status !== 0);
  if (!missing) return false;
  console.warn(`\n*** no ${missing} on this machine: tests of the recipe for ${name} ARE SKIPPED ***\n`);
  return `no ${missing} on this machine`;
}

export type Environment = Readonly<Record<string, string>>;

/** For programs of the recipes; calls of this machine go past any proxy. */
export const environment = (added: Environment): NodeJS.ProcessEnv => ({
  ...process.env,
  NO_PROXY: '127.0.0.1',
  ...added,
});

/** A recipe that runs. */
export class RecipeServer {
  readonly url: string;
  /** All that it has printed. */
  readonly output: string[] = [];
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data: Buffer) => this.output.push(data.toString()));
    // Ends with the test, however that ends.
    process.once('exit', () => this.#kill());
  }

  static async start(recipe: Recipe, folder: string, added: Environment): Promise<RecipeServer> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    if (recipe.build) run(recipe.build, folder);
    const [command = '', ...args] = recipe.command(port);
    const env = environment({
      PORT: String(port),
      PAGE_ORIGIN: url,
      TOKEN_FOLDER: mkdtempSync(join(folder, 'tokens-')),
      PHP_CLI_SERVER_WORKERS: '4',
      ...added,
    });
    const child = spawn(command, args, {
      cwd: folder,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new RecipeServer(url, child);
    for (let tries = 0; tries < 1200; tries += 1) {
      if (child.exitCode !== null) break;
      if (await isListening(port)) return server;
      await pause(50);
    }
    server.#kill();
    throw new Error(`${recipe.name} did not start: ${server.output.join('')}`);
  }

  /** True once the recipe's own code has begun with the request that has this number in `x-test-number`. */
  hasTaken(number: number): boolean {
    return this.output.join('').includes(`*** request ${number} has arrived`);
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
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    if (process.platform === 'win32') this.#child.kill();
    else process.kill(-pid);
  }
}

function run([command = '', ...args]: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${stdout}${stderr}`);
}
