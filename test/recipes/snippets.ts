import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Snippet {
  readonly language: string;
  /** Stands behind the language: ```js desk.mjs */
  readonly file: string | undefined;
  readonly code: string;
}

/** The fenced code blocks of a page in docs. */
export function snippetsOf(page: string): Snippet[] {
  const text = readFileSync(join(ROOT, 'docs', page), 'utf8');
  return [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', file, code = '']) => ({ language, file, code }),
  );
}

const PACKAGES = ['@hono', '@types', 'express', 'fastify', 'hono'];

export interface Recipes {
  readonly folder: string;
  remove(): void;
}

/** A folder with every file of the recipes in it, as a reader would have it after `npm install`. */
export function writeRecipes(): Recipes {
  const folder = mkdtempSync(join(tmpdir(), 'bytedesk-embed-recipes-'));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  for (const { file, code } of snippetsOf('recipes.md')) if (file) write(file, code);
  write('package.json', '{ "type": "module" }');
  // This package by its published name, from its sources.
  const exports = { './server': './server.ts' };
  write('node_modules/bytedesk-embed/package.json', JSON.stringify({ type: 'module', exports }));
  write('node_modules/bytedesk-embed/server.ts', `export * from '${ROOT}src/server.js';\n`);
  for (const name of PACKAGES)
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
