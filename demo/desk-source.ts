import { createStandInDesk } from '../src/testing.js';

/** Where the demo's console and tokens come from. */
export interface DeskSource {
  readonly server: string;
  readonly api: string;
  readonly standIn: boolean;
  /** User names the token endpoint knows; only those of a stand-in are told. */
  readonly users: readonly string[];
  /** Logins for users of the host app, who have one each as far as they go. For its back end only. */
  readonly logins: readonly Login[];
  token(request: TokenRequest): Promise<string>;
  close(): Promise<void>;
}

export interface TokenRequest {
  readonly reason: string;
  /** Stand-in only: whose token, and for how long. */
  readonly user?: string;
  readonly seconds?: number;
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** How to run the stand-in desk. */
export interface StandInPlan {
  /** Its port, or the next free one. */
  readonly port: number;
  /** Life of the tokens that it makes for logins of a host. */
  readonly tokenSeconds: number;
}

const LOGIN_TIMEOUT_MS = 10_000;
const CONSOLE_SECONDS = 30 * 86_400;

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

async function standIn({ port, tokenSeconds }: StandInPlan): Promise<DeskSource> {
  // What a console takes for itself lives as long as at a real desk; only logins of hosts are short.
  const tokenTtl = { web: CONSOLE_SECONDS, other: tokenSeconds };
  const desk = await createStandInDesk({ port, tokenTtl });
  const logins = new Map<string, Login>(desk.users.map((user) => [user.username, user]));
  return {
    server: desk.url,
    api: desk.api,
    standIn: true,
    users: [...logins.keys()],
    logins: desk.users.map(({ username, password }) => ({ username, password })),
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
  if (fixed) return { ...about, logins: [], token: async () => fixed };
  if (!username || !password) {
    throw new Error('BYTEDESK_SERVER also needs BYTEDESK_TOKEN, or BYTEDESK_USERNAME and BYTEDESK_PASSWORD');
  }
  // Kept, because each login leaves a token behind that lives for a year.
  let token = await logIn(api, { username, password });
  return {
    ...about,
    logins: [{ username, password }],
    async token({ reason }) {
      if (reason !== 'initial') token = await logIn(api, { username, password });
      return token;
    },
  };
}

/** The real desk that the environment names, else a stand-in. */
export function openDesk(env: NodeJS.ProcessEnv, plan: StandInPlan): Promise<DeskSource> {
  return env.BYTEDESK_SERVER ? realDesk(env, env.BYTEDESK_SERVER) : standIn(plan);
}
