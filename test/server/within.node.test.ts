import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { within } from '../../src/server/within.js';

const code = (error: unknown): unknown => (error as { code?: unknown }).code;

describe('within', () => {
  it('gives up after its time, and with the signal', async () => {
    const never = new Promise<never>(() => {});
    const startMs = performance.now();
    await assert.rejects(within(never, { timeoutMs: 80 }), (error) => code(error) === 'timeout');
    assert.ok(performance.now() - startMs >= 70);
    const signal = AbortSignal.abort();
    await assert.rejects(within(never, { timeoutMs: 80, signal }), (error) => code(error) === 'aborted');
  });

  it('does not take a busy process for a slow answer', async () => {
    // Two rounds of the loop, between which timers are due.
    const answered = new Promise((resolve) => setImmediate(() => setImmediate(() => resolve('answer'))));
    const waiting = within(answered, { timeoutMs: 80 });
    const endMs = performance.now() + 200;
    while (performance.now() < endMs);
    assert.equal(await waiting, 'answer');
  });
});
