import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { findRunTime } from '../../scripts/setup/run-times.mjs';
import type { HostConfig } from './host-app.js';

/** Node 20 stands for the one that runs the tests. */
export type RunTime = 'Node 20' | 'Node 22' | 'Node 24' | Worker | 'Deno' | 'Bun';

/** A worker by the rules of a date: the oldest that it must bear, since they are kept for ever, and new ones. */
type Worker = 'workerd' | 'workerd of 2026';
const COMPATIBILITY_DATES = { workerd: '2024-01-01', 'workerd of 2026': '2026-11-01' };

const find = (runTime: RunTime): string | undefined => findRunTime(runTime.replace(' of 2026', ''));

/** Reason to skip, or false. Says so on standard error as well. */
export function withoutRunTime(runTime: RunTime): string | false {
  if (runTime === 'Node 20' || find(runTime)) return false;
  console.warn(
    `\n*** no ${runTime} (the set-up of CI gets it): tests of the endpoint in it ARE SKIPPED ***\n`,
  );
  return `${runTime} is not installed`;
}

/** The command that starts a host on a port. */
export async function commandFor(runTime: RunTime, config: HostConfig, port: number): Promise<string[]> {
  const program = runTime === 'Node 20' ? process.execPath : (find(runTime) ?? runTime);
  const text = JSON.stringify(config);
  switch (runTime) {
    case 'workerd':
    case 'workerd of 2026':
      await bundle();
      return [program, 'serve', writeWorker(text, port, COMPATIBILITY_DATES[runTime])];
    case 'Deno':
      return [program, 'run', '--no-config', '--allow-net=127.0.0.1', await bundle(), text, String(port)];
    case 'Bun':
      return [program, await bundle(), text, String(port)];
    default: {
      const script = fileURLToPath(new URL('./host-process.ts', import.meta.url));
      return [program, `--import=${import.meta.resolve('tsx')}`, script, text, String(port)];
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'bytedesk-embed-run-times-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

let bundling: Promise<string> | undefined;

/** The host as one module, for run-times that read neither TypeScript nor our packages. */
function bundle(): Promise<string> {
  const lib = {
    entry: fileURLToPath(new URL('./host-bundle.ts', import.meta.url)),
    fileName: () => 'host.mjs',
  };
  const options = {
    target: 'es2022',
    outDir: folder,
    emptyOutDir: false,
    lib: { ...lib, formats: ['es' as const] },
  };
  bundling ??= build({ configFile: false, logLevel: 'silent', build: options }).then(() =>
    join(folder, 'host.mjs'),
  );
  return bundling;
}

/** The configuration of a worker. */
function writeWorker(config: string, port: number, date: string): string {
  const file = join(folder, `worker-${port}.capnp`);
  const text = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "host", worker = (
      modules = [(name = "host.mjs", esModule = embed "host.mjs")],
      compatibilityDate = "${date}",
      bindings = [(name = "CONFIG", text = ${JSON.stringify(config)})],
    )),
    (name = "internet", network = (allow = ["private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "host")],
);
`;
  writeFileSync(file, text);
  return file;
}
