import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { settle } from './fake-platform.js';
import { DAY, HOUR, MINUTE, Scene, token } from './session-scene.js';

const { fetch, crypto } = globalThis;

// A hash is computed in another thread, for which a clock that the test drives does not wait.
beforeEach(() => Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true }));

afterEach(() => {
  globalThis.fetch = fetch;
  Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
});

/** One true time, at the desk, and how far the other clocks are from it. */
interface Case {
  readonly page: number;
  readonly host: number;
  /** How far the desk's own clock is, by which it issues tokens and ends them. */
  readonly desk?: number;
  /** How old the token is that the endpoint gives. */
  readonly age?: number;
  readonly life?: number;
}

/** A session whose page and host have clocks of their own, and whose endpoint gives a token that the desk takes. */
async function begin({ page, host, desk = 0, age = 0, life = HOUR }: Case): Promise<Scene> {
  const scene = new Scene({ joins: false });
  const start = scene.now;
  scene.platform.wall = start + page;
  globalThis.fetch = async () => {
    const trueNow = start + scene.platform.steady;
    const issued = trueNow + desk - age;
    const accessToken = token({ iat: issued, exp: issued + life, serial: scene.platform.steady + 1 });
    const headers = { date: new Date(trueNow + host).toUTCString() };
    return Object.defineProperty(Response.json({ accessToken }, { headers }), 'type', { value: 'basic' });
  };
  scene.session.setSource({ ...scene.settings(null), tokenUrl: 'https://host.example.com/token' });
  scene.session.add(scene.witness);
  await settle();
  return scene;
}

/** When the token in use ends, in milliseconds from now, by the session's own clock. */
async function lifeLeft(scene: Scene): Promise<number> {
  let left = 0;
  globalThis.fetch = () => new Promise(() => undefined);
  while (scene.session.isFresh(left + MINUTE)) left += MINUTE;
  return left;
}

describe('clocks that are wrong', () => {
  const hours = [-26, -8, -1, 1, 8, 26].map((count) => count * HOUR);
  const minutes = [-20, -2, 2, 20].map((count) => count * MINUTE);

  for (const wrong of [0, ...hours, ...minutes]) {
    const by = `${wrong / HOUR} h`;
    for (const life of [HOUR, DAY, 30 * DAY]) {
      it(`a new token for ${life / HOUR} h is taken with its whole life, host off by ${by}`, async () => {
        const scene = await begin({ page: 0, host: wrong, life });
        assert.equal(scene.session.state, 'live');
        assert.ok(Math.abs((await lifeLeft(scene)) - life) <= 6 * MINUTE);
      });

      it(`a new token for ${life / HOUR} h is taken with its whole life, page off by ${by}`, async () => {
        const scene = await begin({ page: wrong, host: 0, life });
        assert.equal(scene.session.state, 'live');
        assert.ok(Math.abs((await lifeLeft(scene)) - life) <= 6 * MINUTE);
      });
    }
  }

  for (const [page, host] of [
    [8 * HOUR, -8 * HOUR],
    [-8 * HOUR, 8 * HOUR],
    [30 * HOUR, 8 * HOUR],
    [-30 * HOUR, -8 * HOUR],
  ] as const) {
    it(`a new token is taken where page (${page / HOUR} h) and host (${host / HOUR} h) are both wrong`, async () => {
      const scene = await begin({ page, host });
      assert.equal(scene.session.state, 'live');
      assert.ok((await lifeLeft(scene)) >= HOUR - 6 * MINUTE);
    });
  }

  for (const [name, given, least] of [
    ['host ahead', { page: 0, host: 8 * HOUR }, 20],
    ['host behind', { page: 0, host: -8 * HOUR }, 20],
    ['page ahead', { page: 8 * HOUR, host: 0 }, 20],
    ['page behind', { page: -8 * HOUR, host: 0 }, 20],
    ['nobody wrong', { page: 0, host: 0 }, 20],
  ] as const) {
    it(`a token from a cache, half its life old, keeps the rest of its life: ${name}`, async () => {
      const scene = await begin({ ...given, age: 30 * MINUTE });
      assert.equal(scene.session.state, 'live');
      const left = await lifeLeft(scene);
      assert.ok(left >= least * MINUTE && left <= 36 * MINUTE, `${left / MINUTE} min`);
    });

    it(`a token from a cache that lives for a day more is not told as ended: ${name}`, async () => {
      const scene = await begin({ ...given, age: 12 * HOUR, life: 36 * HOUR });
      assert.ok((await lifeLeft(scene)) >= 24 * HOUR - 6 * MINUTE);
    });
  }

  for (const desk of [-8 * HOUR, -20 * MINUTE, 20 * MINUTE, 8 * HOUR]) {
    it(`a new token outlives a desk's clock that is off by ${desk / HOUR} h, and is told to end no later`, async () => {
      const scene = await begin({ page: 0, host: 0, desk, life: DAY });
      assert.equal(scene.session.state, 'live');
      const left = await lifeLeft(scene);
      const expected = DAY + Math.min(desk, 0);
      assert.ok(Math.abs(left - expected) <= 6 * MINUTE, `${left / HOUR} h`);
    });
  }

  it('refuse a new token of a desk that is behind by more than its life, where page and host agree', async () => {
    const scene = await begin({ page: 0, host: 0, desk: -2 * HOUR });
    await scene.pass(MINUTE);
    assert.equal(scene.session.problem?.code, 'token-source-failed');
  });

  it('do not make a token alive that page and host agree to have ended', async () => {
    const scene = await begin({ page: 0, host: 0, age: 2 * HOUR });
    await scene.pass(MINUTE);
    assert.equal(scene.session.problem?.code, 'token-source-failed');
  });

  it('renew a token in time, and ask no more often than needed', async () => {
    for (const given of [
      { page: 0, host: 8 * HOUR },
      { page: 8 * HOUR, host: 0 },
      { page: -8 * HOUR, host: 0 },
      { page: 0, host: -8 * HOUR },
    ]) {
      const scene = await begin(given);
      let asked = 0;
      const { fetch: answer } = globalThis;
      globalThis.fetch = (...call) => ((asked += 1), answer(...call));
      await scene.pass(6 * HOUR);
      assert.equal(scene.session.state, 'live');
      assert.ok(asked >= 5 && asked <= 7, `${asked} requests`);
      assert.deepEqual(
        scene.log.filter((entry) => /expired|failed/.test(entry)),
        [],
      );
    }
  });
});
