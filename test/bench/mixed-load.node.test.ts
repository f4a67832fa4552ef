import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bench } from './mixed-load.js';

describe('a short mixed load with faults', () => {
  it('ends with no orphaned token, no unhandled rejection and no growth', { timeout: 180_000 }, async () => {
    const rows = await bench.run({ isQuick: true });
    assert.deepEqual(
      rows.filter(({ isMet }) => isMet === false),
      [],
    );
    assert.ok(rows.length >= 5);
  });
});
