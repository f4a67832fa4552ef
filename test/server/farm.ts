import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { startHost, type HostConfig, type RunningHost } from './host-server.js';
import { TestRedis } from './redis.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** As JSON.parse gives it. */
  readonly body: ReturnType<typeof JSON.parse>;
}

/** How hosts are run: one in this process with memory, or two of their own with one Redis. */
export type FarmKind = 'memory' | 'redis';

/** A stand-in desk, the hosts in front of it, and one clock for all. */
export class Farm {
  readonly desk: StandInDesk;
  readonly redis: TestRedis | undefined;
  /** Every answer of any host and every line any host printed. */
  readonly seen: string[] = [];
  readonly #hosts: RunningHost[];
  readonly #clock: { nowMs: number };
  #turn = 0;
  #users = 0;

  private constructor(parts: {
    desk: StandInDesk;
    redis: TestRedis | undefined;
    hosts: RunningHost[];
    clock: { nowMs: number };
  }) {
    this.desk = parts.desk;
    this.redis = parts.redis;
    this.#hosts = parts.hosts;
    this.#clock = parts.clock;
  }

  static async start(kind: FarmKind, options?: HostConfig['options']): Promise<Farm> {
    const clock = { nowMs: Date.UTC(2026, 10, 21, 12) };
    const desk = await createStandInDesk({ now: () => clock.nowMs });
    const redis = kind === 'redis' ? await TestRedis.start() : undefined;
    const config = { api: desk.api, redisPort: redis?.port, startMs: clock.nowMs, options };
    const hosts: RunningHost[] = [];
    const farm = new Farm({ desk, redis, hosts, clock });
    const start = (): Promise<RunningHost> =>
      kind === 'redis' ? spawnHost(config, farm.seen) : startHost(config);
    hosts.push(...(await Promise.all(Array.from({ length: kind === 'redis' ? 2 : 1 }, start))));
    return farm;
  }

  async close(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.close()));
    await this.redis?.stop();
    await this.desk.close();
  }

  get urls(): string[] {
    return this.#hosts.map(({ url }) => url);
  }

  /** A user of the host whom no other test has. */
  user(kind = 'agent'): string {
    this.#users += 1;
    return `${kind}.${this.#users}`;
  }

  /** Asks the hosts in turn, unless told which. */
  async token(
    user: string | null,
    body: unknown = { reason: 'initial', expiresAt: null },
    host?: number,
  ): Promise<Answer> {
    return this.post('/desk/token', { user, body, host });
  }

  async logout(user: string | null, host?: number): Promise<Answer> {
    return this.post('/desk/logout', { user, body: {}, host });
  }

  async post(
    path: string,
    request: {
      user?: string | null;
      body?: unknown;
      host?: number;
      method?: string;
      headers?: Record<string, string>;
      signal?: AbortSignal;
    },
  ): Promise<Answer> {
    const url = this.#hosts[(request.host ?? this.#turn++) % this.#hosts.length]?.url ?? '';
    const { user, body, method = 'POST', signal } = request;
    const headers: Record<string, string> = {
      origin: url,
      'content-type': 'application/json',
      ...request.headers,
    };
    if (user) headers['x-user'] = user;
    const response = await fetch(url + path, {
      method,
      headers,
      signal,
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    this.seen.push(`${user} ${response.status} ${JSON.stringify([...response.headers])} ${text}`);
    return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : null };
  }

  /** Moves every clock. */
  async pass(seconds: number): Promise<void> {
    this.#clock.nowMs += seconds * 1000;
    const body = String(this.#clock.nowMs);
    await Promise.all(this.urls.map((url) => fetch(`${url}/control/clock`, { method: 'POST', body })));
  }

  get nowMs(): number {
    return this.#clock.nowMs;
  }

  /** What all hosts have logged, oldest first within each. */
  async events(): Promise<{ type: string; user?: string; [member: string]: unknown }[]> {
    const logs = await Promise.all(
      this.urls.map(async (url) => (await (await fetch(`${url}/control/log`)).json()) as string[]),
    );
    return logs.flat().map((line) => JSON.parse(line));
  }

  async eventsOf(user: string): Promise<string[]> {
    return (await this.events()).filter((event) => event.user === user).map(({ type }) => type);
  }

  /** How often the desk was asked to log somebody in, or out. */
  count(path: 'login' | 'logout'): number {
    const full = path === 'login' ? '/auth/v1/login' : '/api/v1/user/logout';
    return this.desk.requests().filter((request) => request.path === full).length;
  }

  /** HTTP status of the desk for a token: 200 alive, 401 over. */
  async statusAtDesk(token: string): Promise<number> {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${this.desk.api}/api/v1/user/profile`, { headers });
    await response.text();
    return response.status;
  }
}

async function spawnHost(config: HostConfig, seen: string[]): Promise<RunningHost> {
  const script = fileURLToPath(new URL('./host-process.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ['--import=tsx', script, JSON.stringify(config)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stderr?.on('data', (data: Buffer) => seen.push(data.toString()));
  const [first] = (await Promise.race([
    once(child.stdout ?? child, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`The host ended: ${seen.join('')}`))),
  ])) as [Buffer];
  child.stdout?.on('data', (data: Buffer) => seen.push(data.toString()));
  return {
    url: first.toString().trim(),
    close: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

/** Calls back until it gives true; fails after three seconds. */
export async function eventually(check: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const endMs = Date.now() + 3000;
  while (!(await check())) {
    if (Date.now() > endMs) throw new Error(`Never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
