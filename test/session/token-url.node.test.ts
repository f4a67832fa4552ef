import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { BytedeskError } from '../../src/errors.js';
import { DeskClock } from '../../src/session/clock.js';
import { requestToken } from '../../src/session/token-sources.js';
import { fetchToken, type TokenNeed } from '../../src/session/token-url.js';
import { DAY, HOUR, MINUTE, Scene, token } from './session-scene.js';

const URL_OF_HOST = 'https://host.example.com/desk/token';
const { fetch } = globalThis;

afterEach(() => {
  globalThis.fetch = fetch;
});

const good = token({ exp: Date.UTC(2030, 0, 1) });

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** Answers every request alike; notes what was sent. */
function answering(answer: () => Response): Sent[] {
  const sent: Sent[] = [];
  globalThis.fetch = async (input, init = {}) => {
    sent.push({ url: input as string, init });
    return answer();
  };
  return sent;
}

const ask = (need: Partial<TokenNeed> = {}): Promise<string> =>
  fetchToken({
    url: URL_OF_HOST,
    credentials: 'same-origin',
    reason: 'initial',
    expiresAt: null,
    held: null,
    signal: new AbortController().signal,
    ...need,
  }).then(({ token: given }) => given);

const failure = (promise: Promise<unknown>): Promise<BytedeskError> =>
  promise.then(
    (value) => assert.fail(`resolved with ${String(value)}`),
    (error: BytedeskError) => error,
  );

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });
const page = (type: string, status = 200): Response =>
  new Response('<!doctype html><title>Sign in</title>', { status, headers: { 'content-type': type } });

/** As a browser answers with `redirect: 'manual'`. */
const opaqueRedirect = (): Response =>
  Object.defineProperties(new Response(null), {
    type: { value: 'opaqueredirect' },
    status: { value: 0 },
    ok: { value: false },
  });

/** Asks the token URL as a renewal does. */
function request(scene: Scene): Promise<string> {
  const settings = { ...scene.settings(null), tokenUrl: URL_OF_HOST };
  const need = { reason: 'initial', expiresAt: null, held: null } as const;
  return requestToken(settings, need, undefined, new DeskClock(scene.platform), new AbortController().signal);
}

