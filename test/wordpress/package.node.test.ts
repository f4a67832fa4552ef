import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { crc32, inflateRawSync } from 'node:zlib';
import { packagePlugin, zipPlugin } from '../../demo/wordpress/package.mjs';
import { readTranslations } from '../../demo/wordpress/translations.mjs';
import { DIST, ROOT } from '../../scripts/build/entries.mjs';
import { integrity } from '../../scripts/build/sizes.mjs';

const SOURCE = join(ROOT, 'demo/wordpress/bytedesk-embed');
const listed = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' });
const sources = listed(SOURCE).filter((file) => /\.(php|js)$/.test(file));
const read = (file: string): string => readFileSync(join(SOURCE, file), 'utf8');
const hasPhp = spawnSync('php', ['--version']).status === 0;
const isBuilt = existsSync(join(DIST, 'bytedesk-embed.js'));

describe('the WordPress plugin', () => {
  for (const file of sources.filter((name) => name.endsWith('.php'))) {
    it(
      `has in ${file} PHP that does nothing when it is called by itself`,
      { skip: !hasPhp && 'no php' },
      () => {
        const { status, stdout, stderr } = spawnSync('php', ['-d', 'display_errors=1', join(SOURCE, file)]);
        assert.deepEqual([status, String(stdout), String(stderr)], [0, '', '']);
      },
    );
  }

  it('has its version in the plugin header', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    assert.equal(/^ \* Version: +(\S+)$/m.exec(read('bytedesk-embed.php'))?.[1], version);
  });

  it('has a Chinese translation of each of its texts, and of no other', () => {
    const texts = sources.flatMap((file) =>
      [...read(file).matchAll(/\b(?:esc_html)?__\(\s*'([^']+)',\s*'bytedesk-embed'/g)].map(
        ([, text]) => text,
      ),
    );
    const description = /^ \* Description: +(.+)$/m.exec(read('bytedesk-embed.php'))?.[1];
    const known = readTranslations(read('languages/bytedesk-embed-zh_CN.po'));
    known.delete('');
    assert.ok(texts.length > 20);
    assert.deepEqual([...known.keys()].sort(), [...new Set([...texts, description])].sort());
  });
});

describe('packagePlugin', { skip: isBuilt ? false : 'not built: npm run build' }, () => {
  let folder: string;
  let plugin: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'bytedesk-embed-plugin-'));
    plugin = packagePlugin(folder);
  });

  after(() => rmSync(folder, { recursive: true }));

  it('puts the built script beside its hash', () => {
    const hashes = JSON.parse(readFileSync(join(plugin, 'assets/integrity.json'), 'utf8')) as Record<
      string,
      string
    >;
    const script = readFileSync(join(plugin, 'assets/bytedesk-embed.js'));
    assert.equal(hashes['bytedesk-embed.js'], integrity(script));
  });

  it('makes a zip file of all of it, the same each time', () => {
    const file = zipPlugin(plugin);
    const bytes = readFileSync(file);
    const files = readZip(bytes);
    const expected = listed(plugin).filter(
      (name) => existsSync(join(plugin, name)) && /\.\w+$|LICENSE/.test(name),
    );
    assert.deepEqual([...files.keys()].sort(), expected.map((name) => `bytedesk-embed/${name}`).sort());
    for (const [name, content] of files) assert.ok(content.equals(readFileSync(join(folder, name))), name);
    zipPlugin(plugin);
    assert.ok(readFileSync(file).equals(bytes));
  });
});

/** Reads a zip file by its directory, as unpacking programs do. */
function readZip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.length - 22;
  assert.equal(bytes.readUInt32LE(end), 0x06054b50);
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    assert.equal(bytes.readUInt32LE(at), 0x02014b50);
    const [packed, size, title] = [
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 24),
      bytes.readUInt16LE(at + 28),
    ];
    const start = bytes.readUInt32LE(at + 42);
    assert.equal(bytes.readUInt32LE(start), 0x04034b50);
    const content = inflateRawSync(bytes.subarray(start + 30 + title, start + 30 + title + packed));
    assert.equal(content.length, size);
    assert.equal(crc32(content), bytes.readUInt32LE(at + 16));
    files.set(bytes.subarray(at + 46, at + 46 + title).toString(), content);
    at += 46 + title;
  }
  return files;
}
