import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, isListening } from '../support/ports.js';
import { figure, type Bench, type Row } from './bench.js';
import { fill, load, type LoadResult } from './load.js';

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

const told = (rounds: readonly LoadResult[]): string => {
  const perSecond = median(rounds.map((round) => round.perSecond));
  return `${figure(perSecond)} requests/s, p99 ${figure(median(rounds.map((round) => round.p99Ms)))} ms`;
};

/** Requests for tokens that are kept, beside a handler that does nothing, on the same server. */
export const bench: Bench = {
  name: 'endpoint-throughput',
  async run({ isQuick, seconds = isQuick ? 1 : 2 }) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const script = fileURLToPath(new URL('./endpoint-host.ts', import.meta.url));
    const host = spawn(process.execPath, ['--import', 'tsx', script, String(port)], { stdio: 'inherit' });
    try {
      for (let tries = 0; tries < 200 && !(await isListening(port)); tries += 1) await pause(50);
      const rows: Row[] = [];
      // In turn, in short rounds: a machine that is shared is not equally fast all the time.
      for (const users of isQuick ? [1, 100] : [1, 100, 10_000]) {
        await fill(url, users);
        const warmUp = { url, users, seconds: 1 };
        await load({ ...warmUp, path: '/empty' });
        await load({ ...warmUp, path: '/desk/token' });
        const [empty, token]: [LoadResult[], LoadResult[]] = [[], []];
        for (let round = 0; round < (isQuick ? 3 : 9); round += 1) {
          empty.push(await load({ url, path: '/empty', users, seconds }));
          token.push(await load({ url, path: '/desk/token', users, seconds }));
        }
        const shares = token.map((round, at) => round.perSecond / (empty[at]?.perSecond ?? NaN));
        const share = median(shares);
        const failed = token.reduce((sum, round) => sum + round.failed, 0);
        const who = `${figure(users)} user${users > 1 ? 's' : ''}`;
        rows.push(
          { what: `${who}: empty handler`, value: told(empty) },
          { what: `${who}: kept token`, value: told(token) },
          {
            what: `${who}: share, median of ${shares.length}`,
            value: figure(share),
            goal: '≥ 0.5',
            isMet: share >= 0.5,
          },
          { what: `${who}: failed`, value: figure(failed), goal: '0', isMet: failed === 0 },
        );
      }
      return rows;
    } finally {
      const ended = once(host, 'exit');
      host.kill();
      await ended;
    }
  },
};
