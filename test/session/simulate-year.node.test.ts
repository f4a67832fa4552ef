import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY, HOUR } from './session-scene.js';
import { simulateYear } from './simulate-year.js';

// A week of the year whose table stands in docs/session.md; `npm run simulate` makes all of it.
describe('five tabs on a laptop that sleeps every night', () => {
  for (const [name, lifeMs] of [
    ['an hour', HOUR],
    ['a day', DAY],
    ['30 days', 30 * DAY],
    ['365 days', 365 * DAY],
  ] as const) {
    it(`make the renewals that are needed and no other, with tokens that live ${name}`, async () => {
      const { requests, renewals, needed, unseen, ends, minutesWithout } = await simulateYear({
        lifeMs,
        days: 7,
      });
      assert.equal(renewals, needed);
      assert.equal(requests, needed + 5);
      assert.deepEqual([unseen, ends, minutesWithout], [0, 0, 0]);
    });
  }

  it('get by with a token URL that fails three times in ten', async () => {
    const { requests, renewals, needed, unseen, ends } = await simulateYear({
      lifeMs: HOUR,
      days: 7,
      failing: 0.3,
    });
    assert.ok(requests < 2 * (needed + 5), `${requests} requests for ${needed} renewals`);
    assert.ok(renewals <= needed, `${renewals} renewals of ${needed}`);
    assert.ok(ends < needed / 10, `${ends} ends`);
    assert.equal(unseen, 0);
  });
});
