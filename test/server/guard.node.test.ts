import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  createLogoutHandler,
  createTokenHandler,
  type DeskCredentials,
  type LogEvent,
} from '../../src/server.js';

const HOST = 'https://crm.example.com';
const SHOP = 'https://shop.example.com';
const NO_DESK = 'http://127.0.0.1:9';

interface Sent {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: Record<string, string | undefined>;
  readonly body?: BodyInit | null;
}

function requestOf({
  url = `${HOST}/desk/token`,
  method = 'POST',
  headers = {},
  body = '{}',
}: Sent): Request {
  const all = { origin: HOST, 'content-type': 'application/json', ...headers };
  const given = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
  const init = {
    method,
    headers: given as [string, string][],
    body: hasBody ? body : undefined,
    duplex: 'half',
  };
  return new Request(url, init);
}

const base = { api: NO_DESK, credentials: () => null, allowedOrigins: [SHOP] };
/** Nobody is signed in: 401 is what gets past the guard. */
const guarded = { ...base, authorize: () => null };
const handlers = { token: createTokenHandler(guarded), logout: createLogoutHandler(guarded) };

const open = { ...base, authorize: () => ({ id: 'one' }) };
const ask = createTokenHandler(open);

async function codeOf(answer: Response): Promise<string> {
  return `${answer.status} ${((await answer.json()) as { code: string }).code}`;
}

const behindProxy = { url: 'http://crm.example.com/desk/token' };
const origins: [what: string, sent: Sent, passes: boolean][] = [
  ['the own origin', {}, true],
  ['a named origin', { headers: { origin: SHOP } }, true],
  ['no origin', { headers: { origin: undefined } }, false],
  ['the origin null', { headers: { origin: 'null' } }, false],
  ['an empty origin', { headers: { origin: '' } }, false],
  ['a stranger', { headers: { origin: 'https://evil.example' } }, false],
  ['a host that begins like a named one', { headers: { origin: `${SHOP}.evil.example` } }, false],
  ['a subdomain', { headers: { origin: 'https://a.crm.example.com' } }, false],
  ['another port', { headers: { origin: `${HOST}:8443` } }, false],
  ['a named origin on plain http', { headers: { origin: 'http://shop.example.com' } }, false],
  ['a path behind the origin', { headers: { origin: `${HOST}/` } }, false],
  ['something that is no origin', { headers: { origin: 'crm.example.com' } }, false],
  ['a page on http of a host on https', { headers: { origin: 'http://crm.example.com' } }, false],
  ['https, where a proxy ends TLS', behindProxy, true],
  ['http on a host without TLS', { ...behindProxy, headers: { origin: 'http://crm.example.com' } }, true],
  [
    'http, where the proxy says that it was https',
    { ...behindProxy, headers: { origin: 'http://crm.example.com', 'x-forwarded-proto': 'https, http' } },
    false,
  ],
  [
    'the host of the Host header, where the address is an inner one',
    { url: 'http://10.0.0.7:3000/desk/token', headers: { host: 'crm.example.com' } },
    true,
  ],
  [
    'the default port, written out in Host',
    { url: 'http://10.0.0.7/', headers: { host: 'crm.example.com:443' } },
    true,
  ],
  ['a Host in upper case', { url: 'http://10.0.0.7/', headers: { host: 'CRM.Example.COM' } }, true],
  [
    'an address of IPv6 with its port',
    { url: 'http://10.0.0.7/', headers: { host: '[::1]:8443', origin: 'https://[::1]:8443' } },
    true,
  ],
  [
    'the same address, written in full',
    { url: 'http://10.0.0.7/', headers: { host: '[0:0:0:0:0:0:0:1]:8443', origin: 'https://[::1]:8443' } },
    true,
  ],
  [
    'another port of an address of IPv6',
    { url: 'http://10.0.0.7/', headers: { host: '[::1]:8443', origin: 'https://[::1]' } },
    false,
  ],
  [
    'an international name',
    {
      url: 'http://10.0.0.7/',
      headers: { host: 'xn--bcher-kva.example', origin: 'https://xn--bcher-kva.example' },
    },
    true,
  ],
  [
    'an international name that a proxy writes in its own letters',
    {
      url: 'http://10.0.0.7/',
      headers: { host: 'b\u00fccher.example', origin: 'https://xn--bcher-kva.example' },
    },
    true,
  ],
  [
    'the inner address itself',
    { url: 'http://10.0.0.7:3000/', headers: { host: 'crm.example.com', origin: 'http://10.0.0.7:3000' } },
    false,
  ],
  [
    'a forwarded host, which anybody can send',
    {
      url: 'http://10.0.0.7/',
      headers: { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
    },
    false,
  ],
];

for (const [name, handle] of Object.entries(handlers)) {
  describe(`the guard of the ${name} handler`, () => {
    for (const [what, sent, passes] of origins) {
      it(`${passes ? 'takes' : 'refuses'} ${what}`, async () => {
        const answer = await handle(requestOf(sent));
        assert.equal(await codeOf(answer), passes ? '401 unauthorized' : '403 untrusted-origin');
        assert.equal(answer.headers.get('vary'), 'origin');
        assert.equal(answer.headers.get('cache-control'), 'no-store');
      });
    }

    it('gives CORS headers, credentials included, to named origins alone', async () => {
      const named = await handle(requestOf({ headers: { origin: SHOP } }));
      assert.equal(named.headers.get('access-control-allow-origin'), SHOP);
      assert.equal(named.headers.get('access-control-allow-credentials'), 'true');
      for (const origin of [HOST, 'https://evil.example', 'null']) {
        const other = await handle(requestOf({ headers: { origin } }));
        assert.deepEqual(
          [...other.headers.keys()].filter((header) => header.startsWith('access-control')),
          [],
        );
      }
    });

    it('answers a preflight of a named origin with 204, of a stranger with 403', async () => {
      const asked = {
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-bytedesk-embed',
      };
      const preflight = (origin: string): Promise<Response> =>
        handle(requestOf({ method: 'OPTIONS', headers: { ...asked, origin, 'content-type': undefined } }));
      const named = await preflight(SHOP);
      assert.deepEqual(
        ['origin', 'methods', 'headers', 'credentials'].map((part) =>
          named.headers.get(`access-control-allow-${part}`),
        ),
        [SHOP, 'POST', 'content-type, x-bytedesk-embed', 'true'],
      );
      assert.deepEqual([named.status, await named.text()], [204, '']);
      assert.equal((await preflight('https://evil.example')).status, 403);
      assert.equal((await preflight('null')).status, 403);
    });

    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH']) {
      it(`answers ${method} with 405 and what is allowed`, async () => {
        const answer = await handle(requestOf({ method }));
        assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'POST, OPTIONS']);
      });
    }

    for (const type of [
      undefined,
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'text/json',
    ]) {
      it(`answers the content type ${type} with 415`, async () => {
        const body = new TextEncoder().encode('{}');
        const answer = await handle(requestOf({ headers: { 'content-type': type }, body }));
        assert.equal(await codeOf(answer), '415 unsupported-media-type');
      });
    }

    it('takes a content type with a character set', async () => {
      const answer = await handle(
        requestOf({ headers: { 'content-type': 'Application/JSON; charset=utf-8' } }),
      );
      assert.equal(answer.status, 401);
    });
  });
}

