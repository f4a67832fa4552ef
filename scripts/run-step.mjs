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
export async function nodeBeside(args) {
  const [status] = await once(spawn(process.execPath, args, options({})), 'exit');
  return status ?? 1;
}

/** Runs a task for each name, so many at a time. @returns what they answered, in the order of the names */
export async function sideBySide(names, workers, run) {
  const answers = [];
  const queue = names.entries();
  // All workers take from the one queue.
  const work = async () => {
    for (const [index, name] of queue) answers[index] = await run(name);
  };
  await Promise.all(Array.from({ length: workers }, work));
  return answers;
}
