import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Farm } from '../server/farm.js';
import { withoutRedis } from '../server/redis.js';
import { figure, tally, type Bench, type Row } from './bench.js';
import { endWithoutOrphans } from './orphans.js';

const USERS = Array.from({ length: 40 }, (_, at) => `u${at}`);
const AT_A_TIME = 16;
const LOGIN = '/auth/v1/login';

interface Fault {
  readonly name: string;
  readonly begin: (farm: Farm) => unknown;
  readonly end: (farm: Farm) => unknown;
}

const desk = (name: string, change: Parameters<Farm['desk']['set']>[0]): Fault => ({
  name,
  begin: (farm) => farm.desk.set(change),
  end: (farm) => farm.desk.set({ slow: 0, fail: null }),
});

const FAULTS: readonly Fault[] = [
  desk('desk: 500 everywhere', { fail: { as: 500, path: '/' } }),
  desk('desk: cut off', { fail: { as: 'cut', path: LOGIN } }),
  desk('desk: HTML', { fail: { as: 'html', path: '/' } }),
  desk('desk: slow', { slow: 1500 }),
  desk('desk: slower than the timeout', { slow: 3000 }),
  desk('desk: slower than three timeouts', { slow: 7000 }),
  desk('desk: never', { fail: { as: 'never', path: '/' } }),
  ...(withoutRedis
    ? []
    : [
        {
          name: 'Redis: killed',
          begin: (farm: Farm) => farm.redis?.stop(),
          end: (farm: Farm) => farm.redis?.start(),
        },
        {
          name: 'Redis: frozen',
          begin: (farm: Farm) => farm.redis?.freeze(true),
          end: (farm: Farm) => farm.redis?.freeze(false),
        },
      ]),
];

/** What a page does. */
async function act(farm: Farm, held: Map<string, string>): Promise<number> {
  const user = USERS[Math.floor(Math.random() * USERS.length)] ?? '';
  const dice = Math.random();
  if (dice < 0.08) {
    held.delete(user);
    return (await farm.logout(user)).status;
  }
  const token = held.get(user);
  const reason = !token || dice < 0.8 ? 'initial' : dice < 0.9 ? 'renew' : 'rejected';
  const tokenHash = token && createHash('sha256').update(token).digest('hex');
  const { status, body } = await farm.token(user, { reason, expiresAt: null, tokenHash });
  if (status === 200) held.set(user, body.accessToken);
  return status;
}

/** Tokens, renewals, refused tokens and sign-outs on two processes with one Redis, while the desk and Redis fail in turn. */
export const bench: Bench = {
  name: 'mixed-load',
  async run({ isQuick, seconds = isQuick ? 16 : 60 }) {
    const farm = await Farm.start(
      withoutRedis ? 'memory' : 'redis',
      // Without a limit worth the name: here few users cause many logins on purpose.
      { grace: 1, timeout: 2, loginsPerMinute: 1_000_000 },
      { users: USERS },
    );
    try {
      const statuses: number[] = [];
      const broken: unknown[] = [];
      const held = new Map<string, string>();
      let isOver = false;
      const work = async (): Promise<void> => {
        while (!isOver) {
          // A host that has ended, by an unhandled rejection for instance, takes no connection.
          await act(farm, held).then(
            (status) => statuses.push(status),
            (error: unknown) => broken.push(error),
          );
        }
      };
      const working = Array.from({ length: AT_A_TIME }, work);
      const endMs = Date.now() + seconds * 1000;
      const eachMs = Math.min(5000, (seconds * 500) / FAULTS.length);
      let [before, turn] = [0, 0];
      for (; Date.now() < endMs || turn < FAULTS.length; turn += 1) {
        const fault = FAULTS[turn % FAULTS.length];
        // In the middle: until then each kind of fault has filled the compiler's and the clients' own stores.
        if (before === 0 && Date.now() > endMs - seconds * 500) before = Math.max(...(await farm.memory()));
        await fault?.begin(farm);
        await pause(eachMs);
        await fault?.end(farm);
        await pause(eachMs);
      }
      isOver = true;
      await Promise.all(working);
      const rows: Row[] = [
        {
          what: `${figure(seconds)} s, ${turn} faults of ${FAULTS.length} kinds: answers`,
          value: tally(statuses),
          goal: 'documented ones only',
          isMet: statuses.every((status) => [200, 204, 401, 429, 502, 503, 504].includes(status)),
        },
        {
          what: 'requests without an answer',
          value: figure(broken.length),
          goal: '0',
          isMet: broken.length === 0,
        },
        await endWithoutOrphans(farm, USERS, 'mixed load'),
      ];
      const growth = (Math.max(...(await farm.memory())) - before) / 1e6;
      const printed = farm.seen.join('').trim();
      rows.push(
        {
          what: 'heap of a host, growth in the second half',
          value: `${figure(growth)} MB`,
          goal: '≤ 5 MB',
          isMet: growth <= 5,
        },
        {
          what: 'unhandled rejections and other output',
          value: printed ? `\`${printed.slice(0, 80).replaceAll('\n', ' ')}\`` : 'none',
          goal: 'none',
          isMet: printed === '',
        },
      );
      return rows;
    } finally {
      farm.redis?.freeze(false);
      await farm.close();
    }
  },
};
