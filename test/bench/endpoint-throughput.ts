import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, isListening } from '../support/ports.js';
import { figure, type Bench, type Row } from './bench.js';
import { fill, load, type LoadResult } from './load.js';

const NONE: LoadResult = { perSecond: 0, p99Ms: 0, failed: 0 };

/** Requests for tokens that are kept, beside a handler that does nothing, on the same server. */
export const bench: Bench = {
  name: 'endpoint-throughput',
  async run({ isQuick, seconds = isQuick ? 2 : 5 }) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const script = fileURLToPath(new URL('./endpoint-host.ts', import.meta.url));
    const host = spawn(process.execPath, ['--import', 'tsx', script, String(port)], { stdio: 'inherit' });
    try {
      for (let tries = 0; tries < 200 && !(await isListening(port)); tries += 1) await pause(50);
      const rows: Row[] = [];
      // Before each other, in turn: a machine that is shared is not equally fast all the time.
      for (const users of isQuick ? [1, 100] : [1, 100, 10_000]) {
        await fill(url, users);
        const warmUp = { url, users, seconds: 1 };
        await load({ ...warmUp, path: '/empty' });
        await load({ ...warmUp, path: '/desk/token' });
        const shares: number[] = [];
        let [empty, token] = [NONE, NONE];
        for (let round = 0; round < (isQuick ? 1 : 3); round += 1) {
          empty = await load({ url, path: '/empty', users, seconds });
          token = await load({ url, path: '/desk/token', users, seconds });
          shares.push(token.perSecond / empty.perSecond);
        }
        const share = shares.sort((one, other) => one - other)[Math.floor(shares.length / 2)] ?? 0;
        const who = `${figure(users)} user${users > 1 ? 's' : ''}`;
        const told = ({ perSecond, p99Ms }: typeof empty): string =>
          `${figure(perSecond)} requests/s, p99 ${figure(p99Ms)} ms`;
        rows.push(
          { what: `${who}: empty handler`, value: told(empty) },
          { what: `${who}: kept token`, value: told(token) },
          {
            what: `${who}: share, median of ${shares.length}`,
            value: figure(share),
            goal: '≥ 0.5',
            isMet: share >= 0.5,
          },
          { what: `${who}: failed`, value: figure(token.failed), goal: '0', isMet: token.failed === 0 },
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
