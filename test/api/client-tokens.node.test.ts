import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  BytedeskError,
  DeskClient,
  type DeskClientOptions,
  type TokenEndReason,
  type TokenRequest,
  type UnauthorizedEvent,
} from '../../src/index.js';
import { makeToken, SAMPLE_TOKEN } from '../support/tokens.js';
import { fakeFetch } from './fake-fetch.js';

/** A desk that knows these tokens alone. */
function deskThatTakes(...live: string[]) {
  const tokens = new Set(live);
  const asked: string[] = [];
  const fetch = fakeFetch(({ url, headers }) => {
    if (url.pathname.startsWith('/auth/')) return Response.json({ code: 200, data: { accessToken: 'L' } });
    const token = headers.get('authorization')?.replace('Bearer ', '') ?? '';
    asked.push(token);
    const isGood = tokens.has(token);
    const body = isGood ? { code: 200, data: {} } : { code: 401, message: 'Full authentication is required' };
    return Response.json(body, { status: isGood ? 200 : 401 });
  });
  return { tokens, asked, fetch };
}

const make = (options: Partial<DeskClientOptions>): DeskClient =>
  new DeskClient({ api: 'https://desk.example.com', ...options });

/** A provider that gives these tokens in turn, and notes what it was asked. */
function providerOf(...tokens: unknown[]) {
  const requests: Omit<TokenRequest, 'signal'>[] = [];
  const tokenProvider = async ({ reason, expiresAt }: TokenRequest): Promise<string> => {
    requests.push({ reason, expiresAt });
    return tokens[Math.min(requests.length, tokens.length) - 1] as string;
  };
  return { requests, tokenProvider };
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof BytedeskError ? error.code : error),
  );

function listen(client: DeskClient): UnauthorizedEvent['detail'][] {
  const heard: UnauthorizedEvent['detail'][] = [];
  client.addEventListener('unauthorized', (event) => heard.push(event.detail));
  return heard;
}

