import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BytedeskError } from '../../src/errors.js';
import { within } from '../../src/server/within.js';

const code = (error: unknown): unknown => (error as { code?: unknown }).code;

describe('within', () => {
  it('gives up after its time, and with the signal', async () => {
    const never = new Promise<never>(() => {});
    const startMs = performance.now();
    await assert.rejects(within(never, { timeoutMs: 80 }), (error) => code(error) === 'timeout');
    assert.ok(performance.now() - startMs >= 70);
    const leaving = { signal: AbortSignal.abort() };
    await assert.rejects(within(never, { timeoutMs: 80, leaving }), (error) => code(error) === 'aborted');
  });

  it('notices who leaves later', async () => {
    const controller = new AbortController();
    let reads = 0;
    const leaving = {
      get signal(): AbortSignal {
        // Read once the wait is longer than an answer at once takes.
        reads += 1;
        queueMicrotask(() => controller.abort());
        return controller.signal;
      },
    };
    const never = new Promise<never>(() => {});
    await assert.rejects(within(never, { timeoutMs: 5000, leaving }), (error) => code(error) === 'aborted');
    assert.equal(reads, 1);
  });

  it('reads no signal, which a server makes for it, where the answer is there at once', async () => {
    const leaving = {
      get signal(): AbortSignal {
        throw new Error('read');
      },
    };
    assert.equal(await within(Promise.resolve('answer'), { timeoutMs: 5000, leaving }), 'answer');
  });

  it('hands on an error of what it waits for, also one that reads like its own', async () => {
    for (const error of [
      new BytedeskError('timeout', 'Foreign.'),
      new BytedeskError('aborted', 'Foreign.'),
    ]) {
      const failing = within(Promise.reject(error), { timeoutMs: 5_000, late: 'bad-request' });
      await assert.rejects(failing, (caught) => caught === error);
    }
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
