import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { npmCommand } from '../../scripts/setup/packages.mjs';
import { ROOT } from '../../scripts/run-step.mjs';

/**
 * Makes the tarball that would be published, of what is built.
 * @returns {string} its path, inside `folder`
 */
export function packPackage(folder) {
  mkdirSync(folder, { recursive: true });
  const [command, args, options] = npmCommand([
    'pack',
    '--json',
    '--ignore-scripts',
    '--loglevel=error',
    '--pack-destination',
    folder,
  ]);
  const answer = execFileSync(command, args, { cwd: ROOT, encoding: 'utf8', ...options });
  return join(folder, JSON.parse(answer)[0].filename);
}

/** Puts into `folder` what somebody has in node_modules/bytedesk-embed after an install. */
export function unpackPackage(folder) {
  const work = mkdtempSync(join(tmpdir(), 'bytedesk-embed-pack-'));
  try {
    execFileSync('tar', ['-xf', packPackage(work), '-C', work]);
    mkdirSync(dirname(folder), { recursive: true });
    renameSync(join(work, 'package'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
