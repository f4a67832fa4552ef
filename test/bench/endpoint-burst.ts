import { Farm, type Answer } from '../server/farm.js';
import type { SettingsChange } from '../../src/testing.js';
import { figure, tally, type Bench, type Row } from './bench.js';
import { endWithoutOrphans } from './orphans.js';

const LOGIN = '/auth/v1/login';
const WAYS: readonly (readonly [what: string, set: SettingsChange, expected: number])[] = [
  ['well', {}, 200],
  ['slow, 2 s', { slow: 2000 }, 200],
  ['slower than the timeout', { slow: 5000 }, 504],
  ['away', { fail: { as: 'never', path: LOGIN } }, 504],
  ['answering HTML', { fail: { as: 'html', path: LOGIN } }, 502],
];

/** A thousand requests at once for one user. */
export const bench: Bench = {
  name: 'endpoint-burst',
  async run({ isQuick }) {
    const size = isQuick ? 100 : 1000;
    const rows: Row[] = [];
    for (const [what, set, expected] of WAYS) {
      const farm = await Farm.start('memory', { timeout: 3 }, { users: ['u0'] });
      try {
        farm.desk.set(set);
        const startMs = performance.now();
        let reset = 0;
        const ask = async (): Promise<Answer> => {
          for (;;) {
            try {
              return await farm.token('u0');
            } catch {
              // The machine took no further connection: that is not the endpoint's to answer.
              reset += 1;
            }
          }
        };
        const answers = await Promise.all(Array.from({ length: size }, ask));
        const seconds = (performance.now() - startMs) / 1000;
        const statuses = answers.map(({ status }) => status);
        const logins = farm.count('login');
        const who = `${figure(size)} at once, desk ${what}`;
        const value = `${tally(statuses)}; ${logins} logins; ${figure(seconds)} s; ${reset} reset`;
        const isMet = statuses.every((status) => status === expected);
        rows.push({ what: who, value, goal: `${expected}`, isMet });
        rows.push(await endWithoutOrphans(farm, ['u0'], who));
      } finally {
        await farm.close();
      }
    }
    return rows;
  },
};
