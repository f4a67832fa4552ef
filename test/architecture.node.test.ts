import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const ROOT = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** What a page puts in code marks and looks like a file or folder of this repository; those of a flow are below src. */
const pathsOf = (text: string): string[] =>
  [...text.matchAll(/`((?:[\w-]+\/)+(?:[\w-]+(?:\.\w+)*)?|[\w-]+(?:\.\w+)*\.(?:ts|mjs))`/g)].flatMap(
    ([, path]) => path ?? [],
  );

const isThere = (path: string): boolean =>
  // Folders that stand alone in a table's cell are named without the one they are in.
  ['', 'src/', 'src/elements/', 'src/elements/workspace/', 'src/session/', 'dist/'].some((base) =>
    existsSync(new URL(base + path, ROOT)),
  );

/** The pages of the repository. */
const PAGES = ['.', 'docs'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, ROOT))
    .filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md')
    .map((name) => `${folder}/${name}`),
);

describe('documents about the source', () => {
  for (const page of ['docs/architecture.md', 'docs/architecture.zh-CN.md', 'CONTRIBUTING.md'])
    it(`${page} names files that are there`, () => {
      const paths = pathsOf(read(page));
      assert.ok(paths.length > 10);
      assert.deepEqual(
        paths.filter((path) => !isThere(path) && path !== 'dist/'),
        [],
      );
    });

  it('no page names a file or a folder that is not there', () => {
    const missing = PAGES.flatMap((page) =>
      [...read(page).matchAll(/\b(?:src|test|scripts|demo)(?:\/[\w-]+)+(?:\.\w+)*/g)]
        .map(([path]) => path)
        .filter((path) => !existsSync(new URL(path, ROOT)))
        .map((path) => `${page}: ${path}`),
    );
    assert.deepEqual(missing, []);
  });

  it('each file of src begins by saying what it is for', () => {
    const files = readdirSync(new URL('src/', ROOT), { recursive: true, encoding: 'utf8' });
    const sources = files.filter((name) => name.endsWith('.ts'));
    assert.ok(sources.length > 150);
    assert.deepEqual(
      sources.filter((name) => !/^(?:#!.*\n|'use client';\n)?\/[/*]/.test(read(`src/${name}`))),
      [],
    );
  });

  it('is the same map in both languages', () => {
    assert.deepEqual(
      pathsOf(read('docs/architecture.zh-CN.md')).sort(),
      pathsOf(read('docs/architecture.md')).sort(),
    );
  });
});
