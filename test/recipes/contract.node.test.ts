import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { DeskLine } from './desk-line.js';
import { RECIPES, RecipeServer, reasonToSkip, type Recipe } from './recipe-server.js';
import { writeRecipes, type Recipes } from './snippets.js';

const SESSIONS = { 'session-ann': 'ann', 'session-bob': 'bob', 'session-eve': 'eve', 'session-mal': 'mal' };
const DESK_LOGINS = {
  ann: { username: 'agent@example.com', password: 'not-a-secret-agent' },
  bob: { username: 'second@example.com', password: 'not-a-secret-second' },
  mal: { username: 'limited@example.com', password: 'not-a-secret-wrong' },
};
type User = 'ann' | 'bob' | 'eve' | 'mal';

interface Ask {
  readonly path?: string;
  readonly method?: string;
  /** Null for nobody. */
  readonly user?: User | null;
  readonly body?: unknown;
  /** Null leaves a header out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** As JSON.parse gives it. */
  readonly body: ReturnType<typeof JSON.parse>;
}

async function until(check: () => boolean): Promise<void> {
  for (let tries = 0; !check(); tries += 1) {
    if (tries === 1500) throw new Error('It has never come');
    await pause(20);
  }
}

/** A running recipe with a desk of its own. */
class Host {
  readonly #server: RecipeServer;
  readonly #desk: StandInDesk;
  readonly #line: DeskLine;
  readonly #clock: { slowMs: number };
  readonly refusals: string[] = [];
  readonly tokens = new Set<string>();
  #numbered = 0;

  private constructor(server: RecipeServer, desk: StandInDesk, line: DeskLine, clock: { slowMs: number }) {
    this.#server = server;
    this.#desk = desk;
    this.#line = line;
    this.#clock = clock;
  }

  static async start(recipe: Recipe, folder: string): Promise<Host> {
    const clock = { slowMs: 0 };
    const desk = await createStandInDesk({ now: () => Date.now() - clock.slowMs });
    const line = await DeskLine.open(desk.api);
    const added = {
      DESK_API: line.api,
      SESSIONS: JSON.stringify(SESSIONS),
      DESK_LOGINS: JSON.stringify(DESK_LOGINS),
    };
    return new Host(await RecipeServer.start(recipe, folder, added), desk, line, clock);
  }

  get desk(): StandInDesk {
    return this.#desk;
  }

  /** The desk's address as the recipe has it. */
  get api(): string {
    return this.#line.api;
  }

  get output(): string {
    return this.#server.output.join('');
  }

  async close(): Promise<void> {
    await this.#server.close();
    await this.closeDesk();
  }

  async closeDesk(): Promise<void> {
    await this.#line.close();
    await this.#desk.close();
  }

  /** Asks while nothing gets to the desk, until `send` is through. */
  async withDeskHeld<T>(send: () => Promise<T>): Promise<T> {
    this.#line.hold(true);
    try {
      return await send();
    } finally {
      this.#line.hold(false);
    }
  }

