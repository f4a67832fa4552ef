import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { CHECKS } from '../../src/doctor/checks.js';
import { en } from '../../src/doctor/texts/en.js';
import { BROKEN_PAGES } from './broken-pages.js';
import { zhCN } from '../../src/doctor/texts/zh-cn.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Every code, out of the type that declares them. */
const [, union = ''] = /export type ErrorCode =\n([^;]+);/.exec(read('src/errors.ts')) ?? [];
const codes = [...union.matchAll(/'([a-z-]+)'/g)].map(([, code = '']) => code);

const plain = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('\\', '');

for (const [file, texts] of [
  ['troubleshooting.md', en],
  ['troubleshooting.zh-CN.md', zhCN],
] as const) {
  const page = plain(read(`docs/${file}`));

  describe(`docs/${file}`, () => {
    it('has a row with meaning, sight and change for every error code', () => {
      assert.ok(codes.length > 20);
      for (const code of codes) {
        const row = page.split('\n').find((line) => line.startsWith(`| \`${code}\``));
        const cells = row?.split(/(?<!\\)\|/).slice(2, -1) ?? [];
        assert.equal(cells.filter((cell) => cell.trim() !== '').length, 3, code);
      }
    });

    it('has an entry for every check, with everything that it can say', () => {
      for (const { name } of CHECKS) assert.ok(page.includes(`### \`${name}\``), name);
      for (const [name, [message, remedy = '']] of Object.entries(texts.findings))
        // What is filled in stands there as an example.
        for (const part of `${message}\n${remedy}`.split(/\{\w+\}|\n/))
          assert.ok(page.includes(part.trim()), `${name}: ${part}`);
    });
  });
}

for (const [file, texts] of [
  ['troubleshooting-answers.md', en],
  ['troubleshooting-answers.zh-CN.md', zhCN],
] as const)
  it(`docs/${file} has what the report says of each broken page, and its remedy`, () => {
    const rows = plain(read(`docs/${file}`)).split('\n');
    for (const [index, { check, result, says }] of Object.values(BROKEN_PAGES).entries()) {
      const row = rows.find((line) => line.startsWith(`| ${index + 1} `)) ?? '';
      assert.ok(row.includes(`\`${check}\`: ${result}`), says);
      for (const part of texts.findings[says].join('\n').split(/\{\w+\}|\n/))
        assert.ok(row.includes(part.trim()), `${says}: ${part}`);
    }
  });

describe('the two languages of the troubleshooting page', () => {
  it('have the same symptoms, codes and checks', () => {
    const headings = (file: string): number[] =>
      read(file)
        .split('\n')
        .filter((line) => line.startsWith('#'))
        .map((line) => line.indexOf(' '));
    assert.deepEqual(headings('docs/troubleshooting.zh-CN.md'), headings('docs/troubleshooting.md'));
  });

  it('are linked from both readmes', () => {
    assert.ok(read('README.md').includes('(docs/troubleshooting.md)'));
    assert.ok(read('README.zh-CN.md').includes('(docs/troubleshooting.zh-CN.md)'));
  });
});
