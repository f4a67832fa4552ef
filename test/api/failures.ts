import { DeskClient, type DeskClientOptions } from '../../src/api/desk-client.js';
import { BytedeskError, type ErrorCode } from '../../src/errors.js';

export const AGENT = { username: 'agent@example.com', password: 'not-a-secret-agent' } as const;
export const ORG = 'org-stand-in';

/** A stand-in desk of either kind of test, and how to look at it. */
export interface Scene {
  readonly api: string;
  /** Calls `/__stand-in__/{path}`: POST with `body`, GET without one. */
  control<T = Record<string, unknown>>(path: string, body?: object): Promise<T>;
}

/** One way for a desk to say no, and what a client makes of it. */
export interface Failure {
  readonly name: string;
  /** Makes the call that fails. Secrets that it uses are pushed to `secrets`. */
  act(scene: Scene, secrets: string[]): Promise<unknown>;
  readonly code: ErrorCode;
  readonly status?: number;
  readonly deskCode?: number;
  /** What is kept of the desk's own words; nothing, where they are a key of its translations. */
  readonly says?: RegExp;
}

type Expected = Pick<Failure, 'code' | 'status' | 'deskCode' | 'says'>;

const expected = (code: ErrorCode, status?: number, deskCode?: number, says?: RegExp): Expected => ({
  code,
  status,
  deskCode,
  says,
});

export const clientOf = (scene: Scene, options: Partial<DeskClientOptions> = {}): DeskClient =>
  new DeskClient({ api: scene.api, ...options });

export async function issueToken(scene: Scene, options: object = {}): Promise<string> {
  return (await scene.control<{ accessToken: string }>('issue-token', options)).accessToken;
}

const wrong = { ...AGENT, password: 'wrong-password' };
const twoFactor = { username: 'twofactor@example.com', password: 'not-a-secret-twofactor' };
const disabled = { username: 'disabled@example.com', password: 'not-a-secret-disabled' };

type Prepare = (scene: Scene) => Promise<unknown>;
const set =
  (settings: object): Prepare =>
  (scene) =>
    scene.control('set', settings);
const spoil = (as: number | string, path: string): Prepare => set({ fail: { as, path } });
const change =
  (user: object): Prepare =>
  (scene) =>
    scene.control('user', { username: AGENT.username, ...user });
const nothing: Prepare = async () => undefined;

function login(name: string, params: Record<string, string>, prepare: Prepare, outcome: Expected): Failure {
  return {
    name: `login: ${name}`,
    async act(scene, secrets) {
      secrets.push(...[params['password'], params['passwordHash']].filter((text) => text !== undefined));
      await prepare(scene);
      return clientOf(scene).login(params);
    },
    ...outcome,
  };
}

function tokenLogin(name: string, prepare: Prepare, outcome: Expected, token?: string): Failure {
  return {
    name: `login with a token: ${name}`,
    async act(scene, secrets) {
      const issued = token ?? (await issueToken(scene));
      secrets.push(issued);
      await prepare(scene);
      return clientOf(scene).loginWithToken(issued);
    },
    ...outcome,
  };
}

interface CallCase {
  readonly call?: (client: DeskClient) => Promise<unknown>;
  readonly prepare?: Prepare;
  readonly username?: string;
  readonly token?: string;
}

function call(name: string, given: CallCase, outcome: Expected): Failure {
  const { call: make = (client) => client.profile(), prepare = nothing, username, token } = given;
  return {
    name: `call: ${name}`,
    async act(scene, secrets) {
      const used = token ?? (await issueToken(scene, { username }));
      secrets.push(used);
      await prepare(scene);
      return make(clientOf(scene, { token: used }));
    },
    ...outcome,
  };
}

const AUTH = '/auth/v1/login';
const kick: Prepare = (scene) => scene.control('kick', { username: AGENT.username });
const revoke: Prepare = (scene) => scene.control('revoke', { username: AGENT.username });
const lock: Prepare = async (scene) => {
  for (let tries = 0; tries < 2; tries += 1) {
    await clientOf(scene)
      .login(wrong)
      .catch(() => undefined);
  }
};
const noSeat = set({ maxMembers: 0 });
const FULL_AUTHENTICATION = /^Full authentication is required/;

/** Logins with a password. */
const LOGINS: readonly Failure[] = [
  login('wrong password', wrong, nothing, expected('login-failed', 200, -1, /2 attempts left/)),
  login(
    'unknown user',
    { ...wrong, username: 'nobody@example.com' },
    nothing,
    expected('login-failed', 200, -1, /^Wrong/),
  ),
  login('disabled user', disabled, nothing, expected('login-failed', 200, -1, /^Wrong/)),
  login('too many tries', wrong, lock, expected('login-failed', 200, -1, /again in 10 minutes/)),
  login('no captcha', { ...AGENT, channel: 'WEB' }, nothing, expected('login-failed', 200, -1)),
  login(
    'wrong captcha',
    { ...AGENT, channel: 'WEB', captchaUid: 'x', captchaCode: 'ABCD' },
    nothing,
    expected('login-failed', 200, -1),
  ),
  login(
    'wrong hash',
    { username: AGENT.username, passwordHash: 'bm90LXRoZS1oYXNo', passwordSalt: 'salt' },
    nothing,
    expected('login-failed', 200, -1, /^Wrong/),
  ),
  login(
    'neither password nor hash',
    { username: AGENT.username },
    nothing,
    expected('login-failed', 200, -1),
  ),
  login('no second factor', twoFactor, nothing, expected('second-factor-required', 200, -2)),
  login(
    'wrong second factor',
    { ...twoFactor, code: '000000' },
    nothing,
    expected('second-factor-required', 200, -2),
  ),
  login(
    'a mobile that is not theirs',
    { ...twoFactor, code: '246810', mobile: '1' },
    nothing,
    expected('second-factor-required', 200, -3),
  ),
  login('no seat left', AGENT, noSeat, expected('seat-limit', 403, 403)),
  login(
    'disabled as a member',
    AGENT,
    change({ memberDisabled: true }),
    expected('account-disabled', 200, 403),
  ),
  login(
    'a server of mid-2025',
    wrong,
    set({ server: 'mid-2025' }),
    expected('login-failed', 200, 500, /^Wrong/),
  ),
  login(
    'as the documentation has it',
    wrong,
    spoil(401, AUTH),
    expected('login-failed', 401, 401, FULL_AUTHENTICATION),
  ),
  login('bad request', AGENT, spoil(400, AUTH), expected('server-error', 400, 400)),
  login('server fault', AGENT, spoil(500, AUTH), expected('server-error', 500, 500)),
  login('HTML', AGENT, spoil('html', AUTH), expected('server-error', 200)),
  login('half an answer', AGENT, spoil('not-json', AUTH), expected('server-error', 200)),
  login('connection cut', AGENT, spoil('cut', AUTH), expected('network')),
];

