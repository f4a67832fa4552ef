import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { SCENARIOS } from '../../src/testing/scenarios.js';
import { DEFAULT_SETTINGS } from '../../src/testing/state/settings.js';
import { DEFAULT_USERS } from '../../src/testing/state/users.js';

const WORDS = {
  'stand-in-desk.md': { real: 'as the real one', differs: 'differs, because', out: 'left out' },
  'stand-in-desk.zh-CN.md': { real: '与真实一致', differs: '不同，因为', out: '未包含' },
};

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Row {
  readonly behaviour: string;
  readonly state: string;
  readonly test: string;
}

async function rowsOf(file: string): Promise<Row[]> {
  const text = await read(`docs/${file}`);
  const [, table = ''] = text.split(/<!-- prettier-ignore-(?:start|end) -->/);
  return table
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .map((line) => line.slice(2, -2).split(' | '))
    .map(([behaviour = '', state = '', test = '']) => ({ behaviour, state, test: test.trim() }))
    .filter(({ test }) => !['Test', '测试'].includes(test));
}

for (const [file, words] of Object.entries(WORDS)) {
  describe(`docs/${file}`, () => {
    it('says of every behaviour whether it is there, and names a test that exists for each that is', async () => {
      const rows = await rowsOf(file);
      assert.ok(rows.length > 100);
      for (const { behaviour, state, test } of rows) {
        const kind = Object.values(words).find((word) => state.startsWith(word));
        assert.ok(kind, `${behaviour}: ${state}`);
        assert.equal(test !== '', kind === words.real, behaviour);
        if (!test) continue;
        const [, name = '', title = ''] = /^([\w-]+): (.+)$/.exec(test) ?? [];
        const source = await read(`test/testing/${name}.node.test.ts`);
        assert.ok(source.includes(title), `no test "${title}" in ${name}`);
      }
    });

    it('names every user, setting and scenario', async () => {
      const text = await read(`docs/${file}`);
      for (const { username, password } of DEFAULT_USERS)
        assert.ok(text.includes(username) && text.includes(password));
      for (const name of [...Object.keys(DEFAULT_SETTINGS), ...Object.keys(SCENARIOS)]) {
        assert.ok(text.includes(`\`${name}\``), name);
      }
    });
  });
}

describe('the two languages', () => {
  it('tell the same of the same behaviours', async () => {
    const [english, chinese] = await Promise.all(Object.keys(WORDS).map(rowsOf));
    assert.deepEqual(
      chinese?.map(({ test }) => test),
      english?.map(({ test }) => test),
    );
  });
});
