import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLogoutHandler, createTokenHandler, type TokenEndpointOptions } from '../../src/server.js';
import { AGENT, stoppedClock, withDesk } from '../testing/desk-client.js';
import { eventually, Farm } from './farm.js';
import { withoutRedis } from './redis.js';

const HOST = 'https://crm.example.com';
const KEYS = [1, 2].map((byte) => new Uint8Array(32).fill(byte));

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly retryAfter: number;
}

interface Machine {
  readonly ask: (body?: object, signal?: AbortSignal) => Promise<Answer>;
  readonly signOut: () => Promise<number>;
}

interface Parts {
  /** Starts a machine for the user `one`; those with a key share a storage. */
  readonly machine: (change?: Partial<TokenEndpointOptions>) => Machine;
  /** Takes the storage away, or gives it back. */
  readonly takeStorage: (isTaken: boolean) => void;
  readonly pass: (seconds: number) => void;
  readonly logins: () => number;
  readonly fail: (isFailing: boolean) => void;
}

async function withMachines(use: (parts: Parts) => Promise<void>): Promise<void> {
  const { now, pass } = stoppedClock();
  await withDesk({ now }, async (desk) => {
    const items = new Map<string, string>();
    let isTaken = false;
    const check = (): void => {
      if (isTaken) throw new Error('away');
    };
    const storage = {
      getItem: async (key: string) => (check(), items.get(key) ?? null),
      setItem: async (key: string, value: string) => (check(), void items.set(key, value)),
      removeItem: async (key: string) => (check(), void items.delete(key)),
    };
    const machine: Parts['machine'] = (change = {}) => {
      const options: TokenEndpointOptions = {
        api: desk.api,
        authorize: ({ headers }) => ({ id: headers.get('x-user') ?? 'one' }),
        credentials: () => AGENT,
        now,
        ...(change.encryptionKey && { storage }),
        ...change,
      };
      const [token, logout] = [createTokenHandler(options), createLogoutHandler(options)];
      const post = (body: object, signal?: AbortSignal): Request =>
        new Request(HOST, {
          method: 'POST',
          headers: { origin: HOST, 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal,
        });
      return {
        async ask(body = { reason: 'initial' }, signal) {
          const { status, headers, ...answer } = await token(post(body, signal)).then(async (response) => ({
            status: response.status,
            headers: response.headers,
            ...((await response.json()) as { code?: string }),
          }));
          return { status, code: answer.code, retryAfter: Number(headers.get('retry-after')) };
        },
        signOut: async () => (await logout(post({}))).status,
      };
    };
    await use({
      machine,
      takeStorage: (taken) => (isTaken = taken),
      pass,
      logins: () => desk.requests().filter(({ path }) => path === '/auth/v1/login').length,
      fail: (isFailing) => desk.set({ fail: isFailing ? { as: 500, path: '/auth/' } : null }),
    });
  });
}

/** Asks and signs out again and again. @returns the statuses of the answers */
async function loop(machines: readonly Machine[], rounds: number, body?: object): Promise<number[]> {
  const statuses: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const machine = machines[round % machines.length]!;
    statuses.push((await machine.ask(body)).status);
    assert.equal(await machine.signOut(), 204);
  }
  return statuses;
}

const count = (statuses: readonly number[], status: number): number =>
  statuses.filter((one) => one === status).length;