describe('the body', () => {
  const wrong: [what: string, body: string][] = [
    ['nothing', ''],
    ['no JSON', '{"reason":'],
    ['a list', '[]'],
    ['null', 'null'],
    ['no reason', '{"expiresAt":null}'],
    ['an unknown reason', '{"reason":"please"}'],
    ['a date that is none', '{"reason":"renew","expiresAt":"tomorrow"}'],
    ['a number as date', '{"reason":"renew","expiresAt":1}'],
    ['a hash that is none', '{"reason":"rejected","tokenHash":"abc"}'],
    ['a token as hash', '{"reason":"rejected","tokenHash":"eyJhbGciOiJIUzM4NCJ9.e30.x"}'],
    ['a prototype', '{"__proto__":{"reason":"initial"}}'],
  ];
  for (const [what, body] of wrong) {
    it(`with ${what} is 400`, async () => {
      assert.equal(await codeOf(await ask(requestOf({ body }))), '400 bad-request');
    });
  }

  it('may hold members that nobody knows', async () => {
    const body = '{"reason":"initial","expiresAt":null,"more":true}';
    assert.equal(await codeOf(await ask(requestOf({ body }))), '403 forbidden');
  });

  it('over 4,096 bytes is 413, said by its length or not', async () => {
    const body = JSON.stringify({ reason: 'initial', more: 'x'.repeat(5000) });
    const headers = { 'content-length': String(body.length) };
    assert.equal(await codeOf(await ask(requestOf({ body, headers }))), '413 body-too-large');
    const stream = new Blob([body]).stream();
    assert.equal(await codeOf(await ask(requestOf({ body: stream }))), '413 body-too-large');
  });

  it('that says that it is too large is not read, and nobody is asked who sent it', async () => {
    const headers = { 'content-length': '5000' };
    assert.equal(await codeOf(await handlers.token(requestOf({ headers }))), '413 body-too-large');
  });

  it('of a logout must be an object too, if there is one', async () => {
    const options = { ...open };
    createTokenHandler(options);
    const logout = createLogoutHandler(options);
    for (const body of ['[]', '1', '{'])
      assert.equal(await codeOf(await logout(requestOf({ body }))), '400 bad-request');
    for (const body of ['', '{}']) assert.equal((await logout(requestOf({ body }))).status, 204);
  });

  it('that somebody has read before is 400, and nothing hangs', async () => {
    const body = '{"reason":"initial"}';
    for (const headers of [{}, { 'content-length': String(body.length) }]) {
      const request = requestOf({ body, headers });
      await request.text();
      assert.equal(await codeOf(await ask(request)), '400 bad-request');
    }
  });

  it('that never comes is given up', async () => {
    const impatient = createTokenHandler({ ...open, timeout: 0.05 });
    const never = new ReadableStream({ start: () => {} });
    assert.equal(await codeOf(await impatient(requestOf({ body: never }))), '400 bad-request');
  });

  it('is read before authorize(), which must not read it: that is told to the log, and no hang', async () => {
    const log: LogEvent[] = [];
    const authorize = async (request: Request): Promise<{ id: string }> => ({ id: await request.text() });
    const options = { ...base, authorize, log: (event: LogEvent) => void log.push(event) };
    assert.equal(await codeOf(await createTokenHandler(options)(requestOf({}))), '500 token-source-failed');
    assert.deepEqual(log[0], { type: 'host-failed', option: 'authorize', error: 'TypeError' });
  });

  it('that is no JSON does not get as far as authorize()', async () => {
    let asked = 0;
    const authorize = (): null => {
      asked += 1;
      return null;
    };
    const answer = await createTokenHandler({ ...base, authorize })(requestOf({ body: '{' }));
    assert.deepEqual([await codeOf(answer), asked], ['400 bad-request', 0]);
  });
});

