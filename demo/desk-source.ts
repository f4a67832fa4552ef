import { createStandInDesk } from '../src/testing.js';

/** Where the demo's console and tokens come from. */
export interface DeskSource {
  readonly server: string;
  readonly api: string;
  readonly standIn: boolean;
  /** User names the token endpoint knows; only those of a stand-in are told. */
  readonly users: readonly string[];
  token(request: TokenRequest): Promise<string>;
  close(): Promise<void>;
}

export interface TokenRequest {
  readonly reason: string;
  /** Stand-in only: whose token, and for how long. */
  readonly user?: string;
  readonly seconds?: number;
}

interface Login {
  readonly username: string;
  readonly password: string;
}

const LOGIN_TIMEOUT_MS = 10_000;

/** Signs in as a host's back end does. What goes wrong is told without the password or the token. */
async function logIn(api: string, { username, password }: Login): Promise<string> {
  const where = `${api}/auth/v1/login`;
  let response: Response;
  try {
    response = await fetch(where, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password, channel: 'FLUTTER', platform: 'BYTEDESK' }),
      signal: AbortSignal.timeout(LOGIN_TIMEOUT_MS),
    });
  } catch {
    throw new Error(`No answer from ${where}. Is the address right and the desk running?`);
  }
  const answer = (await response.json().catch(() => ({}))) as LoginAnswer;
  const token = answer.data?.accessToken;
  if (response.ok && answer.code === 200 && typeof token === 'string' && token) return token;
  const said = typeof answer.message === 'string' ? `: ${answer.message}` : '';
  throw new Error(`The desk refused the login of ${username} (HTTP ${response.status}${said})`);
}

interface LoginAnswer {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly data?: { readonly accessToken?: unknown } | null;
}

async function standIn(port: number): Promise<DeskSource> {
  const desk = await createStandInDesk({ port });
  const logins = new Map<string, Login>(desk.users.map((user) => [user.username, user]));
  return {
    server: desk.url,
    api: desk.api,
    standIn: true,
    users: [...logins.keys()],
    async token({ user = 'agent@example.com', seconds }) {
      const login = logins.get(user);
      if (!login) throw new Error(`The stand-in desk has no user ${user}`);
      return seconds === undefined ? logIn(desk.api, login) : desk.issueToken(user, { seconds });
    },
    close: () => desk.close(),
  };
}

function baseUrl(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash) {
    throw new Error(`${name} must be an http or https address without login, query or hash`);
  }
  return url.href.replace(/\/+$/, '');
}

async function realDesk(env: NodeJS.ProcessEnv, address: string): Promise<DeskSource> {
  const server = baseUrl('BYTEDESK_SERVER', address);
  const api = env.BYTEDESK_API ? baseUrl('BYTEDESK_API', env.BYTEDESK_API) : server;
  const { BYTEDESK_TOKEN: fixed, BYTEDESK_USERNAME: username, BYTEDESK_PASSWORD: password } = env;
  const about = { server, api, standIn: false, users: [], close: async () => undefined };
  if (fixed) return { ...about, token: async () => fixed };
  if (!username || !password) {
    throw new Error('BYTEDESK_SERVER also needs BYTEDESK_TOKEN, or BYTEDESK_USERNAME and BYTEDESK_PASSWORD');
  }
  // Kept, because each login leaves a token behind that lives for a year.
  let token = await logIn(api, { username, password });
  return {
    ...about,
    async token({ reason }) {
      if (reason !== 'initial') token = await logIn(api, { username, password });
      return token;
    },
  };
}

/** The real desk that the environment names, else a stand-in on `port` or the next free one. */
export function openDesk(env: NodeJS.ProcessEnv, port: number): Promise<DeskSource> {
  return env.BYTEDESK_SERVER ? realDesk(env, env.BYTEDESK_SERVER) : standIn(port);
}