describe('a request to a token URL', () => {
  it('names the library, follows no redirect and carries the body as documented', async () => {
    const sent = answering(() => json({ accessToken: good }));
    const held = 'held-token';
    await ask({ reason: 'renew', expiresAt: new Date(Date.UTC(2026, 1, 3, 4, 5, 6, 7)), held });
    const [{ url, init }] = sent as [Sent];
    assert.equal(url, URL_OF_HOST);
    assert.deepEqual(
      { method: init.method, redirect: init.redirect, cache: init.cache, credentials: init.credentials },
      { method: 'POST', redirect: 'manual', cache: 'no-store', credentials: 'same-origin' },
    );
    const headers = new Headers(init.headers);
    assert.equal(headers.get('x-bytedesk-embed'), 'token');
    assert.equal(headers.get('content-type'), 'application/json');
    const body = JSON.parse(init.body as string) as Record<string, unknown>;
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(held));
    assert.deepEqual(body, {
      reason: 'renew',
      expiresAt: '2026-02-03T04:05:06.007Z',
      tokenHash: Buffer.from(digest).toString('hex'),
    });
  });

  it('says neither an end nor a hash where there is no token', async () => {
    const sent = answering(() => json({ accessToken: good }));
    await ask();
    assert.equal(sent[0]?.init.body, '{"reason":"initial","expiresAt":null}');
  });

  it('writes every end as JSON would, and none for one before 1970', async () => {
    const sent = answering(() => json({ accessToken: good }));
    const ends = [0, 1, 999, 951_782_400_000, 1_709_164_800_007, 4_102_444_799_999, 9.99e13];
    for (const end of ends) await ask({ expiresAt: new Date(end) });
    await ask({ expiresAt: new Date(-1) });
    assert.deepEqual(
      sent.map(({ init }) => (JSON.parse(init.body as string) as { expiresAt: string | null }).expiresAt),
      [...ends.map((end) => new Date(end).toISOString()), null],
    );
  });

  it('is the same in a page whose scripts have replaced built-in functions', async () => {
    const text = JSON.stringify({ accessToken: good });
    const sent = answering(() => new Response(text));
    const need = { reason: 'renew', expiresAt: new Date(Date.UTC(2026, 0, 1)), held: 'held' } as const;
    await ask(need);
    const quoted = function (this: unknown): string {
      return `"replaced ${String(this)}"`;
    };
    const replaced: [object, string, unknown][] = [
      [Array, 'from', () => []],
      [Array.prototype, 'toJSON', quoted],
      [Array.prototype, 'reduce', () => undefined],
      [Array.prototype, 'map', () => []],
      [String.prototype, 'toJSON', quoted],
      [Date.prototype, 'toJSON', quoted],
      [Date.prototype, 'toISOString', quoted],
      [Object.prototype, 'toJSON', quoted],
      [JSON, 'stringify', quoted],
    ];
    const before = replaced.map(([on, name]) => Object.getOwnPropertyDescriptor(on, name));
    for (const [on, name, value] of replaced) Object.defineProperty(on, name, { value, configurable: true });
    try {
      await ask(need);
    } finally {
      for (const [i, [on, name]] of replaced.entries()) {
        const old = before[i];
        if (old === undefined) Reflect.deleteProperty(on, name);
        else Object.defineProperty(on, name, old);
      }
    }
    assert.equal(sent[1]?.init.body, sent[0]?.init.body);
  });

  it('goes without a hash where the page cannot compute one', async () => {
    const sent = answering(() => json({ accessToken: good }));
    const { crypto } = globalThis;
    const without = [undefined, {}, { subtle: { digest: () => Promise.reject(new Error('no')) } }];
    for (const value of without) {
      Object.defineProperty(globalThis, 'crypto', { value, configurable: true });
      try {
        await ask({ held: 'held' });
      } finally {
        Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
      }
    }
    assert.deepEqual(
      sent.map(({ init }) => init.body),
      without.map(() => '{"reason":"initial","expiresAt":null}'),
    );
  });

  for (const [name, answer] of Object.entries({
    'a token alone': () => json({ accessToken: good }),
    'the desk’s envelope': () => json({ code: 200, message: 'success', data: { accessToken: good } }),
    'a token with a line break': () => json({ accessToken: ` ${good}\r\n` }),
    'a token of the wrong content type': () =>
      new Response(JSON.stringify({ accessToken: good }), { headers: { 'content-type': 'text/plain' } }),
    'a token with HTTP 201': () => json({ accessToken: good }, 201),
    'a token beside words': () =>
      json({ accessToken: good, message: 'Please log in again after 登录已过期' }),
    'a token beside a code': () => json({ accessToken: good, code: 401, error: { code: 401 } }),
  })) {
    it(`takes ${name}`, async () => {
      answering(answer);
      assert.equal(await request(new Scene()), good);
    });
  }

  it('refuses a token that has ended by the corrected clock', async () => {
    const scene = new Scene();
    const old = token({ iat: scene.now - 2 * HOUR, exp: scene.now - HOUR });
    answering(() => json({ accessToken: old }));
    await assert.rejects(request(scene), { code: 'token-source-failed', message: /old token/ });
  });
});