  /** Waits until a call of the desk is held. */
  async callsDesk(): Promise<void> {
    await until(() => this.#line.hasWaiting);
  }

  /** Asks, and waits until the recipe has begun with the request. @returns the answer to come */
  async arrive(ask: Ask): Promise<{ readonly answer: Promise<Answer> }> {
    this.#numbered += 1;
    const number = this.#numbered;
    const answer = this.ask({ ...ask, headers: { ...ask.headers, 'x-test-number': String(number) } });
    await until(() => this.#server.hasTaken(number));
    return { answer };
  }

  async ask({
    path = '/desk/token',
    method = 'POST',
    user = 'ann',
    body,
    headers = {},
  }: Ask = {}): Promise<Answer> {
    const all: Record<string, string | null> = {
      origin: this.#server.url,
      'content-type': 'application/json',
      cookie: user && `theme=dark; session=session-${user}`,
      ...headers,
    };
    const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
    const text =
      typeof body === 'string' ? body : JSON.stringify(body ?? { reason: 'initial', expiresAt: null });
    const response = await fetch(this.#server.url + path, {
      method,
      headers: given,
      body: method === 'GET' ? undefined : text,
    });
    const answer = await response.text();
    if (!response.ok) this.refusals.push(`${JSON.stringify([...response.headers])} ${answer}`);
    const parsed = answer ? JSON.parse(answer) : null;
    if (parsed?.accessToken) this.tokens.add(parsed.accessToken);
    return { status: response.status, headers: response.headers, body: parsed };
  }

  /**
   * Asks with these headers as they stand, each `name: value`, and in two pieces. @returns the status
   *
   * `PAGE` stands for the page's origin. A header that is not named here is sent as a browser sends it.
   */
  async askAsProxy(lines: readonly string[], more = ''): Promise<number> {
    const { origin, host, hostname, port } = new URL(this.#server.url);
    const text = JSON.stringify({ reason: 'initial', expiresAt: null, more });
    const given = lines.map((line) => line.replace(/PAGE$/, origin).split(/: (.*)/, 2));
    const isGiven = (name: string): boolean => given.some(([other]) => other?.toLowerCase() === name);
    const usual = { host, origin, 'content-type': 'application/json', 'content-length': String(text.length) };
    const added = Object.entries(usual).filter(
      ([name]) => !isGiven(name) && !(name === 'content-length' && isGiven('transfer-encoding')),
    );
    const headers = [...added, ...given].flat<string[][], 1>();
    const options = { hostname, port, path: '/desk/token', method: 'POST', headers };
    return new Promise((resolve, reject) => {
      const request = httpRequest(options, (response) =>
        response.resume().on('end', () => resolve(response.statusCode ?? 0)),
      );
      request.on('error', reject).write(text.slice(0, 9));
      request.end(text.slice(9));
    });
  }

  async token(user: User, body?: object): Promise<string> {
    const { status, body: answer } = await this.ask({ user, body });
    assert.equal(status, 200, JSON.stringify(answer));
    return answer.accessToken;
  }

  /** Tokens that the desk makes now end in a second or two. */
  makeShortTokens(isOn: boolean): void {
    this.#clock.slowMs = isOn ? 365 * 86_400_000 - 2000 : 0;
  }

  /** HTTP status of the desk for a token: 200 alive, 401 over. */
  async statusAtDesk(token: string): Promise<number> {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${this.desk.api}/api/v1/user/profile`, { headers });
    await response.text();
    return response.status;
  }

  get logins(): number {
    return this.desk.requests().filter(({ path }) => path === '/auth/v1/login').length;
  }
}

const REFUSALS: readonly (readonly [what: string, ask: Ask, status: number, code: string])[] = [
  ['a foreign origin', { headers: { origin: 'https://elsewhere.example' } }, 403, 'untrusted-origin'],
  ['the origin null', { headers: { origin: 'null' } }, 403, 'untrusted-origin'],
  ['no origin', { headers: { origin: null } }, 403, 'untrusted-origin'],
  ['GET', { method: 'GET' }, 405, 'method-not-allowed'],
  ['plain text', { headers: { 'content-type': 'text/plain' } }, 415, 'unsupported-media-type'],
  ['nobody', { user: null }, 401, 'unauthorized'],
  ['a session that is none', { user: null, headers: { cookie: 'session=__proto__' } }, 401, 'unauthorized'],
  ['a user without a login at the desk', { user: 'eve' }, 403, 'forbidden'],
  [
    'a cookie whose name ends alike',
    { user: null, headers: { cookie: 'xsession=session-ann' } },
    401,
    'unauthorized',
  ],
  ['no JSON', { body: '{"reason":' }, 400, 'bad-request'],
  ['no JSON of nobody', { user: null, body: '{' }, 400, 'bad-request'],
  ['an empty list', { body: [] }, 400, 'bad-request'],
  ['a text', { body: '"initial"' }, 400, 'bad-request'],
  ['null', { body: 'null' }, 400, 'bad-request'],
  ['a list', { body: [] }, 400, 'bad-request'],
  ['an unknown reason', { body: { reason: 'because' } }, 400, 'bad-request'],
  ['a huge body', { body: { reason: 'initial', more: 'x'.repeat(5000) } }, 413, 'body-too-large'],
];

/** What others may put around the session in the one header that holds all cookies. */
const COOKIES = [
  'consent={"ads":false}; SESSION',
  'flag; SESSION',
  'SESSION; flag; note=a b',
  'quoted="open; SESSION',
  '=nothing; ; SESSION',
  'a@b(c)=1; caf\u00e9=1; SESSION; more[x]=1',
  'note=a b; SESSION',
  'a="b c; SESSION',
  'Session=another; SESSION; xsession=another',
  // The more particular cookie comes first. It counts, as in PHP.
  'SESSION; session=another',
];

/** Headers of one request: a proxy may take HTTP/2 from a browser, which sends a header for each cookie there. */
const COOKIE_HEADERS = [
  ['theme=dark', 'SESSION'],
  ['SESSION', 'theme=dark'],
  ['a=1; b=2', 'c="', 'flag', 'SESSION', 'note=a b'],
];

const ANN = 'Cookie: session=session-ann';
const IN_PIECES = 'Transfer-Encoding: chunked';

/** What proxies make of a request. */
const BY_PROXIES: Readonly<Record<string, readonly string[]>> = {
  'a body whose length nobody names': [ANN, IN_PIECES],
  'a media type with its charset': [ANN, 'Content-Type: application/json; charset=utf-8'],
  'a media type in other spelling': [ANN, 'Content-Type: Application/JSON;charset="UTF-8"'],
  'names of headers in upper case': ['COOKIE: session=session-ann', 'ORIGIN: PAGE'],
  'headers of several proxies': [
    ANN,
    'X-Forwarded-For: 203.0.113.7',
    'X-Forwarded-For: 10.0.0.1',
    'Via: 1.1 a',
    'Via: 1.1 b',
  ],
};

function contract(recipe: Recipe): void {
  describe(`the recipe for ${recipe.name}`, { skip: reasonToSkip(recipe.name, recipe.needs) }, () => {
    let recipes: Recipes;
    let host: Host;

    before(async () => {
      recipes = writeRecipes();
      host = await Host.start(recipe, recipes.folder);
    });

    after(async () => {
      await host?.close();
      recipes.remove();
    });

    it('hands out a token that works at the desk', async () => {
      const { status, headers, body } = await host.ask();
      assert.equal(status, 200, JSON.stringify(body));
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.match(headers.get('content-type') ?? '', /^application\/json/);
      assert.equal(await host.statusAtDesk(body.accessToken), 200);
      assert.equal(host.desk.snapshot().tokens.at(-1)?.channel, 'FLUTTER');
      assert.equal(await host.token('ann'), body.accessToken);
      assert.equal(host.logins, 1);
    });

    it('logs a user in once for many requests at a time', async () => {
      host.desk.clearRequests();
      host.desk.set({ slow: 100 });
      const tokens = await Promise.all(Array.from({ length: 12 }, () => host.token('bob')));
      host.desk.set({ slow: 0 });
      assert.equal(new Set(tokens).size, 1);
      assert.equal(host.logins, 1);
    });

    for (const [what, ask, status, code] of REFUSALS) {
      it(`answers ${what} with ${status} ${code}`, async () => {
        host.desk.clearRequests();
        const answer = await host.ask(ask);
        assert.equal(answer.status, status, JSON.stringify(answer.body));
        assert.equal(answer.body.code, code);
        assert.equal(typeof answer.body.message, 'string');
        assert.equal(answer.headers.get('cache-control'), 'no-store');
        assert.equal(host.desk.requests().length, 0);
      });
    }

    for (const [what, ask, status, code] of REFUSALS.filter(([, { user = 'ann', body }]) => {
      return user !== 'eve' && !/reason/.test(JSON.stringify(body ?? ''));
    })) {
      it(`answers ${what} to sign out with ${status} ${code}`, async () => {
        const answer = await host.ask({ body: {}, ...ask, path: '/desk/logout' });
        assert.deepEqual([answer.status, answer.body.code], [status, code]);
      });
    }

    it('signs nobody out by a request for a token', async () => {
      const token = await host.token('ann');
      const headers = { 'x-bytedesk-embed': 'token' };
      const { status, body } = await host.ask({ path: '/desk/logout', headers });
      assert.deepEqual([status, body.code], [403, 'wrong-endpoint']);
      assert.equal(await host.statusAtDesk(token), 200);
      assert.equal((await host.ask({ headers })).body.accessToken, token);
    });

    for (const cookies of COOKIES) {
      it(`knows its user beside other people's cookies: ${cookies}`, async () => {
        const cookie = Buffer.from(cookies.replace('SESSION', 'session=session-ann')).toString('latin1');
        const { status } = await host.ask({ user: null, headers: { cookie } });
        assert.equal(status, 200);
      });
    }

