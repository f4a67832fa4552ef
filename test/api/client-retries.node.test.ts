import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { MOST_RETRIES, RETRY_BACKOFF } from '../../src/api/retry.js';
import { backoffMs } from '../../src/backoff.js';
import { BytedeskError, DeskClient, type DeskClientOptions } from '../../src/index.js';

const api = 'https://desk.example.com';
const good = (): Response => Response.json({ code: 200, data: {} });
const bad = (status: number) => (): Response => Response.json({ code: status }, { status });
const cut = (): Response => {
  throw new TypeError('fetch failed');
};

/** Answers in turn, the last one for ever; counts the requests. */
function answering(...answers: (() => Response)[]) {
  const log: string[] = [];
  const fetch: typeof globalThis.fetch = async (_, init) => {
    log.push(init?.method ?? '');
    const answer = answers[Math.min(log.length, answers.length) - 1];
    return answer?.() ?? Response.error();
  };
  return { log, fetch };
}

const make = (options: Partial<DeskClientOptions>): DeskClient =>
  new DeskClient({ api, token: 'T', ...options });

/** What a call comes to while the clock runs as fast as it can. */
async function outcomeOf(promise: Promise<unknown>): Promise<string> {
  let outcome = '';
  promise.then(
    () => (outcome = 'resolved'),
    (error: unknown) => (outcome = error instanceof BytedeskError ? error.code : String(error)),
  );
  for (let turn = 0; outcome === '' && turn < 1000; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    mock.timers.tick(100);
  }
  return outcome;
}

describe('retries', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  const cases: [string, (() => Response)[], Partial<DeskClientOptions>, string, number][] = [
    ['are off unless asked for', [bad(503), good], {}, 'server-error', 1],
    ['help after HTTP 503', [bad(503), good], { retries: 2 }, 'resolved', 2],
    ['help after HTTP 500', [bad(500), bad(502), good], { retries: 2 }, 'resolved', 3],
    ['help after a cut connection', [cut, good], { retries: 1 }, 'resolved', 2],
    ['end', [bad(503)], { retries: 2 }, 'server-error', 3],
    ['are bounded', [cut], { retries: 1000 }, 'network', 1 + MOST_RETRIES],
    ['are bounded by nonsense, too', [cut], { retries: Number.NaN }, 'network', 1],
    ['are not for 401', [bad(401)], { retries: 3 }, 'unauthorized', 1],
    ['are not for 403', [bad(403)], { retries: 3 }, 'forbidden', 1],
    ['are not for 501', [bad(501)], { retries: 3 }, 'server-error', 1],
    [
      'are not for HTTP 200 with another code',
      [() => Response.json({ code: 500 })],
      { retries: 3 },
      'server-error',
      1,
    ],
  ];
  for (const [what, answers, options, outcome, requests] of cases) {
    it(what, async () => {
      const { log, fetch } = answering(...answers);
      assert.equal(await outcomeOf(make({ ...options, fetch }).profile()), outcome);
      assert.equal(log.length, requests);
    });
  }

  for (const method of ['post', 'put', 'delete'] as const) {
    it(`are not for ${method}`, async () => {
      const { log, fetch } = answering(bad(503), good);
      assert.equal(await outcomeOf(make({ retries: 3, fetch })[method]('/api/v1/x')), 'server-error');
      assert.equal(log.length, 1);
    });
  }

  it('are not for logins', async () => {
    const { log, fetch } = answering(bad(503), good);
    await outcomeOf(make({ retries: 3, fetch }).login({ username: 'u', password: 'p' }));
    assert.equal(log.length, 1);
  });

  it('end at once when the caller gives up in between', async () => {
    const abort = new AbortController();
    const { log, fetch } = answering(bad(503));
    const call = make({ retries: 5, fetch }).profile({ signal: abort.signal });
    const outcome = call.catch(({ code }: BytedeskError) => code);
    while (log.length === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    assert.equal(await outcome, 'aborted');
    assert.equal(log.length, 1);
  });

  it('wait twice as long each time, half of it left to chance, never more than five seconds', () => {
    const least = [1, 2, 3, 4, 5, 10].map((failures) => backoffMs(failures, RETRY_BACKOFF, 0));
    const most = [1, 2, 3, 4, 5, 10].map((failures) => backoffMs(failures, RETRY_BACKOFF, 1));
    assert.deepEqual(least, [125, 250, 500, 1000, 2000, 2500]);
    assert.deepEqual(most, [250, 500, 1000, 2000, 4000, 5000]);
  });
});

