import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { packagesAreInstalled } from '../../scripts/setup/packages.mjs';

type Packages = Record<string, { version?: string; integrity?: string; optional?: boolean }>;

describe('packagesAreInstalled', () => {
  let root: string;
  const a = { version: '1.0.0', integrity: 'sha512-a' };
  const b = { version: '2.0.0', integrity: 'sha512-b' };

  const write = (path: string, content: object): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), JSON.stringify(content));
  };
  const wanted = (packages: Packages): void =>
    write('package-lock.json', { packages: { '': {}, ...packages } });
  const installed = (packages: Packages): void => {
    write('node_modules/.package-lock.json', { packages });
    for (const path of Object.keys(packages)) write(`${path}/package.json`, {});
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'bytedesk-embed-packages-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is true for equal contents, however old they are', () => {
    installed({ 'node_modules/a': a });
    wanted({ 'node_modules/a': a });
    utimesSync(join(root, 'node_modules/.package-lock.json'), 1, 1);
    assert.equal(packagesAreInstalled(root), true);
  });

  it('does without optional packages, which are for other systems', () => {
    installed({ 'node_modules/a': a });
    wanted({ 'node_modules/a': a, 'node_modules/b': { ...b, optional: true } });
    assert.equal(packagesAreInstalled(root), true);
  });

  const stale: Record<string, [Packages | undefined, Packages]> = {
    'nothing is installed': [undefined, { 'node_modules/a': a }],
    'a package is missing': [{ 'node_modules/a': a }, { 'node_modules/a': a, 'node_modules/b': b }],
    'a package is left over': [{ 'node_modules/a': a, 'node_modules/b': b }, { 'node_modules/a': a }],
    'a version differs': [{ 'node_modules/a': a }, { 'node_modules/a': { ...a, version: '1.0.1' } }],
    'a hash differs': [{ 'node_modules/a': a }, { 'node_modules/a': { ...a, integrity: 'sha512-c' } }],
  };
  for (const [name, [present, lock]] of Object.entries(stale)) {
    it(`is false if ${name}`, () => {
      if (present) installed(present);
      wanted(lock);
      assert.equal(packagesAreInstalled(root), false);
    });
  }

  it('is false if a folder was deleted', () => {
    installed({ 'node_modules/a': a });
    wanted({ 'node_modules/a': a });
    rmSync(join(root, 'node_modules/a'), { recursive: true });
    assert.equal(packagesAreInstalled(root), false);
  });
});
