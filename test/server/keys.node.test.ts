import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  createLogoutHandler,
  createTokenHandler,
  type LogEvent,
  type RequestHandler,
  type TokenEndpointOptions,
} from '../../src/server.js';
import { Sealer } from '../../src/server/sealer.js';
import { AGENT, stoppedClock, withDesk } from '../testing/desk-client.js';
import { eventually } from './farm.js';

const HOST = 'https://crm.example.com';
const OLD = Buffer.alloc(32, 1).toString('base64url');
const NEW = Buffer.alloc(32, 2).toString('base64url');
const NEXT = new Uint8Array(32).fill(3);

interface Machine {
  readonly token: () => Promise<string>;
  readonly logout: () => Promise<number>;
  readonly log: LogEvent[];
}

interface Machines {
  /** Starts a machine with these keys, also in place of an earlier one. */
  readonly machine: (
    encryptionKey: TokenEndpointOptions['encryptionKey'],
    change?: Partial<TokenEndpointOptions>,
  ) => Machine;
  readonly items: Map<string, string>;
  readonly logins: () => number;
  readonly isAlive: (token: string) => Promise<boolean>;
  readonly pass: (seconds: number) => void;
}

/** Gives a test one desk and one storage, with machines that it can start anew. */
async function withMachines(use: (machines: Machines) => Promise<void>): Promise<void> {
  const { now, pass } = stoppedClock();
  await withDesk({ now }, async (desk) => {
    const items = new Map<string, string>();
    const storage = {
      getItem: async (key: string) => items.get(key) ?? null,
      setItem: async (key: string, value: string) => void items.set(key, value),
      removeItem: async (key: string) => void items.delete(key),
    };
    const machine: Machines['machine'] = (encryptionKey, change) => {
      const log: LogEvent[] = [];
      const options: TokenEndpointOptions = {
        api: desk.api,
        authorize: () => ({ id: 'one' }),
        credentials: () => AGENT,
        grace: 0,
        storage,
        encryptionKey,
        now,
        log: (event) => void log.push(event),
        ...change,
      };
      const post = (handle: RequestHandler): Promise<Response> => {
        const headers = { origin: HOST, 'content-type': 'application/json' };
        return handle(new Request(`${HOST}/desk`, { method: 'POST', headers, body: '{"reason":"initial"}' }));
      };
      const token = createTokenHandler(options);
      const logout = createLogoutHandler(options);
      return {
        token: async () => {
          const answer = await post(token);
          const body = (await answer.json()) as { accessToken: string };
          assert.equal(answer.status, 200, JSON.stringify(body));
          return body.accessToken;
        },
        logout: async () => (await post(logout)).status,
        log,
      };
    };
    const isAlive = async (token: string): Promise<boolean> => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${desk.api}/api/v1/user/profile`, { headers })).status === 200;
    };
    const logins = (): number => desk.requests().filter(({ path }) => path === '/auth/v1/login').length;
    await use({ machine, items, logins, isAlive, pass });
  });
}

describe('a new encryptionKey in front of the old one', () => {
  it('finds the token that the old one has encrypted, and brings it under the new one', async () => {
    await withMachines(async ({ machine, items, logins }) => {
      const token = await machine(OLD).token();
      const [oldName] = items.keys();
      const next = machine([NEW, OLD]);
      assert.equal(await next.token(), token);
      assert.equal(items.size, 1);
      assert.notEqual([...items.keys()][0], oldName);
      assert.equal(await next.token(), token);
      // The old one is not needed any more for this user.
      assert.equal(await machine(NEW).token(), token);
      assert.equal(logins(), 1);
      assert.ok(next.log.every(({ type }) => type !== 'storage-unreadable'));
    });
  });

  it('finds it under the oldest of many', async () => {
    await withMachines(async ({ machine, logins }) => {
      const token = await machine(OLD).token();
      assert.equal(await machine([NEXT, NEW, OLD]).token(), token);
      assert.equal(await machine(NEXT).token(), token);
      assert.equal(logins(), 1);
    });
  });

  it('revokes it on sign-out, whether it was asked for since or not', async () => {
    for (const isAsked of [true, false]) {
      await withMachines(async ({ machine, items, isAlive }) => {
        const token = await machine(OLD).token();
        const next = machine([NEW, OLD]);
        if (isAsked) await next.token();
        assert.equal(await next.logout(), 204);
        assert.equal(await isAlive(token), false);
        assert.deepEqual(
          [...items.keys()].filter((name) => name.startsWith('bytedesk:token:')),
          [],
        );
      });
    }
  });

  it('replaces and revokes it after maxAge, however that was shortened', async () => {
    await withMachines(async ({ machine, isAlive, pass }) => {
      const token = await machine(OLD).token();
      pass(400);
      const hurried = machine([NEW, OLD], { maxAge: 300 });
      const fresh = await hurried.token();
      assert.notEqual(fresh, token);
      await hurried.logout();
      assert.deepEqual([await isAlive(token), await isAlive(fresh)], [false, false]);
    });
  });

  it('hears of sign-outs on machines that do not have it yet, and they of its own', async () => {
    await withMachines(async ({ machine, isAlive, pass, logins }) => {
      const [first, second] = [machine([OLD, NEW]), machine([NEW, OLD])];
      const token = await first.token();
      for (let round = 0; round < 3; round += 1) {
        assert.equal(await second.token(), token);
        assert.equal(await first.token(), token);
      }
      assert.equal(logins(), 1);
      await second.logout();
      assert.equal(await isAlive(token), false);
      pass(3);
      const next = await first.token();
      assert.equal(await second.token(), next);
      await first.logout();
      assert.equal(await isAlive(next), false);
    });
  });

  it('keeps counting refused logins', async () => {
    await withMachines(async ({ machine, logins }) => {
      const credentials = () => ({ ...AGENT, password: 'not-a-secret-wrong' });
      for (const keys of [OLD, [NEW, OLD], [NEXT, NEW, OLD], [NEXT, NEW]])
        await assert.rejects(machine(keys, { credentials }).token(), /403|login-failed/);
      assert.equal(logins(), 2);
    });
  });
});

describe('a key that leaked, by the guide', () => {
  it('opens nothing of those who came back, and what a thief had read of them is over', async () => {
    await withMachines(async ({ machine, items, isAlive, pass, logins }) => {
      /** What somebody reads who has the old key and the storage. */
      const readByThief = async (): Promise<unknown[]> => {
        const thief = new Sealer(new Uint8Array(32).fill(1));
        const values = [...items].map(([name, text]) => thief.open(name, text));
        return (await Promise.all(values)).filter((value) => value !== undefined);
      };
      const stolen = await machine(OLD).token();
      assert.ok(JSON.stringify(await readByThief()).includes(stolen));
      pass(400);
      // The new key in front, and a short maxAge for a day.
      const fresh = await machine([NEW, OLD], { maxAge: 300 }).token();
      await eventually(async () => !(await isAlive(stolen)), 'the end of the stolen token');
      assert.ok(items.size > 0);
      assert.deepEqual(await readByThief(), []);
      // The old key goes, and nothing is missing.
      assert.equal(await machine(NEW).token(), fresh);
      assert.equal(logins(), 2);
    });
  });
});

describe('a new encryptionKey alone', () => {
  it('opens nothing that another one has encrypted', async () => {
    await withMachines(async ({ machine, pass, logins }) => {
      const token = await machine(OLD).token();
      pass(2);
      assert.notEqual(await machine(NEW).token(), token);
      assert.equal(logins(), 2);
    });
  });
});