describe('a user who asks for logins again and again', () => {
  it('gets twenty a minute by signing out, and can sign out all the same', async () => {
    await withMachines(async ({ machine, pass, logins }) => {
      const one = machine();
      assert.deepEqual(await loop([one], 30), [...Array(20).fill(200), ...Array(10).fill(429)]);
      assert.equal(logins(), 20);
      pass(20);
      const { code, retryAfter } = await one.ask();
      assert.deepEqual([code, retryAfter], ['too-many-requests', 40]);
      pass(40);
      assert.equal((await one.ask()).status, 200);
    });
  });

  it('gets as many as the host says', async () => {
    await withMachines(async ({ machine, logins }) => {
      assert.equal(count(await loop([machine({ loginsPerMinute: 3 })], 9), 200), 3);
      assert.equal(logins(), 3);
    });
  });

  it('takes none from others', async () => {
    await withMachines(async ({ machine }) => {
      let id = 'one';
      const one = machine({ authorize: () => ({ id }) });
      await loop([one], 25);
      id = 'other';
      assert.equal((await one.ask()).status, 200);
    });
  });

  for (const reason of ['initial', 'renew', 'rejected'] as const) {
    for (const [what, tokenHash] of [
      ['no hash', undefined],
      ['a wrong hash', '0'.repeat(64)],
    ]) {
      it(`gets no more with the reason ${reason} and ${what}`, async () => {
        await withMachines(async ({ machine, logins }) => {
          const mixed = machine();
          await loop([mixed], 10, { reason, tokenHash });
          for (const other of ['rejected', 'initial', 'renew', 'rejected'])
            await loop([mixed], 10, { reason: other, expiresAt: '2020-01-01T00:00:00Z', tokenHash });
          assert.equal(logins(), 20);
        });
      });
    }
  }

  it('gets no more in many tabs at once', async () => {
    await withMachines(async ({ machine, logins }) => {
      const one = machine();
      for (let round = 0; round < 30; round += 1) {
        await Promise.all(Array.from({ length: 8 }, () => one.ask()));
        assert.equal(await one.signOut(), 204);
      }
      assert.equal(logins(), 20);
    });
  });

  it('gets no more by leaving before the answer', async () => {
    await withMachines(async ({ machine, logins }) => {
      const one = machine();
      for (let round = 0; round < 30; round += 1) {
        const [before, leaving] = [logins(), new AbortController()];
        let isAnswered = false;
        const asked = one.ask({ reason: 'initial' }, leaving.signal).finally(() => (isAnswered = true));
        await eventually(() => isAnswered || logins() > before, 'a login or a refusal');
        leaving.abort();
        await asked;
        assert.equal(await one.signOut(), 204);
      }
      assert.equal(logins(), 20);
    });
  });

  it('gets no more from a desk that fails', async () => {
    await withMachines(async ({ machine, logins, fail }) => {
      fail(true);
      const one = machine();
      const statuses: number[] = [];
      for (let round = 0; round < 30; round += 1) statuses.push((await one.ask()).status);
      assert.deepEqual([count(statuses, 502), count(statuses, 429), logins()], [20, 10, 20]);
    });
  });

  it('hears that the password is wrong, and not that there were too many, where nothing goes to the desk', async () => {
    await withMachines(async ({ machine, logins }) => {
      const one = machine({ credentials: () => ({ ...AGENT, password: 'not-a-secret-wrong' }) });
      const statuses = await loop([one], 30);
      assert.equal(count(statuses, 403), 30);
      assert.equal(logins(), 2);
    });
  });

  it('gets twenty from all machines together', async () => {
    await withMachines(async ({ machine, logins, pass }) => {
      const [encryptionKey] = KEYS;
      const machines = [machine({ encryptionKey }), machine({ encryptionKey })];
      // Their sign-outs are so far apart that the order is certain.
      const statuses: number[] = [];
      for (let round = 0; round < 20; round += 1) {
        statuses.push(...(await loop([machines[round % 2]!], 2)));
        pass(2.5);
      }
      assert.ok(logins() <= 20, `${logins()}: ${statuses.join()}`);
    });
  });

  it('gets twenty across a new key, and a restart', async () => {
    await withMachines(async ({ machine, logins }) => {
      const [old, fresh] = KEYS as [Uint8Array, Uint8Array];
      await loop([machine({ encryptionKey: old })], 15);
      assert.equal(logins(), 15);
      const next = machine({ encryptionKey: [fresh, old] });
      for (let round = 0; round < 10; round += 1) {
        await next.ask();
        await next.signOut();
      }
      assert.equal(logins(), 20);
    });
  });

  it('gets twenty from each machine while the storage is away', async () => {
    await withMachines(async ({ machine, logins, takeStorage }) => {
      takeStorage(true);
      await loop([machine({ encryptionKey: KEYS[0] })], 30);
      assert.equal(logins(), 20);
    });
  });
});

describe('tokens that end soon', () => {
  it('are replaced more often than that', async () => {
    await withMachines(async ({ machine, logins, pass }) => {
      const one = machine({ maxAge: 2 });
      for (let round = 0; round < 30; round += 1) {
        assert.equal((await one.ask()).status, 200);
        pass(2);
      }
      assert.equal(logins(), 30);
    });
  });

  it('are not replaced in a loop', async () => {
    await withMachines(async ({ machine, logins, pass }) => {
      const one = machine({ maxAge: 0.1 });
      const statuses: number[] = [];
      for (let round = 0; round < 100; round += 1) {
        statuses.push((await one.ask()).status);
        pass(0.1);
      }
      // The first one is no renewal.
      assert.deepEqual([count(statuses, 200), logins()], [61, 61]);
      pass(60);
      assert.equal((await one.ask()).status, 200);
    });
  });
});

describe('two processes with one Redis', { skip: withoutRedis }, () => {
  it('give a user twenty logins a minute together', async () => {
    const farm = await Farm.start('redis');
    try {
      const [user, statuses] = [farm.user(), [] as number[]];
      for (let round = 0; round < 30; round += 1) {
        // The clocks say for certain what came first.
        await farm.pass(1);
        const host = Math.floor(round / 15);
        if (round === 15) await farm.pass(2);
        statuses.push((await farm.token(user, undefined, host)).status);
        assert.equal((await farm.logout(user, host)).status, 204);
      }
      assert.deepEqual(statuses, [...Array(20).fill(200), ...Array(10).fill(429)]);
      assert.equal(farm.count('login'), 20);
    } finally {
      await farm.close();
    }
  });
});
