import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Recent } from '../../src/server/recent.js';
import { Sealer } from '../../src/server/sealer.js';

const secret = (fill: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(fill);

for (const [kind, make] of [
  ['with a key', () => new Sealer(secret(1))],
  ['without one', () => new Sealer(undefined)],
] as const) {
  describe(`a sealer ${kind}`, () => {
    it('opens what stands there now, not what stood there when it last looked', async () => {
      const sealer = make();
      const [one, other] = [await sealer.seal('name', { at: 1 }), await sealer.seal('name', { at: 2 })];
      assert.deepEqual(await sealer.open('name', one), { at: 1 });
      assert.deepEqual(await sealer.open('name', other), { at: 2 });
      assert.deepEqual(await sealer.open('name', one), { at: 1 });
    });

    it('opens nothing under a name that it was not sealed for, also after it was opened under its own', async () => {
      const sealer = make();
      const sealed = await sealer.seal('name', { at: 1 });
      await sealer.open('name', sealed);
      assert.equal(await sealer.open('other', sealed), undefined);
    });

    it('gives a name the same hash each time, and each name its own', async () => {
      const sealer = make();
      const long = 'x'.repeat(300);
      const names = [['user', 'a'], ['user', 'b'], ['user', 'a', ''], [long], [`${long}x`]];
      const hashes = await Promise.all(names.map((parts) => sealer.nameOf(...parts)));
      assert.equal(new Set(hashes).size, names.length);
      assert.deepEqual(await Promise.all(names.map((parts) => sealer.nameOf(...parts))), hashes);
    });
  });
}

describe('a sealer', () => {
  it('opens nothing of another key, nor what nobody sealed', async () => {
    const sealed = await new Sealer(secret(2)).seal('name', 1);
    for (const given of [sealed, 'text', 7, {}, String(sealed).replace(/.$/, '*')])
      assert.equal(await new Sealer(secret(1)).open('name', given), undefined);
  });

  it('does no cryptography for what it has just opened', async (t) => {
    const sealer = new Sealer(secret(1));
    const sealed = await sealer.seal('name', { at: 1 });
    await sealer.open('name', sealed);
    const used = [t.mock.method(crypto.subtle, 'decrypt'), t.mock.method(crypto.subtle, 'importKey')];
    await sealer.open('name', sealed);
    assert.deepEqual(
      used.map(({ mock }) => mock.callCount()),
      [0, 0],
    );
  });
});

describe('what is held of late', () => {
  it('lets the oldest go', () => {
    const recent = new Recent<number>(2);
    for (const [at, name] of ['a', 'b', 'a', 'c'].entries()) recent.set(name, at);
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => recent.get(name)),
      [2, undefined, 3],
    );
  });
});
