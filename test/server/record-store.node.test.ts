import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { Keyring, type UserKey } from '../../src/server/place.js';
import { RecordStore } from '../../src/server/record-store.js';
import { SharedStore } from '../../src/server/shared-store.js';
import { EMPTY_RECORD, type KeptToken, withToken } from '../../src/server/user-record.js';

const GRACE_MS = 60_000;
/** Longer than a storage that has failed is left in peace. */
const REST_MS = 6000;

describe('the records of a shared storage', () => {
  let nowMs: number;
  let isDown: boolean;
  let items: Map<string, unknown>;
  let key: UserKey;
  /** As two processes would have one each. */
  let makeRecords: () => RecordStore;

  const token = (name: string): KeptToken => ({
    accessToken: name,
    hash: name,
    loggedInAtMs: nowMs,
    expiresAtMs: nowMs + 1e9,
    endsAtMs: nowMs + 1e9,
  });
  const namesOf = (record: { retired: readonly { accessToken: string }[] }): string[] =>
    record.retired.map(({ accessToken }) => accessToken);
  const fail = (): void => {
    if (isDown) throw new Error('down');
  };

  beforeEach(async () => {
    [nowMs, isDown, items] = [1e12, false, new Map()];
    const keyring = new Keyring([new Uint8Array(32).fill(1)]);
    key = { user: 'one', places: await keyring.placesOf('user', 'one') };
    const storage = {
      async getItem(name: string) {
        fail();
        return items.get(name) ?? null;
      },
      async setItem(name: string, value: string) {
        fail();
        items.set(name, value);
      },
      async removeItem(name: string) {
        fail();
        items.delete(name);
      },
    };
    makeRecords = () => {
      const shared = { log: () => {}, now: () => nowMs };
      const store = new SharedStore({ storage, ...shared });
      return new RecordStore({ store, ...shared, signOutKeptMs: 1e6, graceMs: GRACE_MS });
    };
  });

  it('are not replaced by one that was begun while the storage was away', async () => {
    const records = makeRecords();
    await records.gather(key);
    await records.write(key, withToken(EMPTY_RECORD, token('first'), 0));
    isDown = true;
    const { record } = await records.gather(key);
    assert.equal(record.current, null);
    // It is back before the login is done that was begun without it.
    nowMs += REST_MS;
    isDown = false;
    await records.write(key, withToken(record, token('second'), 0));
    const both = (await records.gather(key)).record;
    assert.equal(both.current?.accessToken, 'second');
    assert.deepEqual(namesOf(both), ['first']);
    // And it is stored now, for other machines.
    assert.deepEqual(namesOf((await makeRecords().gather(key)).record), ['first']);
  });

  it('get back what the process has made, each time that they lose it, due when it was due at first', async () => {
    const records = makeRecords();
    await records.gather(key);
    records.remember(key, token('mine'));
    const dueMs = nowMs + GRACE_MS;
    for (let loss = 0; loss < 3; loss += 1) {
      items.clear();
      const { record } = await records.gather(key);
      assert.deepEqual(
        record.retired.map(({ accessToken, revokeAtMs }) => [accessToken, revokeAtMs]),
        [['mine', dueMs]],
      );
      nowMs += 1000;
    }
    records.forgetToken(key, 'mine');
    items.clear();
    assert.deepEqual((await records.gather(key)).record, EMPTY_RECORD);
    assert.deepEqual(records.held, []);
  });
});
