import { setTimeout as pause } from 'node:timers/promises';
import type { Farm } from '../server/farm.js';
import type { Row } from './bench.js';

const DEADLINE_MS = 60_000;

/**
 * Ends a run: the desk behaves, all users sign out on all hosts. Then no token may be alive at the desk, since nobody
 * would ever revoke it.
 */
export async function endWithoutOrphans(farm: Farm, users: readonly string[], what: string): Promise<Row> {
  farm.desk.set({ slow: 0, fail: null });
  const endMs = Date.now() + DEADLINE_MS;
  let living = users.length;
  let round = 0;
  while (Date.now() < endMs) {
    for (const host of farm.urls.keys())
      await Promise.all(users.map((user) => farm.logout(user, host).catch(() => {})));
    living = farm.living().length;
    // Twice at least: an answer of the desk may still be on its way.
    if (living === 0 && round > 0) break;
    round += 1;
    await pause(1000);
  }
  return { what: `${what}: orphaned tokens`, value: String(living), goal: '0', isMet: living === 0 };
}
