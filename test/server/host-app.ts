import type {
  createLogoutHandler,
  createTokenHandler,
  RequestHandler,
  TokenEndpointOptions,
} from '../../src/server.js';

/** What a host is started with; plain data, so that it can go to another process or run-time. */
export interface HostConfig {
  readonly api: string;
  /** Port of a Redis on this machine; memory without one. */
  readonly redisPort?: number;
  /** Port of one node of a cluster of them, instead. */
  readonly clusterPort?: number;
  /** Where its clock stands, until it is moved; without it the clock is the machine's. */
  readonly startMs?: number;
  /** Keeps no log: it would grow with every request. */
  readonly isSilent?: boolean;
  readonly options?: Partial<
    Pick<
      TokenEndpointOptions,
      'api' | 'maxAge' | 'grace' | 'loginsPerMinute' | 'timeout' | 'allowedOrigins' | 'encryptionKey'
    >
  >;
}

/** The part of the package that a host needs; run-times other than Node get it as a bundle. */
export interface ServerModule {
  readonly createTokenHandler: typeof createTokenHandler;
  readonly createLogoutHandler: typeof createLogoutHandler;
}

export const ENCRYPTION_KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY';
/** What no answer and no log line may hold. */
export const HOST_SECRETS = ['not-a-secret', 'database-password', ENCRYPTION_KEY];

/** `agent.7` is somebody with the login of agent@example.com, `wrong.7` has one that the desk does not know. */
function loginOf({ id }: { id: string }): { username: string; password: string } | null {
  const [kind = ''] = id.split('.');
  if (kind === 'stranger') return null;
  if (kind === 'broken') throw new RangeError('database-password: hunter2');
  if (kind === 'wrong') return { username: `${id}@example.com`, password: 'not-a-secret-wrong' };
  return { username: `${kind}@example.com`, password: `not-a-secret-${kind}` };
}

/** Requests that wait inside `authorize` until somebody lets them go on. */
class Holds {
  isOn = false;
  held = 0;
  readonly #release: (() => void)[] = [];

  async pass(): Promise<void> {
    if (!this.isOn) return;
    this.held += 1;
    await new Promise<void>((resolve) => this.#release.push(resolve));
  }

  end(): void {
    this.isOn = false;
    this.held = 0;
    for (const release of this.#release.splice(0)) release();
  }
}

/**
 * A host application in nothing but Web APIs: two endpoints, and a control for tests. The user stands in a header,
 * where a real one has a session.
 */
export function createHostApp(
  { api, startMs, isSilent, options }: HostConfig,
  server: ServerModule,
  storage?: TokenEndpointOptions['storage'],
): RequestHandler {
  const clock: { nowMs: number | undefined } = { nowMs: startMs };
  const lines: string[] = [];
  const holds = new Holds();
  const endpoint: TokenEndpointOptions = {
    api,
    storage,
    encryptionKey: storage && ENCRYPTION_KEY,
    now: () => clock.nowMs ?? Date.now(),
    authorize: async (request) => {
      const id = request.headers.get('x-user');
      if (id === 'unreadable') throw new RangeError('database-password: hunter2');
      await holds.pass();
      return id ? { id } : null;
    },
    credentials: loginOf,
    log: isSilent ? undefined : (event) => void lines.push(JSON.stringify(event)),
    ...options,
  };
  const handlers: Record<string, RequestHandler> = {
    '/desk/token': server.createTokenHandler(endpoint),
    '/desk/logout': server.createLogoutHandler(endpoint),
    '/control/log': async () => Response.json(lines),
    '/control/held': async () => Response.json(holds.held),
    '/control/hold': async (request) => {
      if ((await request.text()) === 'true') holds.isOn = true;
      else holds.end();
      return new Response(null, { status: 204 });
    },
    '/control/clock': async (request) => {
      clock.nowMs = Number(await request.text());
      return new Response(null, { status: 204 });
    },
  };
  return async (request, ...platform) =>
    (await handlers[new URL(request.url).pathname]?.(request, ...platform)) ??
    new Response(null, { status: 404 });
}
