import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { en, type Terms } from '../../src/locale/terms.js';
import { zhCN } from '../../src/locale/zh-cn.js';
import { styles } from '../../src/elements/workspace/workspace-element.styles.js';

/** Not of a panel, or only a part of a text. */
const ELSEWHERE = ['lang', 'agentConsole', 'adminConsole', 'openConsole', 'windowBlocked'];

const pages: readonly (readonly [file: string, terms: Terms])[] = [
  ['panels.md', en],
  ['panels.zh-CN.md', zhCN],
];
const scenes = await readFile(new URL('../support/panel-scenes.ts', import.meta.url), 'utf8');
const [, list = ''] = /PANEL_SCENES[^{]*\{\n(.*?)\n\};/s.exec(scenes) ?? [];
const names = [...list.matchAll(/^ {2}'?([\w-]+)'?:/gm)].map(([, name]) => name);

for (const [file, terms] of pages) {
  const page = await readFile(new URL(`../../docs/${file}`, import.meta.url), 'utf8');

  test(`docs/${file} quotes every text of the panels as it is`, () => {
    const texts = Object.entries(terms).filter(([name]) => !ELSEWHERE.includes(name));
    for (const [name, text] of texts)
      for (const part of String(text).split('{}')) assert.ok(page.includes(part), `${name}: ${part}`);
  });

  test(`docs/${file} names every panel`, () => {
    assert.ok(names.length > 15);
    for (const name of names) assert.ok(page.includes(`| \`${name}\``), name);
  });

  test(`docs/${file} names every custom property, a dozen at most`, () => {
    const used = [...new Set(String(styles).match(/--bytedesk-[\w-]+/g))];
    assert.deepEqual([...new Set(page.match(/--bytedesk-[\w-]+/g))].sort(), used.sort());
    assert.ok(used.length <= 12);
  });
}
