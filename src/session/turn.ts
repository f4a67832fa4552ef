import type { World } from './world.js';

/** How long a tab keeps its turn, and how long one waits for it: a frozen tab would hold the lock for good. */
const TURN_MS = 10_000;
/** Without Web Locks the tabs are spread over this time instead. */
const SPREAD_MS = 1_000;

/**
 * Runs something when it is this tab's turn, so that the tabs of a user ask one after the other and the first one's
 * answer stands in the endpoint's cache for the rest.
 *
 * @param signal ends the waiting; what runs already has to look at it by itself
 */
export async function inTurn<T>(
  world: World,
  name: string,
  signal: AbortSignal,
  run: () => Promise<T>,
): Promise<T> {
  let timer: number | undefined;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      timer = world.setTimeout(resolve, ms);
      signal.addEventListener('abort', () => resolve());
    });
  const end = (): void => {
    if (timer !== undefined) world.clearTimeout(timer);
  };
  const { locks } = world;
  if (locks === undefined) {
    await pause(world.random() * SPREAD_MS);
    end();
    return run();
  }
  const waiting = new AbortController();
  let release = (): void => undefined;
  const turn = new Promise<void>((resolve) => {
    void pause(TURN_MS).then(() => (waiting.abort(), resolve()));
    locks
      .request(`bytedesk-embed:${name}`, { signal: waiting.signal }, () => {
        end();
        resolve();
        return new Promise<void>((done) => {
          release = done;
          void pause(TURN_MS).then(done);
        });
      })
      .catch(resolve);
  });
  await turn;
  try {
    return await run();
  } finally {
    release();
    end();
  }
}
