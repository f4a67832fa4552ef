import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { cacheFolder } from '../../scripts/setup/cache-folder.mjs';
import { npmCommand } from '../../scripts/setup/packages.mjs';
import { packPackage } from '../support/packed.mjs';
import { ROOT } from '../../scripts/run-step.mjs';

const EXAMPLES = join(ROOT, 'demo/frameworks');
const INSTALL_FLAGS = [
  '--no-fund',
  '--no-audit',
  '--no-package-lock',
  '--no-update-notifier',
  '--loglevel=error',
];
/** What a project's build leaves behind; the rest of a folder is sources. */
const MADE = /^(node_modules|dist|out|build|\.(next|angular|svelte-kit|nuxt|output|data)|next-env\.d\.ts)$/;

const QUIET = {
  CI: 'true',
  NEXT_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
  NUXT_TELEMETRY_DISABLED: '1',
};

const work = join(cacheFolder(), 'frameworks');

/** Packs what is built. @returns {string} the tarball, whose name changes with its content */
export function packForProjects() {
  mkdirSync(work, { recursive: true });
  for (const name of readdirSync(work)) if (name.endsWith('.tgz')) rmSync(join(work, name));
  const packed = packPackage(work);
  const hash = createHash('sha256').update(readFileSync(packed)).digest('hex').slice(0, 12);
  const tarball = join(work, `bytedesk-embed-${hash}.tgz`);
  renameSync(packed, tarball);
  return tarball;
}

/** Runs a command in a project; rejects with its output if it fails. */
export const run = ([command, args, options], cwd) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...QUIET },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${args.slice(-2).join(' ')} ended with ${code}:\n${output}`));
    });
  });

/** The texts of a project that may name the desk, by their paths in it. */
function sourcesIn(folder) {
  const [own, folders] = [[], ['']];
  for (let inside = folders.pop(); inside !== undefined; inside = folders.pop()) {
    for (const entry of readdirSync(join(folder, inside), { withFileTypes: true })) {
      if (MADE.test(entry.name)) continue;
      const path = join(inside, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (/\.(tsx?|m?js|vue|svelte|html)$/.test(path)) own.push(path);
    }
  }
  return own;
}

/**
 * Copies a project's sources into the cache, where its node_modules stay from run to run, and installs what it names,
 * in other versions where `versions` has some.
 * @returns {Promise<string>} its folder
 */
export async function installProject({ name: project, source, versions, change }) {
  const folder = join(work, project);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder))
    if (name !== 'node_modules') rmSync(join(folder, name), { recursive: true });
  cpSync(source, folder, { recursive: true, filter: (path) => !MADE.test(basename(path)) });
  // Of the sources' names, since node_modules has many thousands of others.
  for (const name of sourcesIn(source)) {
    const file = join(folder, name);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }
  const manifestFile = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  for (const group of [manifest.dependencies, manifest.devDependencies ?? {}]) {
    for (const name of Object.keys(group)) group[name] = versions[name] ?? group[name];
  }
  writeFileSync(manifestFile, JSON.stringify(manifest, null, 2));
  await run(npmCommand(['install', ...INSTALL_FLAGS]), folder);
  return folder;
}

/** Runs a project's build. @returns {Promise<string>} the folder with the site */
export async function buildProject(folder) {
  await run(npmCommand(['run', 'build']), folder);
  return ['.output/public', 'dist', 'out', 'build'].map((name) => join(folder, name)).find(existsSync);
}

export const exampleNames = () =>
  readdirSync(EXAMPLES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

export const exampleFolder = (name) => join(EXAMPLES, name);
