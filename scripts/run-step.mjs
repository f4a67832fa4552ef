import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const LIMIT_MS = 40 * 60_000;

export const nodeModule = (path) => join(ROOT, 'node_modules', path);

const options = (env) => ({
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, ...env },
  timeout: LIMIT_MS,
});

/** Runs Node with our output as its own; answers with the exit code, 1 if it was killed. */
export const node = (args, env = {}) => spawnSync(process.execPath, args, options(env)).status ?? 1;

/** As `node`, beside other steps. */
export async function nodeBeside(args, env = {}) {
  const [status] = await once(spawn(process.execPath, args, options(env)), 'exit');
  return status ?? 1;
}