describe('timeout', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  /** Never answers; hears, or does not hear, that it is given up. */
  const silent = (hears: boolean) => {
    const signals: AbortSignal[] = [];
    const fetch: typeof globalThis.fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        const { signal } = init ?? {};
        if (signal) signals.push(signal);
        if (hears) signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      });
    return { signals, fetch };
  };

  for (const hears of [true, false]) {
    it(`gives an attempt up, with a fetch that ${hears ? 'hears' : 'does not hear'} of it`, async () => {
      const { signals, fetch } = silent(hears);
      const call = make({ fetch, timeout: 500 }).profile();
      assert.equal(await outcomeOf(call), 'timeout');
      assert.equal(signals[0]?.aborted, true);
    });
  }

  for (const [timeout, ms] of [
    [undefined, 10_000],
    [0, 10_000],
    [-1, 10_000],
    [Number.NaN, 10_000],
    [250, 250],
  ] as const) {
    it(`is ${ms} ms where ${timeout} is given`, async () => {
      const { signals, fetch } = silent(true);
      const call = make({ fetch, timeout }).profile();
      const outcome = call.catch(({ code }: BytedeskError) => code);
      while (signals.length === 0) await new Promise((resolve) => setImmediate(resolve));
      mock.timers.tick(ms - 1);
      assert.equal(signals[0]?.aborted, false);
      mock.timers.tick(1);
      assert.equal(await outcome, 'timeout');
    });
  }

  it('of more than a timer can wait does not end at once', async () => {
    const { log, fetch } = answering(good);
    assert.equal(await outcomeOf(make({ fetch, timeout: Number.POSITIVE_INFINITY }).profile()), 'resolved');
    assert.equal(log.length, 1);
  });

  it('counts the body, too', async () => {
    const slowBody = new Response(new ReadableStream({ start: () => undefined }));
    const call = make({ fetch: async () => slowBody, timeout: 500 }).profile();
    assert.equal(await outcomeOf(call), 'timeout');
  });

  it('leaves no timer behind', async () => {
    mock.timers.reset();
    const { fetch } = answering(good);
    await make({ fetch }).profile();
    assert.ok(!process.getActiveResourcesInfo().includes('Timeout'));
  });
});

describe('signal', () => {
  it('that was aborted before sends nothing', async () => {
    const { log, fetch } = answering(good);
    const calls: ((client: DeskClient, signal: AbortSignal) => Promise<unknown>)[] = [
      (client, signal) => client.login({}, { signal }),
      (client, signal) => client.loginWithToken('T', { signal }),
      (client, signal) => client.captcha({ signal }),
      (client, signal) => client.profile({ signal }),
      (client, signal) => client.get('/api/v1/x', { signal }),
      (client, signal) => client.post('/api/v1/x', {}, { signal }),
      (client, signal) => client.put('/api/v1/x', {}, { signal }),
      (client, signal) => client.delete('/api/v1/x', { signal }),
      (client, signal) => client.tickets.query({}, { signal }),
      (client, signal) => client.tickets.create({}, { signal }),
      (client, signal) => client.tickets.update({ uid: 'x' }, { signal }),
      (client, signal) => client.tickets.delete('x', { signal }),
      (client, signal) => client.logout({ signal }),
    ];
    for (const call of calls) {
      const error: unknown = await call(make({ fetch }), AbortSignal.abort('secret')).catch(
        (e: unknown) => e,
      );
      assert.ok(error instanceof BytedeskError);
      assert.deepEqual([error.code, error.cause], ['aborted', undefined]);
    }
    assert.deepEqual(log, []);
  });

  it('that was aborted before asks the provider for nothing', async () => {
    const tokenProvider = (): Promise<string> => assert.fail('asked');
    const client = new DeskClient({ api, tokenProvider });
    const error: unknown = await client.profile({ signal: AbortSignal.abort() }).catch((e: unknown) => e);
    assert.ok(error instanceof BytedeskError);
    assert.equal(error.code, 'aborted');
  });
});
