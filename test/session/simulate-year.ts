// npm run simulate: what five tabs ask for in a year, by a clock that this drives. Its table stands in docs/session.md.
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { FakeBrowser, settle } from './fake-platform.js';
import { renewalTime } from '../../src/session/renewal.js';
import { DAY, HOUR, MINUTE, Scene } from './session-scene.js';

const TABS = 5;
const SLOT = 30 * MINUTE;

export interface YearOptions {
  readonly lifeMs: number;
  readonly days?: number;
  /** How many of the token URL's answers are failures, 0 to 1. */
  readonly failing?: number;
}

export interface YearResult {
  /** Requests to the token source, of all tabs. */
  readonly requests: number;
  /** New tokens in use, the first ones not counted. */
  readonly renewals: number;
  /** The fewest renewals with which a tab that is looked at always has a living token. */
  readonly needed: number;
  readonly probes: number;
  /** Requests of pages that nobody saw. */
  readonly unseen: number;
  /** Ends that somebody was told of. */
  readonly ends: number;
  /** Minutes in which a tab was looked at and had no living token. */
  readonly minutesWithout: number;
}

/** Numbers from 0 up to 1, the same in every run. */
function numbers(): () => number {
  let seed = 42;
  return () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
}

/** The endpoint: all tabs get the same token, until one asks for a later one than it has. As ours does. */
class Endpoint {
  #end = 0;

  readonly #lifeMs: number;

  constructor(lifeMs: number) {
    this.#lifeMs = lifeMs;
  }

  /** @returns the answer's end, in whole seconds as tokens say it */
  ask(now: number, held: number): number {
    if (held >= this.#end || this.#end <= now) this.#end = 1000 * Math.round((now + this.#lifeMs) / 1000);
    return this.#end;
  }
}

/** What a tab could not do without, counted apart from the session's own code: the yardstick. */
class Yardstick {
  needed = 0;
  readonly #endpoint: Endpoint;
  readonly #tabs: { end: number; renewAt: number }[];

  constructor(lifeMs: number, start: number) {
    this.#endpoint = new Endpoint(lifeMs);
    this.#tabs = Array.from({ length: TABS }, () => this.#answer(start, 0));
  }

  /** A tab is looked at from one time to another. */
  look(index: number, from: number, to: number): void {
    let tab = this.#tabs[index] as { end: number; renewAt: number };
    for (let at = Math.max(from, tab.renewAt); at < to; at = Math.max(from, tab.renewAt)) {
      const next = this.#answer(at, tab.end);
      if (next.end > tab.end) this.needed += 1;
      tab = next;
    }
    this.#tabs[index] = tab;
  }

  #answer(now: number, held: number): { end: number; renewAt: number } {
    const end = this.#endpoint.ask(now, held);
    return { end, renewAt: renewalTime(now, end, MINUTE, true) };
  }
}

/**
 * A laptop with five tabs of a host, of which one at a time is looked at, for half an hour each; it sleeps from 19 to 8
 * o’clock.
 */
export async function simulateYear({ lifeMs, days = 365, failing = 0 }: YearOptions): Promise<YearResult> {
  const browser = new FakeBrowser();
  const random = numbers();
  const start = Date.UTC(2026, 0, 1, 8);
  const endpoint = new Endpoint(lifeMs);
  const yardstick = new Yardstick(lifeMs, start);
  const tokens = new Map<number, string>();
  let [requests, probes, unseen, minutesWithout] = [0, 0, 0, 0];
  const { fetch } = globalThis;

  const scenes = Array.from({ length: TABS }, () => {
    const scene: Scene = new Scene({
      browser,
      now: start,
      needs: { checkIntervalMs: 5 * MINUTE },
      provider: ({ expiresAt }) => {
        requests += 1;
        if (!scene.platform.visible) unseen += 1;
        if (random() < failing) throw new Error('502');
        const end = endpoint.ask(scene.now, expiresAt?.getTime() ?? 0);
        const value = tokens.get(end) ?? scene.token(end - scene.now);
        tokens.set(end, value);
        return value;
      },
    });
    return scene;
  });
  globalThis.fetch = async (_input, init) => {
    probes += 1;
    const held = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '');
    const [end = 0] = [...tokens].find(([, token]) => token === held) ?? [];
    const isOver = end <= (scenes[0] as Scene).now;
    if (!scenes.some(({ platform }) => platform.visible)) unseen += 1;
    return isOver ? new Response('{"code":401}', { status: 401 }) : new Response('{"code":200}');
  };
  await settle();

  for (let day = 0; day < days; day += 1) {
    for (let slot = 0; slot < 22; slot += 1) {
      const index = (day + slot) % TABS;
      const seen = scenes[index] as Scene;
      for (const scene of scenes) if (scene !== seen && scene.platform.visible) scene.platform.show(false);
      yardstick.look(index, seen.now, seen.now + SLOT);
      seen.platform.show(true);
      await settle();
      for (let ms = 0; ms < SLOT; ms += MINUTE) {
        for (const scene of scenes) await scene.pass(MINUTE);
        if (!seen.session.isFresh()) minutesWithout += 1;
      }
    }
    for (const { platform } of scenes) {
      platform.show(false);
      platform.sleep(13 * HOUR);
    }
  }
  globalThis.fetch = fetch;
  const count = (entry: string): number =>
    scenes.reduce((sum, { log }) => sum + log.filter((told) => told === entry).length, 0);
  const renewals = count('live') - TABS;
  for (const { session, witness } of scenes) session.remove(witness);
  const { needed } = yardstick;
  return { requests, renewals, needed, probes, unseen, ends: count('expired'), minutesWithout };
}

const LIVES: readonly (readonly [string, number])[] = [
  ['30 days', 30 * DAY],
  ['1 hour', HOUR],
  ['365 days', 365 * DAY],
];

async function print(): Promise<void> {
  const cells = (values: readonly unknown[]): string => `| ${values.join(' | ')} |`;
  console.log(
    cells([
      'token lives',
      'URL fails',
      'requests',
      'renewals',
      'needed',
      'probes',
      'unseen',
      'ends told',
      'minutes without',
    ]),
  );
  console.log(cells(Array.from({ length: 9 }, () => '---')));
  for (const failing of [0, 0.3]) {
    for (const [name, lifeMs] of LIVES) {
      const { requests, renewals, needed, probes, unseen, ends, minutesWithout } = await simulateYear({
        lifeMs,
        failing,
      });
      const share = `${failing * 100}%`;
      console.log(cells([name, share, requests, renewals, needed, probes, unseen, ends, minutesWithout]));
    }
  }
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) await print();
