import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as events from '../../src/elements/events.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('the events of the elements', () => {
  for (const language of ['', '.zh-CN'])
    it(`are all named in README${language}.md or docs/login-button${language}.md`, () => {
      const text = read(`README${language}.md`) + read(`docs/login-button${language}.md`);
      assert.deepEqual(
        events.EVENT_NAMES.filter((name) => !text.includes(`\`${name}\``)),
        [],
      );
    });

  it('have classes that the package exports, all of them', () => {
    const exported = read('src/index.ts');
    const classes = Object.keys(events).filter((name) => name.endsWith('Event'));
    assert.equal(classes.length, events.EVENT_NAMES.length);
    assert.deepEqual(
      classes.filter((name) => !new RegExp(`\\b${name}\\b`).test(exported)),
      [],
    );
  });
});
