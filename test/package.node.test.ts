import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DIST, modules, ROOT, scripts } from '../scripts/build/entries.mjs';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly sideEffects: readonly string[];
  readonly [field: string]: unknown;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Record<string, string> }>>;
};
const read = (name: string): string => readFileSync(join(DIST, name), 'utf8');

// In a process of its own, so that nothing the tests load can help.
const runModule = (code: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: ROOT, encoding: 'utf8' });

/** A built file and the chunks it imports. */
function withChunks(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, path] of read(name).matchAll(/(?:from|import)\s*\(?["'](\.{1,2}\/[^"']+)["']/g)) {
    const url = new URL(path ?? '', `file:///${name}`);
    withChunks(url.pathname.slice(1), seen);
  }
  return seen;
}

describe('package.json', { skip: existsSync(DIST) ? false : 'not built: npm run build' }, () => {
  it('exports exactly the entries that src has', () => {
    const published = Object.keys(modules).filter((name) => name !== 'cli');
    const named = published.map((name) => (name === 'index' ? '.' : `./${name}`));
    const plain = ['./dist/*', './package.json'];
    assert.deepEqual(Object.keys(manifest.exports).sort(), [...named, ...plain].sort());
  });

  for (const [entry, target] of Object.entries(manifest.exports)) {
    if (typeof target === 'string') continue;
    it(`has a built file and declarations for ${entry}, types first`, () => {
      assert.deepEqual(Object.keys(target), ['types', 'default']);
      for (const path of Object.values(target)) assert.ok(existsSync(join(ROOT, path)), path);
    });
  }

  it('names files that exist for editors, content delivery networks and the command', () => {
    const single = ['customElements', 'web-types', 'unpkg', 'jsdelivr'].map(
      (field) => manifest[field] as string,
    );
    const commands = Object.keys(modules).includes('cli') ? Object.values(manifest.bin) : [];
    const files = [...single, ...commands, 'dist/html-custom-data.json', 'dist/integrity.json'];
    const wanted =
      'bytedesk-embed' in scripts ? files : files.filter((file) => !/embed\.js|integrity/.test(file));
    assert.deepEqual(
      wanted.filter((file) => !existsSync(join(ROOT, file))),
      [],
    );
  });

  it('starts the command with a shebang', { skip: !('cli' in modules) }, () => {
    assert.match(read('cli.js'), /^#!\/usr\/bin\/env node\n/);
  });

  it('passes publint', async () => {
    const { publint } = await import('publint');
    const { formatMessage } = await import('publint/utils');
    const { messages, pkg } = await publint({ pkgDir: ROOT, strict: true });
    const problems = messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
    assert.deepEqual(problems, []);
  });
});

describe('built files', { skip: existsSync(DIST) ? false : 'not built: npm run build' }, () => {
  const CLAIMED = ['bytedesk-workspace', 'bytedesk-login-button'];

  const definedBy = (entry: string): string =>
    runModule(`
      await import('bytedesk-embed${entry}');
      const names = ${JSON.stringify(CLAIMED)}.filter((name) => globalThis.customElements?.get(name));
      console.log(JSON.stringify(names));
    `).trim();

  it('can be required, too, by Node 20.19 and newer', () => {
    const code = `for (const entry of ['', '/server', '/testing'])
      console.log(Object.keys(require('bytedesk-embed' + entry)).length > 0);`;
    const options = { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' } as const;
    assert.equal(execFileSync(process.execPath, ['--eval', code], options), 'true\n'.repeat(3));
  });

  const pure = Object.keys(modules).filter((name) => !['define', 'react', 'cli'].includes(name));
  for (const name of pure) {
    const entry = name === 'index' ? '' : `/${name}`;
    it(`imports bytedesk-embed${entry} in Node without a DOM and without a side effect`, () => {
      const added = runModule(`
        const before = new Set(Reflect.ownKeys(globalThis));
        await import('bytedesk-embed${entry}');
        const added = Reflect.ownKeys(globalThis).filter((key) => !before.has(key)).map(String);
        console.log(JSON.stringify(added));
      `);
      // lit's build for Node brings a registry along, and counts its copies.
      const ours = (JSON.parse(added) as string[]).filter(
        (key) => !/^(customElements$|lit|reactiveElement)/.test(key),
      );
      assert.deepEqual(ours, []);
      assert.equal(definedBy(entry), '[]');
    });
  }

  it('registers the elements with bytedesk-embed/define', { skip: !('define' in modules) }, () => {
    const tags = JSON.parse(definedBy('/define')) as string[];
    assert.ok(tags.includes('bytedesk-workspace'));
  });

  it('has neither lit nor jose in the bridge', { skip: !('bridge' in modules) }, () => {
    const code = [...withChunks('bridge.js')].map(read).join('\n');
    assert.doesNotMatch(code, /from\s*["'](?:lit|jose|@lit)/);
    if (!('bytedesk-bridge' in scripts)) return;
    assert.doesNotMatch(read('bytedesk-bridge.js').split('\n')[0] ?? '', /lit|jose/);
    assert.doesNotMatch(read('bytedesk-bridge.js'), /litElementVersions|litHtmlVersions|JWTInvalid/);
  });

  it('passes the licences on of all that the script holds', { skip: !('bytedesk-embed' in scripts) }, () => {
    const notices = read('THIRD-PARTY-NOTICES.txt');
    for (const holder of ['Google LLC', 'Filip Skokan']) assert.ok(notices.includes(holder), holder);
    assert.match(
      read('bytedesk-embed.js'),
      /^\ufeff\/\*! bytedesk-embed .* see THIRD-PARTY-NOTICES\.txt \*\/\n/,
    );
  });
});

describe('package-lock.json', () => {
  // npm drops binaries that a registry lacks without a word, and the next `npm ci` fails.
  it('has an entry for each optional dependency', () => {
    const paths = Object.keys(lock.packages);
    const missing = Object.values(lock.packages)
      .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
      .filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)));
    assert.deepEqual([...new Set(missing)], []);
  });

  it('names no registry', () => {
    assert.doesNotMatch(JSON.stringify(lock), /"resolved"|https?:\/\/[^"]*registry/);
  });
});
