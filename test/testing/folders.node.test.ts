import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'node:test';

const ROOT = fileURLToPath(new URL('../../src/testing', import.meta.url));

/** Which folders of the stand-in import from which; files at its root are a folder of their own. */
async function folderImports(): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (const entry of await readdir(ROOT, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const from = relative(ROOT, path).split('/').slice(0, -1)[0] ?? '.';
    const text = await readFile(path, 'utf8');
    for (const [, target = ''] of text.matchAll(/from '(\.[^']+)'/g)) {
      const to =
        relative(ROOT, join(dirname(path), target))
          .split('/')
          .slice(0, -1)[0] ?? '.';
      if (to !== from) found.set(from, (found.get(from) ?? new Set()).add(to));
    }
  }
  return found;
}

describe('the folders of the stand-in desk', () => {
  it('import from one another in one direction only', async () => {
    const imports = await folderImports();
    const follow = (folder: string, path: readonly string[]): void => {
      assert.ok(!path.includes(folder), [...path, folder].join(' -> '));
      for (const next of imports.get(folder) ?? []) follow(next, [...path, folder]);
    };
    assert.ok([...imports.keys()].includes('console'));
    for (const folder of imports.keys()) follow(folder, []);
  });
});