describe('a token URL that says “not signed in”', () => {
  const dialects: Record<string, () => Response> = {
    '401 (REST)': () => json({ code: 'unauthorized', message: 'no' }, 401),
    '401 with a page (basic authentication)': () => page('text/html', 401),
    '403 (Django, WordPress)': () => json({}, 403),
    '403 with a page': () => page('text/html', 403),
    '419 (Laravel)': () => page('text/html', 419),
    '440 (IIS)': () => page('text/html', 440),
    'a redirect, as a browser sees it (Rails, Spring, Express)': opaqueRedirect,
    'a redirect whose address can be read': () =>
      new Response(null, { status: 302, headers: { location: '/login' } }),
    'a redirect that a wrapped fetch has followed': () =>
      Object.defineProperty(json({}), 'redirected', { value: true }),
    'a sign-in page as a success': () => page('text/html; charset=utf-8'),
    'a sign-in page as XHTML': () => page('application/xhtml+xml'),
    'a sign-in page without its type': () => page('application/json'),
    'a success whose header says 401 (ASP.NET)': () =>
      new Response('{}', {
        headers: { 'x-responded-json': '{"status":401,"headers":{"location":"/login"}}' },
      }),
    'an empty 204': () => new Response(null, { status: 204 }),
    null: () => json(null),
    'a token that is null': () => json({ accessToken: null }),
    'the 0 of WordPress': () => json(0),
    'an error in a success': () => json({ error: 'unauthenticated' }),
    'a message in a success': () => json({ message: 'You are not logged in.' }),
    'a code in a success': () => json({ code: 401, message: 'no' }),
    'a code as text in a success': () => json({ code: '403' }),
    'a status in a success': () => json({ status: 401 }),
    'words in a success': () => new Response('Please log in'),
    'a message in Chinese': () => json({ code: 500, msg: '请先登录' }),
    'an error as an object (ABP)': () =>
      json({ success: false, error: { code: 0, message: 'Current user did not login to the application!' } }),
    'a code in an error (Google)': () => json({ error: { code: 401, message: 'no', status: 'NO' } }),
    'an errcode': () => json({ errcode: 401, errmsg: 'no' }),
    'the page of Rails for the form token of a session that has ended': () => page('text/html', 422),
    ...Object.fromEntries(
      [
        'Authentication required',
        'Login is required.',
        'login_required',
        'not authenticated',
        'invalid session',
        'Session is invalid',
        'SESSION_EXPIRED',
        'Your session has expired.',
        'The session has already timed out',
        'token expired',
        'TokenExpiredError: jwt expired',
        '登录已过期',
        '您的登录已经过期',
        '登陆超时',
        '登录状态已失效',
        '登入逾時，請重新登入',
        '会话已过期',
        '會話逾期',
        'token已失效',
        '令牌 已过期',
        '当前用户没有登录到系统！',
        '尚未登录',
      ].map((message) => [`“${message}”`, () => json({ errmsg: message })]),
    ),
  };
  for (const [name, answer] of Object.entries(dialects)) {
    it(`is not asked again: ${name}`, async () => {
      const sent = answering(answer);
      const scene = new Scene({ joins: false });
      scene.session.setSource({ ...scene.settings(null), tokenUrl: URL_OF_HOST });
      scene.session.add(scene.witness);
      await scene.pass(HOUR);
      scene.platform.wake('online');
      scene.platform.show(true);
      await scene.pass(DAY);
      assert.equal(sent.length, 1);
      assert.equal(scene.session.state, 'failed');
      const { code, isFinal, message } = scene.session.problem as BytedeskError;
      assert.deepEqual([code, isFinal], ['token-source-failed', true]);
      assert.match(message, /sign in/);
    });
  }

  describe('at a renewal', () => {
    const { crypto } = globalThis;
    const replace = (value: unknown): void => {
      Object.defineProperty(globalThis, 'crypto', { value, configurable: true });
    };
    // A hash is computed in another thread, for which a clock that the test drives does not wait.
    beforeEach(() => replace({}));
    afterEach(() => replace(crypto));

    for (const [name, answer] of Object.entries(dialects)) {
      it(`is not asked again, and the token lives to its end: ${name}`, async () => {
        const scene = new Scene({ joins: false });
        const first = scene.token(2 * MINUTE);
        const sent = answering(() => (sent.length > 1 ? answer() : json({ accessToken: first })));
        scene.session.setSource({ ...scene.settings(null), tokenUrl: URL_OF_HOST });
        scene.session.add(scene.witness);
        await scene.pass(1.9 * MINUTE);
        assert.equal(scene.session.state, 'live');
        assert.deepEqual(scene.log.slice(-1), ['failed token-source-failed']);
        await scene.pass(MINUTE);
        scene.platform.wake('online');
        scene.platform.show(true);
        await scene.pass(DAY);
        assert.equal(sent.length, 2);
        assert.deepEqual(scene.log.slice(-2), ['failed token-source-failed', 'expired']);
      });
    }
  });

  it('says its status, where there is one', async () => {
    answering(() => json({}, 419));
    assert.equal((await failure(ask())).status, 419);
    answering(opaqueRedirect);
    assert.equal((await failure(ask())).status, undefined);
  });

  for (const [name, error] of Object.entries({
    'as our own error': Object.assign(new Error('no'), { status: 401 }),
    'as an error with a response': Object.assign(new Error('no'), { response: { status: 403 } }),
    'as a response': new Response(null, { status: 401 }),
  })) {
    it(`means the same where a provider throws it ${name}`, async () => {
      const scene = new Scene({ provider: () => Promise.reject(error) });
      await scene.pass(HOUR);
      assert.deepEqual(scene.asked, ['initial']);
      assert.equal(scene.session.problem?.isFinal, true);
    });
  }
});