    // PHP has one reading of cookies for the whole application; the server in front of it puts them into one header.
    for (const cookies of recipe.name === 'PHP' ? [] : COOKIE_HEADERS) {
      it(`knows its user by whatever header his cookie is in: ${cookies.join(' | ')}`, async () => {
        const given = cookies.map((cookie) => `cookie: ${cookie.replace('SESSION', 'session=session-ann')}`);
        assert.equal(await host.askAsProxy(given), 200);
      });
    }

    for (const [what, lines] of Object.entries(BY_PROXIES)) {
      it(`answers a request that a proxy has passed on: ${what}`, async () => {
        assert.equal(await host.askAsProxy(lines), 200);
      });
    }

    it('reads no more of a body whose length nobody names than of others', async () => {
      assert.equal(await host.askAsProxy([ANN, IN_PIECES], 'x'.repeat(5000)), 413);
    });

    it('lets a sign-out win over a request that waits for its turn', async () => {
      await host.ask({ path: '/desk/logout', user: 'bob', body: {} });
      const coming: Promise<Answer>[] = [];
      const leaving = await host.withDeskHeld(async () => {
        // One after another: a worker of PHP that has taken two connections begins with the second one much later.
        for (let count = 0; count < 3; count += 1) coming.push((await host.arrive({ user: 'bob' })).answer);
        await host.callsDesk();
        return host.arrive({ path: '/desk/logout', user: 'bob', body: {} });
      });
      assert.equal((await leaving.answer).status, 204);
      for (const { status, body } of await Promise.all(coming)) {
        if (status === 200) assert.equal(await host.statusAtDesk(body.accessToken), 401);
        else assert.equal(status, 401);
      }
      await pause(1100);
      assert.equal(await host.statusAtDesk(await host.token('bob')), 200);
    });