describe('tokenProvider', () => {
  it('is asked once for all calls that wait, and not again while the token is good', async () => {
    const { requests, tokenProvider } = providerOf('A');
    const client = make({ ...deskThatTakes('A'), tokenProvider });
    await Promise.all(Array.from({ length: 20 }, () => client.profile()));
    await client.profile();
    assert.deepEqual(requests, [{ reason: 'initial', expiresAt: null }]);
  });

  it('wins over a token', async () => {
    const { fetch, asked } = deskThatTakes('A');
    await make({ fetch, token: 'B', ...providerOf('A') }).profile();
    assert.deepEqual(asked, ['A']);
  });

  it('is asked again near the token’s end', async () => {
    const [nearEnd, fresh] = [makeToken({ lifeS: 20 }), makeToken()];
    const { requests, tokenProvider } = providerOf(nearEnd, fresh);
    const { fetch, asked } = deskThatTakes(nearEnd, fresh);
    const client = make({ fetch, tokenProvider });
    await client.profile();
    await client.profile();
    await client.profile();
    assert.deepEqual(asked, [nearEnd, fresh, fresh]);
    assert.deepEqual(
      requests.map(({ reason }) => reason),
      ['initial', 'renew'],
    );
    assert.ok(requests[1]?.expiresAt instanceof Date);
  });

  it('that fails near the token’s end does not spoil what is left of it', async () => {
    const nearEnd = makeToken({ lifeS: 20 });
    let calls = 0;
    const tokenProvider = async (): Promise<string> => {
      calls += 1;
      if (calls > 1) throw new Error('no');
      return nearEnd;
    };
    const client = make({ ...deskThatTakes(nearEnd), tokenProvider });
    await client.profile();
    await client.profile();
    assert.equal(calls, 2);
  });

  it('is asked again after a 401, once, for a call that may be made twice', async () => {
    const { requests, tokenProvider } = providerOf('A', 'B');
    const { fetch, asked } = deskThatTakes('B');
    const client = make({ fetch, tokenProvider });
    const heard = listen(client);
    await Promise.all([client.profile(), client.profile(), client.profile()]);
    assert.deepEqual(
      requests.map(({ reason }) => reason),
      ['initial', 'rejected'],
    );
    assert.deepEqual(asked, ['A', 'A', 'A', 'B', 'B', 'B']);
    assert.deepEqual(heard, []);
  });

  it('is not asked to repeat a call that may do something twice; the next call has the new token', async () => {
    const { fetch, asked } = deskThatTakes('B');
    const client = make({ fetch, ...providerOf('A', 'B') });
    assert.equal(await codeOf(client.post('/api/v1/ticket/create', {})), 'unauthorized');
    await client.post('/api/v1/ticket/create', {});
    assert.deepEqual(asked, ['A', 'B']);
  });

  it('that gives the refused token again is not believed', async () => {
    const { fetch, asked } = deskThatTakes();
    const client = make({ fetch, ...providerOf('A') });
    assert.equal(await codeOf(client.profile()), 'unauthorized');
    assert.deepEqual(asked, ['A']);
  });

  it('whose second token is refused too is not asked a third time', async () => {
    const { fetch, asked } = deskThatTakes();
    const { requests, tokenProvider } = providerOf('A', 'B', 'C');
    const client = make({ fetch, tokenProvider });
    const heard = listen(client);
    assert.equal(await codeOf(client.profile()), 'unauthorized');
    assert.deepEqual([asked, requests.length, heard.length], [['A', 'B'], 2, 1]);
  });

  const bad: [string, () => unknown, string][] = [
    ['throws', () => assert.fail('with SECRET in it'), 'token-source-failed'],
    ['gives nothing', () => undefined, 'token-source-failed'],
    ['gives an empty text', () => '', 'token-source-failed'],
    ['gives an object', () => ({ accessToken: 'SECRET' }), 'token-source-failed'],
    ['gives what no token can be', () => 'SECRET with space', 'token-malformed'],
    ['rejects with a code', () => Promise.reject(new BytedeskError('login-failed', 'no')), 'login-failed'],
  ];
  for (const [what, give, code] of bad) {
    it(`that ${what} is ${code}, asked anew by the next call`, async () => {
      let isBad = true;
      const tokenProvider = (): string => (isBad ? (give() as string) : 'A');
      const client = make({ ...deskThatTakes('A'), tokenProvider });
      const error: unknown = await client.profile().catch((reason: unknown) => reason);
      assert.ok(error instanceof BytedeskError);
      assert.deepEqual([error.code, error.cause], [code, undefined]);
      assert.doesNotMatch(`${error.stack}`, /SECRET/);
      isBad = false;
      await client.profile();
    });
  }

  it('that never answers is given up, and told so', async () => {
    let signal: AbortSignal | undefined;
    const tokenProvider = (request: TokenRequest): Promise<string> => {
      signal = request.signal;
      return new Promise(() => undefined);
    };
    assert.equal(await codeOf(make({ tokenProvider, timeout: 20 }).profile()), 'timeout');
    assert.equal(signal?.aborted, true);
  });

  it('goes on for the others when one caller gives up', async () => {
    let answer = (_token: string): void => undefined;
    const tokenProvider = (): Promise<string> => new Promise((resolve) => (answer = resolve));
    const client = make({ ...deskThatTakes('A'), tokenProvider });
    const abort = new AbortController();
    const impatient = codeOf(client.profile({ signal: abort.signal }));
    const patient = codeOf(client.profile());
    abort.abort();
    assert.equal(await impatient, 'aborted');
    answer('A');
    assert.equal(await patient, 'resolved');
  });

  it('stays the one source after a login, and is asked anew after a logout', async () => {
    const { requests, tokenProvider } = providerOf('A');
    const { fetch, asked } = deskThatTakes('A');
    const client = make({ tokenProvider, fetch });
    await client.login({ username: 'u', password: 'p' });
    await client.profile();
    await client.logout();
    await client.profile();
    assert.deepEqual([asked, requests.length], [['A', 'A', 'A'], 2]);
  });
});

describe('a token as people paste it', () => {
  it('is sent without the white space around it, given or provided', async () => {
    const { fetch, asked } = deskThatTakes('A');
    await make({ fetch, token: ' A\r\n' }).profile();
    await make({ fetch, ...providerOf('\tA ') }).profile();
    assert.deepEqual(asked, ['A', 'A']);
  });

  for (const token of ['', 'undefined', 'null', '[object Object]', 'Bearer A', '"A"', 'eyJhbGciOi']) {
    it(`is malformed and sent nowhere: ${token}`, async () => {
      const { fetch, asked } = deskThatTakes('A');
      assert.throws(() => make({ fetch, token }), { code: 'token-malformed' });
      if (token !== '')
        assert.equal(await codeOf(make({ fetch, ...providerOf(token) }).profile()), 'token-malformed');
      assert.deepEqual(asked, []);
    });
  }
});

