import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const LIMIT_MS = 40 * 60_000;

export const nodeModule = (path) => join(ROOT, 'node_modules', path);

/** Runs Node with our output as its own; answers with the exit code, 1 if it was killed. */
export function node(args, env = {}) {
  const { status } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    timeout: LIMIT_MS,
  });
  return status ?? 1;
}
