// node scripts/setup/typescript-versions.mjs: gets the versions of TypeScript that the declarations are tested with.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cacheFolder } from './cache-folder.mjs';
import { npm } from './packages.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The oldest that is supported, and the newest of each major since; the project's own is one more. */
const OTHERS = ['5.4.5', '5.9.3', '7.0.2'];

const ownVersion = () =>
  JSON.parse(readFileSync(join(ROOT, 'node_modules/typescript/package.json'), 'utf8')).version;

const folderOf = (version) => join(cacheFolder(), `typescript-${version}`);

/**
 * A version that the declarations are meant for.
 * @typedef {object} TypeScript
 * @property {string} version
 * @property {string | undefined} tsc  its command, where it is installed
 * @property {string | undefined} api  its interface for programs, where it is installed and has one
 */

/** @returns {TypeScript} */
function describe(version, folder) {
  const inside = (path) => {
    const file = join(folder, 'node_modules/typescript', path);
    return existsSync(file) ? file : undefined;
  };
  // From version 7 on this file only says the version.
  const api = Number.parseInt(version, 10) < 7 ? inside('lib/typescript.js') : undefined;
  return { version, tsc: inside('bin/tsc'), api };
}

/**
 * All versions that the declarations are meant for, the project's own first.
 * @returns {TypeScript[]}
 */
export const typeScriptVersions = () => [
  describe(ownVersion(), ROOT),
  ...OTHERS.map((version) => describe(version, folderOf(version))),
];

/** Installs into the cache what is missing of them. */
export function installTypeScripts() {
  for (const { version } of typeScriptVersions().filter(({ tsc }) => !tsc)) {
    console.error(`Getting TypeScript ${version} ...`);
    const folder = folderOf(version);
    mkdirSync(folder, { recursive: true });
    const flags = ['--no-save', '--ignore-scripts', '--no-fund', '--no-audit', '--no-update-notifier'];
    npm(['install', '--prefix', folder, ...flags, `typescript@${version}`], { cwd: folder });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) installTypeScripts();