    it('does not lock a login by trying a wrong password again and again', async () => {
      host.desk.clearRequests();
      for (let tries = 0; tries < 4; tries += 1) {
        const { status, body } = await host.ask({ user: 'mal' });
        assert.deepEqual([status, body.code], [403, 'login-failed']);
      }
      assert.ok(host.logins <= 2, `${host.logins} tries`);
    });

    it('replaces a token that the desk refuses, but not for a tab that is late, nor again at once', async () => {
      const old = await host.token('ann');
      // The desk makes the same token of two logins within one second.
      await pause(1100);
      host.desk.revoke(old);
      const rejected = (token: string): object => ({
        reason: 'rejected',
        expiresAt: null,
        tokenHash: createHash('sha256').update(token).digest('hex'),
      });
      const fresh = await host.token('ann', rejected(old));
      assert.notEqual(fresh, old);
      assert.equal(await host.statusAtDesk(fresh), 200);
      assert.equal(await host.token('ann', rejected(old)), fresh);
      const again = await host.ask({ body: rejected(fresh) });
      assert.deepEqual([again.status, again.body.code], [429, 'too-many-requests']);
    });

    it('revokes the token on logout', async () => {
      const token = await host.token('bob');
      const logout = { path: '/desk/logout', user: 'bob', body: {} } as const;
      const foreign = await host.ask({ ...logout, headers: { origin: 'https://elsewhere.example' } });
      assert.equal(foreign.status, 403);
      assert.equal(await host.statusAtDesk(token), 200);
      const { status, headers } = await host.ask(logout);
      assert.equal(status, 204);
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(await host.statusAtDesk(token), 401);
      assert.equal((await host.ask({ ...logout, user: null })).status, 401);
    });

    it('does not hand out a token that is over', async () => {
      host.makeShortTokens(true);
      const short = await host.token('bob');
      host.makeShortTokens(false);
      await pause(2000);
      assert.equal(await host.statusAtDesk(short), 401);
      assert.equal(await host.statusAtDesk(await host.token('bob')), 200);
      await host.ask({ path: '/desk/logout', user: 'bob', body: {} });
    });

    it('answers a desk that does not speak JSON, or not at all, with 502', async () => {
      for (const as of ['html', 'cut', 500] as const) {
        host.desk.set({ fail: { as, path: '/auth/' } });
        const { status, body } = await host.ask({ user: 'bob' });
        assert.deepEqual([as, status], [as, 502], JSON.stringify(body));
      }
      await host.closeDesk();
      const { status, body, headers } = await host.ask({ user: 'bob' });
      assert.deepEqual([status, body.code], [502, 'network']);
      assert.equal(headers.get('cache-control'), 'no-store');
    });

    it('signs out while the desk is down', async () => {
      assert.equal((await host.ask({ path: '/desk/logout', user: 'ann', body: {} })).status, 204);
    });

    it('tells no secret in a refusal or in what it prints', () => {
      const told = host.refusals.join('\n') + host.output;
      assert.ok(host.refusals.length > REFUSALS.length);
      const ports = [host.desk.api, host.api].map((url) => `127.0.0.1:${new URL(url).port}`);
      const secrets = ['not-a-secret', '@example.com', 'session-', ...ports, ...host.tokens];
      for (const secret of secrets) assert.ok(!told.includes(secret), `${secret} in ${told}`);
    });
  });
}

RECIPES.forEach(contract);
