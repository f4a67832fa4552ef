import assert from 'node:assert/strict';
import { mock, test, type TestContext } from 'node:test';
import { createLogoutHandler, createTokenHandler, type LogEvent } from '../../src/server.js';

const HOST = 'https://crm.example.com';
const TIMEOUT_SECONDS = 10;

/** One login that the desk has not answered yet. */
interface OpenLogin {
  readonly answer: (token: string) => void;
  readonly refuse: () => void;
  readonly user: string;
  readonly signal: AbortSignal;
}

/** Lets others go on until something is true. The clock of the test stands meanwhile. */
async function until(isTrue: () => boolean, what: string): Promise<void> {
  const endMs = performance.now() + 20_000;
  while (!isTrue()) {
    if (performance.now() > endMs) throw new Error(`Never came: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A host whose desk answers logins when the test says so, and whose time moves when the test moves it. */
function hostOf(context: TestContext) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.UTC(2026, 10, 26) });
  context.after(() => mock.timers.reset());
  const logins: OpenLogin[] = [];
  const revoked: (string | null)[] = [];
  const log: LogEvent[] = [];
  const fetch = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    if (new Request(url).url.endsWith('/logout')) {
      revoked.push(new Headers(init.headers).get('authorization'));
      return Response.json({ code: 200, data: true });
    }
    const { signal } = init;
    assert.ok(signal && typeof init.body === 'string');
    const { username: user } = JSON.parse(init.body) as { username: string };
    return new Promise((resolve, reject) => {
      const answer = (accessToken: string): void =>
        resolve(Response.json({ code: 200, data: { accessToken, user: { uid: 'u', username: 'agent' } } }));
      // As the desk says that a password is wrong.
      const refuse = (): void =>
        resolve(Response.json({ code: -1, message: 'User name or password is wrong' }));
      logins.push({ answer, refuse, user, signal });
      signal.addEventListener('abort', () => reject(new TypeError('aborted')));
    });
  };
  const options = {
    api: 'https://desk.example.com',
    authorize: (request: Request) => ({ id: request.headers.get('x-user') ?? 'one' }),
    credentials: ({ id }: { id: string }) => ({ username: id, password: 'not-a-secret' }),
    timeout: TIMEOUT_SECONDS,
    grace: 60,
    fetch,
    log: (event: LogEvent) => void log.push(event),
  };
  const post = async (handler: (request: Request) => Promise<Response>, user: string): Promise<Response> => {
    const headers = { origin: HOST, 'content-type': 'application/json', 'x-user': user };
    return handler(new Request(HOST, { method: 'POST', headers, body: '{"reason":"initial"}' }));
  };
  const [token, logout] = [createTokenHandler(options), createLogoutHandler(options)];
  const pass = async (seconds: number): Promise<void> => {
    // In small steps: a time-out has slices, each of which sets the timer of the next one.
    for (let passed = 0; passed < seconds; passed += 0.25) {
      mock.timers.tick(250);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const ask = (user = 'one'): Promise<Response> => post(token, user);
  return {
    logins,
    revoked,
    log,
    pass,
    ask,
    leave: () => post(logout, 'one'),
    /** Asks for a token, and waits until the page has been told that the desk is too slow. */
    askInVain: async () => {
      const coming = ask();
      await until(() => logins.length === 1, 'the login');
      await pass(TIMEOUT_SECONDS + 2);
      assert.equal((await coming).status, 504);
    },
    /** How often the log has an event of a kind. */
    count: (type: LogEvent['type']) => log.filter((event) => event.type === type).length,
  };
}

const tokenOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { accessToken: string }).accessToken;

test('a login that the desk answers minutes later is known, and serves the next request', async (context) => {
  const { askInVain, ask, count, logins, pass, revoked } = hostOf(context);
  await askInVain();
  await pass(270);
  assert.equal(logins[0]?.signal.aborted, false);
  logins[0]?.answer('late-token');
  await until(() => count('token') === 1, 'the token');
  assert.equal(await tokenOf(await ask()), 'late-token');
  assert.equal(logins.length, 1);
  assert.deepEqual(revoked, []);
});

test('a login that the desk answers minutes after the sign-out is revoked at once', async (context) => {
  const { askInVain, leave, logins, pass, revoked } = hostOf(context);
  await askInVain();
  assert.equal((await leave()).status, 204);
  await pass(270);
  assert.equal(logins[0]?.signal.aborted, false);
  logins[0]?.answer('late-token');
  await until(() => revoked.length > 0, 'the revocation');
  assert.deepEqual(revoked, ['Bearer late-token']);
});

test('a late token takes the place of no token that was asked for after it', async (context) => {
  const { askInVain, ask, logins, pass, revoked } = hostOf(context);
  await askInVain();
  const coming = ask();
  await until(() => logins.length === 2, 'another login');
  logins[1]?.answer('newer-token');
  assert.equal(await tokenOf(await coming), 'newer-token');
  await pass(5);
  logins[0]?.answer('late-token');
  await until(() => revoked.length > 0, 'the revocation');
  assert.deepEqual(revoked, ['Bearer late-token']);
  assert.equal(await tokenOf(await ask()), 'newer-token');
});

test('a login that is never answered is given up after five minutes, and the log says whose it was', async (context) => {
  const { askInVain, count, logins, log, pass } = hostOf(context);
  await askInVain();
  await pass(280);
  assert.deepEqual([logins[0]?.signal.aborted, count('login-lost')], [false, 0]);
  await pass(20);
  await until(() => count('login-lost') > 0, 'the event');
  assert.equal(logins[0]?.signal.aborted, true);
  assert.deepEqual(log.at(-1), { type: 'login-lost', user: 'one' });
});

test('a late login that the desk refuses is none that was lost', async (context) => {
  const { askInVain, ask, count, logins, pass } = hostOf(context);
  await askInVain();
  await pass(60);
  logins[0]?.refuse();
  const again = ask();
  await until(() => logins.length === 2, 'another login');
  logins[1]?.refuse();
  assert.equal((await again).status, 403);
  // Both count: a third one would lock the user at the desk.
  assert.equal((await ask()).status, 403);
  assert.deepEqual([logins.length, count('login-held-back'), count('login-lost')], [2, 1, 0]);
});

test('only so many late logins are waited for: the oldest is given up for the newest', async (context) => {
  const { ask, log, logins, count, pass } = hostOf(context);
  const users = Array.from({ length: 260 }, (_, at) => `user-${at}`);
  const coming = users.map((user) => ask(user));
  // No more than 64 at a time: the next ones begin when these are late.
  for (let steps = 0; logins.length < users.length && steps < 500; steps += 1) {
    await until(() => logins.length >= 64, 'the first logins');
    await pass(1);
  }
  for (let steps = 0; count('login-lost') < 4 && steps < 500; steps += 1) await pass(0.25);
  for (const { status } of await Promise.all(coming)) assert.equal(status, 504);
  await pass(TIMEOUT_SECONDS);
  const isOver = logins.map(({ signal }) => signal.aborted);
  assert.deepEqual(isOver, [...Array<boolean>(4).fill(true), ...Array<boolean>(256).fill(false)]);
  assert.deepEqual(
    log.filter(({ type }) => type === 'login-lost'),
    logins.slice(0, 4).map(({ user }) => ({ type: 'login-lost', user })),
  );
});
