import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from '../../scripts/build/entries.mjs';

const snippets = (page: string): { file: string; code: string }[] =>
  [...readFileSync(join(ROOT, 'docs', page), 'utf8').matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, file = '', code = '']) => ({ file, code }),
  );
/** Without indentation, which a page does not have and an example has. */
const flat = (text: string): string => text.trim().replace(/^\s+/gm, '');

describe('docs/frameworks', () => {
  it('have the same code in both languages', () => {
    assert.deepEqual(snippets('frameworks.zh-CN.md'), snippets('frameworks.md'));
    assert.ok(snippets('frameworks.md').length >= 7);
  });

  for (const [index, { file, code }] of snippets('frameworks.md').entries()) {
    it(`has its snippet ${index + 1} from the example that is tested, ${file}`, () => {
      assert.ok(flat(readFileSync(join(ROOT, file), 'utf8')).includes(flat(code)));
    });
  }
});