describe('a request for a token', () => {
  for (const value of ['token', '', 'anything']) {
    it(`with the header x-bytedesk-embed: ${value} signs nobody out`, async () => {
      const asked: string[] = [];
      const options = { ...open, authorize: () => (asked.push('authorize'), { id: 'one' }) };
      createTokenHandler(options);
      const logout = createLogoutHandler(options);
      const headers = { 'x-bytedesk-embed': value };
      const body = '{"reason":"initial","expiresAt":null}';
      assert.equal(await codeOf(await logout(requestOf({ headers, body }))), '403 wrong-endpoint');
      assert.deepEqual(asked, []);
    });
  }

  it('with that header is taken by the token handler', async () => {
    const headers = { 'x-bytedesk-embed': 'token' };
    assert.equal(await codeOf(await handlers.token(requestOf({ headers }))), '401 unauthorized');
  });
});

describe("the host's functions", () => {
  it('are given up after the timeout, with a word in the log', async () => {
    const log: LogEvent[] = [];
    const never = (): Promise<never> => new Promise(() => {});
    const options = { ...base, timeout: 0.05, log: (event: LogEvent) => void log.push(event) };
    const answer = await createTokenHandler({ ...options, authorize: never })(requestOf({}));
    assert.equal(await codeOf(answer), '500 token-source-failed');
    const silent = { ...options, authorize: () => ({ id: 'one' }), credentials: never };
    const body = '{"reason":"initial"}';
    assert.equal(
      await codeOf(await createTokenHandler(silent)(requestOf({ body }))),
      '500 token-source-failed',
    );
    assert.deepEqual(
      log.filter(({ type }) => type === 'host-failed'),
      ['authorize', 'credentials'].map((option) => ({ type: 'host-failed', option, error: 'TimeoutError' })),
    );
  });

  it('may answer with a promise of another library, which is given up, too', async () => {
    const foreign = (then: (resolve: (user: { id: string }) => void) => void): Promise<{ id: string }> =>
      ({ then }) as Promise<{ id: string }>;
    const answers = [
      createTokenHandler({ ...base, authorize: () => foreign((resolve) => resolve({ id: 'one' })) }),
      createTokenHandler({ ...base, timeout: 0.05, authorize: () => foreign(() => {}) }),
    ].map(async (handle) => codeOf(await handle(requestOf({ body: '{"reason":"initial"}' }))));
    assert.deepEqual(await Promise.all(answers), ['403 forbidden', '500 token-source-failed']);
  });

  it('may fail at logging without harm', async () => {
    const logs: unknown[] = [
      () => {
        throw new Error('disk full');
      },
      () => Promise.reject(new Error('disk full')),
    ];
    for (const log of logs) {
      const answer = await createTokenHandler({ ...guarded, log: log as () => void })(requestOf({}));
      assert.equal(answer.status, 401);
    }
  });

  it('must name their users: one token for all who have no id would be handed to the wrong one', async () => {
    for (const id of [undefined, '', 7, null]) {
      const options = { ...base, authorize: () => ({ id }) as { id: string } };
      const answer = await createTokenHandler(options)(requestOf({ body: '{"reason":"initial"}' }));
      assert.equal(await codeOf(answer), '500 token-source-failed');
    }
  });

  it('must name a login', async () => {
    const credentials = () => ({ password: 'not-a-secret' }) as unknown as DeskCredentials;
    const answer = await createTokenHandler({ ...open, credentials })(
      requestOf({ body: '{"reason":"initial"}' }),
    );
    assert.equal(await codeOf(answer), '500 token-source-failed');
  });

  it('end with the request that asked', async () => {
    const leaving = new AbortController();
    const never = (): Promise<never> => new Promise(() => leaving.abort());
    const request = new Request(requestOf({}), { signal: leaving.signal });
    const answer = await createTokenHandler({ ...base, authorize: never })(request);
    assert.equal(await codeOf(answer), '499 aborted');
  });
});
