import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../run-step.mjs';

const SPECIAL = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };

/** `**`, `*` and `?` as in a shell; Node 20 has no matcher of its own. */
export function globToRegExp(glob) {
  const source = glob
    .replace(/^\.\//, '')
    .replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (part) => SPECIAL[part] ?? `\\${part}`);
  return new RegExp(`^${source}$`);
}

/** All test files, by the runner they are for, narrowed by globs if some are given. */
export function findTests(globs = ['**']) {
  const patterns = globs.map(globToRegExp);
  const files = readdirSync(join(ROOT, 'test'), { recursive: true })
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.test.ts') && patterns.some((pattern) => pattern.test(name)))
    .sort();
  const kind = (name) => /\.(node|popup)\.test\.ts$/.exec(name)?.[1] ?? 'browser';
  return {
    node: files.filter((name) => kind(name) === 'node'),
    popup: files.filter((name) => kind(name) === 'popup'),
    browser: files.filter((name) => kind(name) === 'browser'),
  };
}
