// The lock between machines: a task for one user runs on one machine at a time. `turns.ts` does the same within a
// process.

import type { TokenStorage } from './storage.js';
import { pause, within } from './within.js';

/** The two calls of a Redis client (ioredis) that a lock needs. */
interface RedisClient {
  set(key: string, value: string, px: 'PX', ttlMs: number, nx: 'NX'): Promise<unknown>;
  eval(script: string, keyCount: number, key: string, value: string): Promise<unknown>;
}

const COMMAND_TIMEOUT_MS = 1000;
const POLL_MS = 40;

// Only the owner releases the lock: after its time is up it may belong to somebody else.
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

/**
 * Runs a task while no other machine runs one of the same name.
 *
 * unstorage has no way to set a value only if there is none, so this asks the Redis client of its driver. With another
 * driver, without an answer of Redis, or after `ttlMs` of waiting the task runs all the same, since one login too many
 * is better than none. The lock ends by itself after `ttlMs`.
 */
export async function underLock<T>(
  { storage, hash, ttlMs }: { storage: TokenStorage | undefined; hash: string; ttlMs: number },
  task: () => Promise<T>,
): Promise<T> {
  const name = `bytedesk:lock:${hash}`;
  const redis = storage && clientOf(storage, name);
  const owner = redis && (await acquire(redis, name, ttlMs));
  try {
    return await task();
  } finally {
    // Nobody waits for the release, since a lock that is not released ends by itself.
    if (redis && owner) redis.eval(RELEASE, 1, name, owner).catch(() => {});
  }
}

async function acquire(redis: RedisClient, name: string, ttlMs: number): Promise<string | undefined> {
  const owner = crypto.randomUUID();
  // The machine's clock is used here, and not the endpoint's, since this is about real waiting.
  const giveUpAtMs = Date.now() + ttlMs;
  while (Date.now() < giveUpAtMs) {
    try {
      const command = redis.set(name, owner, 'PX', Math.ceil(ttlMs), 'NX');
      if ((await within(command, { timeoutMs: COMMAND_TIMEOUT_MS })) === 'OK') return owner;
    } catch {
      return undefined;
    }
    await pause(POLL_MS * (0.5 + Math.random()));
  }
  return undefined;
}

function clientOf(storage: TokenStorage, name: string): RedisClient | undefined {
  const driver = storage.getMount?.(name).driver as
    { name?: unknown; getInstance?: () => unknown } | undefined;
  if (driver?.name !== 'redis') return undefined;
  try {
    return driver.getInstance?.() as RedisClient | undefined;
  } catch {
    return undefined;
  }
}
