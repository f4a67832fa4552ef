import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.mjs';
import { npm } from './packages.mjs';

/**
 * Gets one npm package, without running any script of it, and hands its folder on; the folder is gone afterwards.
 * Throws if the package is not the very file that `integrity` names.
 */
export async function withPackage({ name, version, integrity }, use) {
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(join(cacheFolder(), 'install-'));
  try {
    const flags = ['--no-save', '--ignore-scripts', '--no-fund', '--no-audit', '--no-update-notifier'];
    npm(['install', '--prefix', work, ...flags, `${name}@${version}`], { cwd: work });
    const lock = JSON.parse(readFileSync(join(work, 'node_modules', '.package-lock.json'), 'utf8'));
    if (lock.packages[`node_modules/${name}`]?.integrity !== integrity) {
      throw new Error(`${name}@${version} is not the file this project knows`);
    }
    return await use(join(work, 'node_modules', name), work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
