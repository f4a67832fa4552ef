import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { createLogoutHandler, createTokenHandler, type TokenEndpointOptions } from '../../src/server.js';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { eventually } from './farm.js';

// A storage that machines share, with a driver that knows no lock.
const shared = new Map<string, unknown>();
const storage = {
  getItem: async (key: string) => shared.get(key) ?? null,
  setItem: async (key: string, value: unknown) => void shared.set(key, value),
  removeItem: async (key: string) => void shared.delete(key),
};

let desk: StandInDesk;

before(async () => {
  desk = await createStandInDesk();
});

after(() => desk.close());

const machine = (): TokenEndpointOptions => ({
  api: desk.api,
  authorize: () => ({ id: 'somebody' }),
  credentials: () => ({ username: 'agent@example.com', password: 'not-a-secret-agent' }),
  storage,
  encryptionKey: new Uint8Array(32),
});

const ask = (body: object): Request =>
  new Request('https://crm.example.com/desk/token', {
    method: 'POST',
    headers: { origin: 'https://crm.example.com', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

it('takes a login back that was on its way when the user signed out on another machine without a lock', async () => {
  const [one, two] = [machine(), machine()];
  desk.set({ slow: 200 });
  const coming = createTokenHandler(one)(ask({ reason: 'initial', expiresAt: null }));
  const logins = (): number => desk.requests().filter(({ path }) => path === '/auth/v1/login').length;
  await eventually(() => logins() === 1, 'the login');
  assert.equal((await createLogoutHandler(two)(ask({}))).status, 204);
  assert.equal((await coming).status, 401);
  assert.deepEqual(
    desk.snapshot().tokens.map(({ revoked }) => revoked),
    [true],
  );
  desk.set({ slow: 0 });
  const next = await createTokenHandler(two)(ask({ reason: 'initial', expiresAt: null }));
  assert.equal(next.status, 200);
});
