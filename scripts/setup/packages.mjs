import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

// Progress goes to standard error: `npm start -- --json` has one line for programs on the other.
export const PROGRESS = ['inherit', 2, 'inherit'];

const readLock = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
};

/**
 * True when node_modules holds what package-lock.json asks for. Contents are compared, not dates: a checkout
 * touches files without changing them, and a restored cache brings old dates back.
 */
export function packagesAreInstalled(root) {
  const wanted = readLock(join(root, 'package-lock.json'));
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  const same = (path) =>
    installed[path].version === wanted[path]?.version &&
    installed[path].integrity === wanted[path]?.integrity &&
    existsSync(join(root, path, 'package.json'));
  const left = Object.keys(wanted).filter((path) => path !== '' && !(path in installed));
  return Object.keys(installed).every(same) && left.every((path) => isOptional(wanted[path]));
}

// npm leaves binaries for other platforms out, and optional peers.
const isOptional = (entry) => Boolean(entry.optional || entry.devOptional || entry.peer);

/** How to start npm: the one that runs us, since another on PATH may be of another major. */
export function npmCommand(args) {
  const running = process.env.npm_execpath ?? '';
  if (/^npm(-cli)?\.c?js$/.test(basename(running))) return [process.execPath, [running, ...args], {}];
  return ['npm', args, { shell: process.platform === 'win32' }];
}

export function npm(args, options) {
  const [command, commandArgs, extra] = npmCommand(args);
  const { status, error } = spawnSync(command, commandArgs, { stdio: PROGRESS, ...extra, ...options });
  if (error) throw new Error(`npm could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`npm ${args[0]} failed (exit code ${status}), see above`);
}

export function ensurePackages(root) {
  if (!packagesAreInstalled(root)) {
    console.error('Installing packages (npm ci) ...');
    // NODE_ENV=production in the caller's shell would leave the tools out.
    npm(['ci', '--include=dev', '--no-fund', '--no-audit'], { cwd: root });
  }
  if (process.platform === 'win32') addExec(root);
}

/** The scripts of package.json that run servers begin with `exec`, which the shell of Windows lacks. */
function addExec(root) {
  writeFileSync(join(root, 'node_modules', '.bin', 'exec.cmd'), '@%*\r\n');
}