describe('unauthorized', () => {
  const cases: [string, string, boolean, TokenEndReason][] = [
    ['before it ever worked', 'opaque', false, 'rejected'],
    ['after it had worked', makeToken(), true, 'revoked'],
    ['past its own end', SAMPLE_TOKEN, false, 'expired'],
  ];
  for (const [when, token, worked, reason] of cases) {
    it(`tells a token refused ${when} as ${reason}, once`, async () => {
      const { fetch, tokens } = deskThatTakes(...(worked ? [token] : []));
      const refused: [string, TokenEndReason][] = [];
      const session = { tokenRefused: (...told: [string, TokenEndReason]) => void refused.push(told) };
      const client = make({ fetch, token, session });
      const heard = listen(client);
      if (worked) await client.profile();
      tokens.clear();
      const codes = await Promise.all([
        codeOf(client.profile()),
        codeOf(client.post('/api/v1/ticket/create', {})),
      ]);
      assert.deepEqual([...codes, await codeOf(client.profile())], Array(3).fill('unauthorized'));
      assert.deepEqual(
        heard.map((detail) => [detail.reason, detail.error.code]),
        [[reason, 'unauthorized']],
      );
      assert.equal(heard[0]?.expiresAt instanceof Date, token !== 'opaque');
      assert.deepEqual(refused, [[token, reason]]);
      assert.ok(!JSON.stringify(heard).includes(token));
    });
  }

  it('is told again for the next token', async () => {
    const client = make({ ...deskThatTakes(), ...providerOf('A', 'B', 'C', 'D') });
    const heard = listen(client);
    await codeOf(client.profile());
    await codeOf(client.profile());
    assert.equal(heard.length, 2);
  });

  it('tells the session at once of a token that the provider then replaces', async () => {
    const refused: string[] = [];
    const session = { tokenRefused: (token: string) => void refused.push(token) };
    const client = make({ ...deskThatTakes('B'), ...providerOf('A', 'B'), session });
    await client.profile();
    assert.deepEqual(refused, ['A']);
  });

  it('bears a session that is not upgraded yet', async () => {
    const session = {} as NonNullable<DeskClientOptions['session']>;
    assert.equal(await codeOf(make({ ...deskThatTakes(), token: 'A', session }).profile()), 'unauthorized');
  });

  it('counts 403 and “not found” as proof that the token is good, HTML not', async () => {
    const answers: [Response, TokenEndReason][] = [
      [Response.json({ code: 403 }, { status: 403 }), 'revoked'],
      [Response.json({ code: 404 }), 'revoked'],
      [new Response('<html>', { status: 403 }), 'rejected'],
      [new Response('<html>', { status: 502 }), 'rejected'],
    ];
    for (const [first, reason] of answers) {
      const queue = [first, Response.json({ code: 401 }, { status: 401 })];
      const client = make({ token: 'A', fetch: async () => queue.shift() ?? Response.error() });
      const heard = listen(client);
      await codeOf(client.profile());
      await codeOf(client.profile());
      assert.equal(heard[0]?.reason, reason);
    }
  });

  it('is not for a 401 of a gate in front of the desk: no event, no other token, no end of a session', async () => {
    const gates = [
      () => new Response(null, { status: 401 }),
      () => new Response('<h1>401</h1>', { status: 401, headers: { 'www-authenticate': 'Basic' } }),
      () => Response.json({ error: 'unauthorized' }, { status: 401 }),
    ];
    for (const gate of gates) {
      const refused: string[] = [];
      const { requests, tokenProvider } = providerOf('A', 'B');
      const session = { tokenRefused: (token: string) => void refused.push(token) };
      const client = make({ fetch: async () => gate(), tokenProvider, session });
      const heard = listen(client);
      assert.equal(await codeOf(client.profile()), 'unauthorized');
      assert.deepEqual([heard, refused, requests.length], [[], [], 1]);
    }
  });

  it('has nothing to do with logins', async () => {
    const client = make({ fetch: fakeFetch(() => Response.json({ code: 401 }, { status: 401 })) });
    const heard = listen(client);
    assert.equal(await codeOf(client.login({ username: 'u', password: 'p' })), 'login-failed');
    assert.equal(await codeOf(client.loginWithToken('A')), 'unauthorized');
    assert.deepEqual(heard, []);
  });
});
