import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listenToTrace, note, type TraceEntry } from '../src/trace.js';

const TOKEN = 'eyJhbGciOiJIUzM4NCJ9.eyJzdWIiOiJhIn0.c2ln';

describe('the flight recorder', () => {
  it('keeps the last 200 entries', () => {
    const trace: TraceEntry[] = [];
    for (let i = 1; i <= 250; i += 1) note(trace, 'step', i);
    assert.equal(trace.length, 200);
    assert.deepEqual([trace[0]?.what, trace[199]?.what], ['step 51', 'step 250']);
  });

  it('counts what is told many times in a row', () => {
    const trace: TraceEntry[] = [];
    note(trace, 'state-change', 'idle', 'loading');
    for (let i = 0; i < 500; i += 1) note(trace, 'unread-change');
    assert.deepEqual(
      trace.map(({ what, times }) => [what, times]),
      [
        ['state-change idle loading', 1],
        ['unread-change', 500],
      ],
    );
  });

  const foreign = [
    TOKEN,
    'agent@example.com',
    'https://desk.example.com/?accessToken=x',
    '王芳',
    undefined,
    null,
    false,
    [TOKEN],
    'a text of several words',
    'x'.repeat(25),
  ];
  for (const word of foreign)
    it(`leaves out what is no word of its own: ${JSON.stringify(word) ?? word}`, () => {
      const trace: TraceEntry[] = [];
      note(trace, 'error', word, 'timeout');
      assert.equal(trace[0]?.what, 'error timeout');
    });

  it('tells a listener of each entry, and goes on when it throws', async () => {
    const told: TraceEntry[] = [];
    listenToTrace((entry) => {
      told.push(entry);
    });
    const trace: TraceEntry[] = [];
    note(trace, 'probe', 'alive');
    assert.deepEqual(told, []);
    await Promise.resolve();
    assert.deepEqual(told, trace);
  });
});
