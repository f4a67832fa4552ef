import assert from 'node:assert/strict';
import { it } from 'node:test';
import { endpointSuite } from './endpoint-suite.js';
import { eventually, Farm } from './farm.js';
import { withoutRunTime } from './run-times.js';

const skip = withoutRunTime('workerd');

endpointSuite('workerd', skip);

it(
  'a worker stays awake for a login that the desk answers after the page has been told',
  { skip },
  async () => {
    const farm = await Farm.start('workerd', { timeout: 0.4 });
    try {
      const user = farm.user();
      farm.desk.set({ slow: 1500 });
      assert.equal((await farm.token(user)).status, 504);
      await eventually(async () => (await farm.eventsOf(user)).includes('token'), 'the late token');
      assert.equal((await farm.token(user)).status, 200);
      assert.equal(farm.count('login'), 1);
    } finally {
      await farm.close();
    }
  },
);
