import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { endpointSuite } from './endpoint-suite.js';
import { Farm } from './farm.js';
import { withoutRedis } from './redis.js';

endpointSuite('redis cluster', withoutRedis);

describe('a cluster of Redis nodes', { skip: withoutRedis }, () => {
  let farm: Farm;

  before(async () => {
    farm = await Farm.start('redis cluster');
  });

  after(() => farm.close());

  it('holds users on all of its nodes, with one login for each', async () => {
    const users = Array.from({ length: 30 }, () => farm.user());
    const tokens = await Promise.all(users.map((user) => farm.token(user, undefined, 0)));
    const again = await Promise.all(users.map((user) => farm.token(user, undefined, 1)));
    assert.deepEqual(
      again.map(({ body }) => body.accessToken),
      tokens.map(({ body }) => body.accessToken),
    );
    const held = farm.cluster
      ?.keys()
      .map((names) => names.filter((name) => name.startsWith('bytedesk:token:')));
    assert.ok(
      held?.every((names) => names.length > 0),
      JSON.stringify(held),
    );
    assert.equal(held?.flat().length, users.length);
    assert.equal(farm.count('login'), users.length);
  });
});
