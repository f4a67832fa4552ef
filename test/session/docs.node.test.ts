import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { TRANSITIONS } from '../../src/elements/workspace/state.js';

/** The table of docs/session.md that follows its mark: what happens, in which states, to which. */
function documented(file: string): Record<string, { to: string; from?: string[] }> {
  const text = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
  const [, table = ''] = /<!-- transitions -->\s*((?:\|.*\n)+)/.exec(text) ?? [];
  const rows = table
    .trim()
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').map((cell) => cell.trim()));
  return Object.fromEntries(
    rows.map(([, what = '', , from = '', to = '']) => [
      what,
      { to, ...(from !== 'any' && { from: from.split(', ') }) },
    ]),
  );
}

describe('docs/session.md', () => {
  for (const file of ['session.md', 'session.zh-CN.md']) {
    it(`shows the table that the code goes by: ${file}`, () => {
      const code = Object.entries(TRANSITIONS).map(([what, { to, from }]) => [
        what,
        { to, ...(from && { from: [...from].sort() }) },
      ]);
      const shown = Object.entries(documented(file)).map(([what, { to, from }]) => [
        what,
        { to, ...(from && { from: [...from].sort() }) },
      ]);
      assert.deepEqual(Object.fromEntries(shown), Object.fromEntries(code));
    });
  }
});
