import { setTimeout as pause } from 'node:timers/promises';
import { Farm } from '../server/farm.js';
import { withoutRedis } from '../server/redis.js';
import { figure, tally, type Bench, type Row } from './bench.js';
import { fill, load } from './load.js';
import { endWithoutOrphans } from './orphans.js';

/** Two processes that share a Redis, which is then killed and comes back with nothing in it. */
export const bench: Bench = {
  name: 'endpoint-redis',
  async run({ isQuick, seconds = isQuick ? 2 : 10 }) {
    if (withoutRedis) return [{ what: 'two processes', value: `skipped: ${withoutRedis}` }];
    const users = Array.from({ length: 100 }, (_, at) => `u${at}`);
    const farm = await Farm.start('redis', { grace: 1, timeout: 3 }, { users });
    try {
      const rows: Row[] = [];
      for (const url of farm.urls) await fill(url, users.length);
      rows.push({
        what: 'logins for 100 users asked for by two processes',
        value: figure(farm.count('login')),
        goal: '100',
        isMet: farm.count('login') === 100,
      });
      const both = await Promise.all(
        farm.urls.map((url) => load({ url, path: '/desk/token', users: users.length, seconds })),
      );
      const perSecond = both.reduce((sum, one) => sum + one.perSecond, 0);
      const p99Ms = Math.max(...both.map((one) => one.p99Ms));
      const failed = both.reduce((sum, one) => sum + one.failed, 0);
      rows.push({
        what: 'two processes, 100 users, kept tokens',
        value: `${figure(perSecond)} requests/s, p99 ${figure(p99Ms)} ms, ${failed} failed`,
        goal: '0 failed',
        isMet: failed === 0,
      });

      const statuses: number[] = [];
      let isOver = false;
      const ask = async (): Promise<void> => {
        while (!isOver) {
          const user = users[Math.floor(Math.random() * users.length)] ?? '';
          statuses.push((await farm.token(user)).status);
        }
      };
      const asking = Array.from({ length: 20 }, ask);
      await pause(1000);
      await farm.redis?.stop();
      await pause(seconds * 500);
      await farm.redis?.start();
      // The hosts leave it alone for five seconds.
      await pause(Math.max(7000, seconds * 500));
      isOver = true;
      await Promise.all(asking);
      rows.push({
        what: 'Redis killed under load, and back empty',
        value: tally(statuses),
        goal: '200 and 503 only',
        isMet: statuses.every((status) => status === 200 || status === 503),
      });
      rows.push(await endWithoutOrphans(farm, users, 'Redis killed'));
      return rows;
    } finally {
      await farm.close();
    }
  },
};
