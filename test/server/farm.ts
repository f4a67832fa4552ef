import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { freePort, isListening } from '../support/ports.js';
import type { HostConfig } from './host-app.js';
import { startHost, type RunningHost } from './host-server.js';
import { TestCluster, TestRedis } from './redis.js';
import { commandFor, type RunTime } from './run-times.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** As JSON.parse gives it. */
  readonly body: ReturnType<typeof JSON.parse>;
}

/**
 * How hosts are run: one in this process or in another run-time with memory, or two of their own with one Redis or with
 * a cluster of three.
 */
export type FarmKind = 'memory' | 'redis' | 'redis cluster' | RunTime;

/** A stand-in desk, the hosts in front of it, and one clock for all. */
export class Farm {
  readonly desk: StandInDesk;
  readonly redis: TestRedis | undefined;
  readonly cluster: TestCluster | undefined;
  /** Every answer of any host and every line any host printed. */
  readonly seen: string[] = [];
  /** False where timers end with the request that set them. */
  readonly hasTimers: boolean;
  readonly #hosts: RunningHost[];
  readonly #clock: { nowMs: number };
  readonly #isLive: boolean;
  #turn = 0;
  #users = 0;

  private constructor(parts: {
    desk: StandInDesk;
    redis: TestRedis | undefined;
    cluster: TestCluster | undefined;
    kind: FarmKind;
    isLive: boolean;
    hosts: RunningHost[];
    clock: { nowMs: number };
  }) {
    this.desk = parts.desk;
    this.redis = parts.redis;
    this.cluster = parts.cluster;
    this.#isLive = parts.isLive;
    this.hasTimers = !parts.kind.startsWith('workerd');
    this.#hosts = parts.hosts;
    this.#clock = parts.clock;
  }

  /** @param live instead of a clock that stands: the machine's own, users of its own, and no log */
  static async start(
    kind: FarmKind,
    options?: HostConfig['options'],
    live?: { readonly users: readonly string[] },
  ): Promise<Farm> {
    const clock = { nowMs: Date.UTC(2026, 10, 21, 12) };
    const users = live?.users.map((name) => ({
      username: `${name}@example.com`,
      password: `not-a-secret-${name}`,
    }));
    const desk = await createStandInDesk({ now: live ? Date.now : () => clock.nowMs, users });
    const redis = kind === 'redis' ? await TestRedis.start() : undefined;
    const cluster = kind === 'redis cluster' ? await TestCluster.start() : undefined;
    const ports = { redisPort: redis?.port, clusterPort: cluster?.nodes[0]?.port };
    const startMs = live ? undefined : clock.nowMs;
    const config = { api: desk.api, ...ports, startMs, isSilent: Boolean(live), options };
    const hosts: RunningHost[] = [];
    const farm = new Farm({ desk, redis, cluster, kind, isLive: Boolean(live), hosts, clock });
    const start = (): Promise<RunningHost> =>
      kind === 'memory' && !live ? startHost(config) : spawnHost(kind, config, farm.seen);
    hosts.push(...(await Promise.all(Array.from({ length: redis || cluster ? 2 : 1 }, start))));
    return farm;
  }

  async close(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.close()));
    await this.redis?.stop();
    await this.cluster?.stop();
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

  /**
   * Asks for a token, again where the machine took no connection: with a thousand at once on a busy machine, this
   * process may come too late to notice that it is connected.
   */
  async tokenInCrowd(user: string): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.token(user);
      } catch (error) {
        const code = ((error as Error).cause as { code?: string } | undefined)?.code ?? '';
        if (tries === 5 || !/^(?:UND_ERR_CONNECT_TIMEOUT|ECONNRE\w+)$/.test(code)) throw error;
      }
    }
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
    if (!this.#isLive)
      this.seen.push(`${user} ${response.status} ${JSON.stringify([...response.headers])} ${text}`);
    return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : null };
  }

  /** Sends half of a request's body; what it gives sends the other half and has the answer. */
  async halfToken(user: string, host = 0): Promise<() => Promise<Answer>> {
    const url = this.#hosts[host]?.url ?? '';
    const [half, rest] = ['{"reason":"initial",', '"expiresAt":null}'];
    const length = String(half.length + rest.length);
    const headers = { origin: url, 'content-type': 'application/json', 'content-length': length };
    const request = http.request(`${url}/desk/token`, {
      method: 'POST',
      headers: { ...headers, 'x-user': user },
    });
    const answered = once(request, 'response') as Promise<[http.IncomingMessage]>;
    answered.catch(() => {});
    await new Promise((sent) => request.write(half, sent));
    // Whatever is answered now was asked after the host had the half.
    await this.events();
    return async () => {
      request.end(rest);
      const [response] = await answered;
      const text = (await response.toArray()).join('');
      const { statusCode: status = 0 } = response;
      this.seen.push(`${user} ${status} ${JSON.stringify(response.headers)} ${text}`);
      return {
        status,
        headers: new Headers(response.headers as Record<string, string>),
        text,
        body: JSON.parse(text),
      };
    };
  }

  /** From now on `authorize` of one host waits, until this is called with false. */
  async hold(isOn: boolean, host = 0): Promise<void> {
    await fetch(`${this.urls[host]}/control/hold`, { method: 'POST', body: String(isOn) });
  }

  /** How many requests wait in `authorize` of one host. */
  async held(host = 0): Promise<number> {
    return (await fetch(`${this.urls[host]}/control/held`)).json() as Promise<number>;
  }

  /** Bytes that each host uses. */
  async memory(): Promise<number[]> {
    return Promise.all(
      this.urls.map(async (url) => (await (await fetch(`${url}/control/memory`)).json()) as number),
    );
  }

  /** Users of the desk, by name, who have a token that is alive there. */
  living(): string[] {
    const isAlive = ({ revoked, expiresAt }: { revoked: boolean; expiresAt: string }): boolean =>
      !revoked && Date.parse(expiresAt) > Date.now();
    return this.desk
      .snapshot()
      .tokens.filter(isAlive)
      .map(({ username }) => username);
  }

  /** Moves one host's clock away from all others. */
  async setClock(host: number, nowMs: number): Promise<void> {
    await fetch(`${this.urls[host]}/control/clock`, { method: 'POST', body: String(nowMs) });
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

const isHere = (kind: FarmKind): kind is Exclude<FarmKind, RunTime> => /^(?:memory|redis)/.test(kind);

async function spawnHost(kind: FarmKind, config: HostConfig, seen: string[]): Promise<RunningHost> {
  const port = await freePort();
  const [command = '', ...args] = await commandFor(isHere(kind) ? 'Node 20' : kind, config, port);
  // A shell between, since not every run-time ends when its input does, as it must when the test is killed.
  const untilInputEnds = '"$@" & read -r _; kill -9 $!; wait';
  const child: ChildProcess = spawn('sh', ['-c', untilInputEnds, 'sh', command, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => seen.push(data.toString()));
  const close = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.stdin?.end();
    await ended;
  };
  for (let tries = 0; tries < 400; tries += 1) {
    if (child.exitCode !== null) break;
    if (await isListening(port)) return { url: `http://127.0.0.1:${port}`, close };
    await pause(50);
  }
  if (child.exitCode === null) await close();
  throw new Error(`A host did not start: ${seen.join('')}`);
}

/** Calls back until it gives true; fails after half a minute. */
export async function eventually(check: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const endMs = Date.now() + 30_000;
  while (!(await check())) {
    if (Date.now() > endMs) throw new Error(`Never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