/** Logins with a token. */
const TOKEN_LOGINS: readonly Failure[] = [
  tokenLogin('revoked', revoke, expected('login-failed', 200, -1)),
  tokenLogin('unknown', nothing, expected('login-failed', 200, -1), 'not-a-token-of-this-desk'),
  tokenLogin('user deleted', change({ deleted: true }), expected('unauthorized', 401, 401)),
  tokenLogin('user disabled', change({ enabled: false }), expected('account-disabled', 403, 403)),
  tokenLogin('no seat left', noSeat, expected('seat-limit', 403, 403)),
  tokenLogin(
    'disabled as a member',
    change({ memberDisabled: true }),
    expected('account-disabled', 200, 403),
  ),
  tokenLogin('server fault', spoil(500, AUTH), expected('server-error', 500, 500)),
];

const over = expected('unauthorized', 401, 401, FULL_AUTHENTICATION);

/** Calls with a token. */
const CALLS: readonly Failure[] = [
  call('unknown token', { token: 'not-a-token-of-this-desk' }, over),
  call('revoked token', { prepare: revoke }, over),
  call('thrown out by an administrator', { prepare: kick }, expected('unauthorized', 401, 401)),
  call('user deleted', { prepare: change({ deleted: true }) }, expected('unauthorized', 401, 401)),
  call('user disabled', { prepare: change({ enabled: false }) }, expected('forbidden', 403, 403)),
  call('no right to the own profile', { username: 'norights@example.com' }, expected('forbidden', 403, 403)),
  call(
    'no right to tickets',
    { username: 'limited@example.com', call: ({ tickets }) => tickets.query() },
    expected('forbidden', 403, 403),
  ),
  call(
    'foreign organisation',
    { call: ({ tickets }) => tickets.query({ orgUid: 'org-of-others' }) },
    expected('forbidden', 403, 403),
  ),
  call(
    'organisation missing',
    { call: (client) => client.get('/api/v1/ticket/query/org') },
    expected('server-error', 400, 400, /orgUid/),
  ),
  call(
    'a path of the documentation that does not exist',
    { call: (client) => client.get('/api/tickets/list') },
    expected('not-found', 200, 404),
  ),
  call(
    'no such ticket',
    { call: ({ tickets }) => tickets.update({ uid: 'no-ticket', title: 'x' }) },
    expected('not-found', 200, 404),
  ),
  call('invalid ticket', { call: ({ tickets }) => tickets.create({}) }, expected('server-error', 200, 400)),
  call(
    'concurrent edit',
    { call: ({ tickets }) => tickets.update({ uid: 'ticket-1', title: 'x', version: 41 }) },
    expected('server-error', 409, 409),
  ),
  call(
    'wrong verb',
    { call: (client) => client.put('/api/v1/ticket/update', { uid: 'ticket-1' }) },
    expected('server-error', 400, 400, /not supported/),
  ),
  ...[405, 500, 501, 503].map((status) =>
    call(`HTTP ${status}`, { prepare: spoil(status, '/api/') }, expected('server-error', status, status)),
  ),
  call('HTML', { prepare: spoil('html', '/api/') }, expected('server-error', 200)),
  call('half an answer', { prepare: spoil('not-json', '/api/') }, expected('server-error', 200)),
  call('connection cut', { prepare: spoil('cut', '/api/') }, expected('network')),
  {
    name: 'call: no token at all',
    act: (scene) => clientOf(scene).profile(),
    ...expected('token-missing'),
  },
];

export const FAILURES: readonly Failure[] = [...LOGINS, ...TOKEN_LOGINS, ...CALLS];

/** The error that a call ends in; throws if there is none. */
export async function failureOf(promise: Promise<unknown>): Promise<BytedeskError> {
  const outcome: unknown = await promise.then(
    () => 'it resolved',
    (reason: unknown) => reason,
  );
  if (outcome instanceof BytedeskError) return outcome;
  throw new Error(`no BytedeskError: ${String(outcome)}`);
}

/** Everything that an error shows to whoever prints it, causes included. */
export function allTextOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const members = Object.getOwnPropertyNames(error).map((name) => String(Reflect.get(error, name)));
  return [error.message, error.stack, JSON.stringify(error), ...members, allTextOf(error.cause)].join('\n');
}