describe('a token URL that fails otherwise', () => {
  for (const [name, answer] of Object.entries({
    'a gateway’s page': () => page('text/html', 502),
    'a missing page': () => page('text/html', 404),
    'a page of a firewall': () => page('text/html', 429),
    'an answer without a token': () => json({}),
    'a token that is a number': () => json({ accessToken: 7 }),
    'an envelope that failed': () => json({ code: 500, message: 'busy', data: { accessToken: good } }),
    'an envelope without data': () => json({ code: 200, data: null }),
    'half an answer': () => new Response('{"accessTok'),
    'a list': () => json([good]),
    'nothing at all': () => new Response(''),
    'an error as an object': () => json({ error: { code: 500, message: 'busy' } }),
    'an answer that refuses the form of the request (FastAPI)': () => json({ detail: 'no' }, 422),
    'words where no reason stands': () => json({ title: 'Please log in', data: { message: 'log in first' } }),
    ...Object.fromEntries(
      [
        'Login request timed out',
        'Could not sign in at the desk',
        'Could not authenticate at the desk',
        'The desk did not log in in time',
        'Could not open a session: connection timed out',
        'The session store timed out',
        'authentication service is required but down',
        'token service timed out',
        'The token request has expired',
        '登录失败，请稍后重试',
        '登录服务超时',
        '登录请求超时',
        '令牌服务超时',
        '获取token超时',
        '令牌获取已超时',
        '没能登录',
        '系统繁忙',
      ].map((message) => [`“${message}”`, () => json({ code: 500, message })]),
    ),
  })) {
    it(`is asked again: ${name}`, async () => {
      const sent = answering(answer);
      const scene = new Scene({ joins: false });
      scene.session.setSource({ ...scene.settings(null), tokenUrl: URL_OF_HOST });
      scene.session.add(scene.witness);
      await scene.pass(MINUTE);
      assert.equal(sent.length, 4);
      assert.equal(scene.session.problem?.isFinal, false);
      assert.doesNotMatch(`${scene.session.problem?.stack}`, /eyJ/);
    });
  }
});

describe('a token as people paste it', () => {
  for (const around of ['\n', '\r\n', ' \t', '\u00a0', '\ufeff', '\u200b']) {
    it(`may have ${JSON.stringify(around)} around it`, async () => {
      const scene: Scene = new Scene({ provider: () => `${around}${good}${around}` });
      await scene.pass(1);
      assert.equal(scene.session.token, good);
      const other = new Scene();
      await other.use(`${around}${good}${around}`);
      assert.equal(other.session.token, good);
    });
  }

  const wrong = [
    'undefined',
    'null',
    'NaN',
    '[object Object]',
    '[object Promise]',
    'Bearer',
    `Bearer ${good}`,
    `bearer ${good}`,
    `"${good}"`,
    `'${good}'`,
    `\`${good}\``,
    `“${good}”`,
    `<${good}>`,
    '{{ token }}',
    '${token}',
    '<%= token %>',
    '{"accessToken":"x"}',
    good.slice(0, 60),
    `${good.slice(0, 40)}\n${good.slice(40)}`,
  ];
  for (const value of wrong) {
    it(`is malformed, from whatever source, and asked for once: ${value.replace(/eyJ.*/s, 'eyJ…')}`, async () => {
      const given = new Scene();
      await given.use(value);
      assert.equal(given.session.problem?.code, 'token-malformed');

      const provided = new Scene({ provider: () => value });
      await provided.pass(HOUR);
      assert.deepEqual(provided.asked, ['initial']);
      assert.equal(provided.session.problem?.code, 'token-malformed');

      const sent = answering(() => json({ accessToken: value }));
      const fetched = new Scene({ joins: false });
      fetched.session.setSource({ ...fetched.settings(null), tokenUrl: URL_OF_HOST });
      fetched.session.add(fetched.witness);
      await fetched.pass(HOUR);
      assert.equal(sent.length, 1);
      assert.equal(fetched.session.problem?.code, 'token-malformed');
      assert.doesNotMatch(`${fetched.session.problem?.stack}`, /eyJ/);
    });
  }

  it('is taken where it is opaque, whatever signs it has', async () => {
    for (const value of ['a', '9d0e1f', 'a+b/c==', 'u:1|x', 'a.b.c', 'nullable', 'undefined-1', 'Bearer1']) {
      const scene = new Scene();
      await scene.use(value);
      assert.equal(scene.session.state, 'live', value);
    }
  });
});
