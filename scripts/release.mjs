// npm run release -- VERSION [--write] [--publish]: everything a release consists of, in release/VERSION.
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { layOutCdn, writeChecksums } from './release/artifacts.mjs';
import * as texts from './release/texts.mjs';
import { ROOT } from './run-step.mjs';
import { npmCommand } from './setup/packages.mjs';

const HELP = `npm run release -- VERSION [options]
Builds the release VERSION of what is committed: tarball, content delivery network folder with integrity values and
headers, WordPress plugin, notes, checksums. They are put into release/VERSION; nothing else changes.
  --write     also writes the version and the changelog's section into the working tree, to be committed and tagged
  --publish   also publishes the tarball, where NODE_AUTH_TOKEN holds a token of the registry`;

const PLUGIN = 'demo/wordpress/bytedesk-embed/bytedesk-embed.php';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean' },
    publish: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});

const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e9 });

function npm(args, cwd) {
  const [command, commandArgs, extra] = npmCommand(args);
  return execFileSync(command, commandArgs, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    ...extra,
  });
}

/** A copy of the commit, so that the working tree stays as it is whatever happens. */
function checkOut(folder) {
  const archive = join(folder, '..', 'source.tar');
  git('archive', '--format=tar', '--output', archive, 'HEAD');
  mkdirSync(folder);
  execFileSync('tar', ['-xf', archive, '-C', folder]);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

const change = (folder, file, edit) => {
  const path = join(folder, file);
  writeFileSync(path, edit(readFileSync(path, 'utf8')));
};

/** Writes the version wherever it stands. @returns {string} what the changelog says of it */
function setVersion(folder, version) {
  let section = '';
  const date = new Date().toISOString().slice(0, 10);
  change(folder, 'CHANGELOG.md', (text) => {
    const cut = texts.cutChangelog(text, version, date);
    ({ section } = cut);
    return cut.changelog;
  });
  change(folder, 'package.json', (text) => texts.setAddresses(texts.setPackageVersion(text, version)));
  change(folder, 'package-lock.json', (text) => texts.setPackageVersion(text, version));
  change(folder, PLUGIN, (text) => texts.setPluginVersion(text, version));
  return section;
}

async function build(source, out, version) {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: source, stdio: 'inherit' });
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  for (const file of ['README.md', 'README.zh-CN.md'])
    change(source, file, (text) => texts.linkToRepository(text, texts.homeOf(manifest), version));
  npm(['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', out], source);
  const { packagePlugin, zipPlugin } = await import(`file://${join(source, 'demo/wordpress/package.mjs')}`);
  const zip = zipPlugin(packagePlugin(source));
  renameSync(zip, join(out, `bytedesk-embed-wordpress-${version}.zip`));
  layOutCdn(join(source, 'dist'), join(out, 'cdn'), version);
}

function publish(out, version) {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  if (texts.isPlaceholder(manifest))
    throw new Error('package.json still names no real repository. See docs/releasing.md.');
  if (!process.env.NODE_AUTH_TOKEN) {
    console.warn('\n*** NOT PUBLISHED: there is no registry token in NODE_AUTH_TOKEN. ***');
    return;
  }
  const provenance = process.env.GITHUB_ACTIONS ? ['--provenance'] : [];
  const tag = version.includes('-') ? ['--tag', 'next'] : [];
  npm(
    ['publish', join(out, `bytedesk-embed-${version}.tgz`), '--access', 'public', ...provenance, ...tag],
    out,
  );
}

async function release(version) {
  if (!texts.isVersion(version ?? '')) throw new Error(`A version such as 1.2.3 is needed.\n${HELP}`);
  const changed = git('status', '--porcelain').trim();
  if (changed) throw new Error(`The working tree is not clean; commit or stash first:\n${changed}`);
  const work = mkdtempSync(join(tmpdir(), 'bytedesk-embed-release-'));
  const out = join(ROOT, 'release', version);
  try {
    const source = join(work, 'source');
    checkOut(source);
    const section = setVersion(source, version);
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out, { recursive: true });
    await build(source, out, version);
    const hashes = JSON.parse(readFileSync(join(source, 'dist/integrity.json'), 'utf8'));
    writeFileSync(join(out, 'notes.md'), texts.releaseNotes(version, section, hashes));
    writeChecksums(out);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  if (options.write) setVersion(ROOT, version);
  console.log(`\nThe release ${version} is in release/${basename(out)}.`);
  if (options.publish) publish(out, version);
  else console.log('Nothing was published.');
}

if (options.help) console.log(HELP);
else {
  try {
    await release(positionals[0]);
  } catch (error) {
    console.error(`Release failed: ${error.message}`);
    process.exitCode = 1;
  }
}
