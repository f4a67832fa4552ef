import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addressOf, consolePath } from '../../src/bridge/console-route.js';
import { endpointUrl } from '../../src/api/desk-path.js';
import { BytedeskError } from '../../src/errors.js';
import { consoleUrl } from '../../src/url/console-url.js';
import { carriesToken } from '../../src/url/path-rules.js';

/** Each run has paths of its own, so that a thousand runs have seen millions of them. */
const RUNS = 5_000;
const SERVER = 'https://desk.example';
const BASE = '/service';

/** Paths as strangers write them: parts of tricks, put together in any order, some of them encoded once or twice. */
const PARTS = [
  ...[
    '/agent',
    '/admin',
    'agent',
    '/Agent',
    '/chat',
    'x',
    '工',
    '😀',
    '\ud800',
    '',
    ' ',
    '\t',
    '\n',
    '\0',
    '\u0085',
  ],
  ...[
    '/',
    '//',
    '\\',
    '.',
    '..',
    '/..',
    '/../',
    '/./',
    '..;',
    ';',
    ';x=1',
    '/;/',
    '..;/',
    '?',
    '#',
    '&',
    '=',
    '+',
    '%',
  ],
  ...[
    '%2e',
    '%2E',
    '%2f',
    '%5c',
    '%3b',
    '%3f',
    '%23',
    '%00',
    '%252e',
    '%252f',
    '%25',
    '%c0%ae',
    '%c0%af',
    '%ef%bc%8f',
  ],
  ...[
    'accessToken=x',
    'accesstoken',
    'ACCESS_TOKEN=',
    'access%54oken=x',
    'accessToken[]=x',
    '%61ccessToken%3Dx',
  ],
  ...['@evil.example', ':99', 'http:', 'javascript:', 'evil.example', '%2%65', '%25%32%65', 'c0', '2e', '5'],
];
const encode = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const part = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...PARTS) },
  { weight: 2, arbitrary: fc.constantFrom(...PARTS).map(encode) },
  { weight: 1, arbitrary: fc.constantFrom(...PARTS).map((text) => encode(encode(text))) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
);
const hostile = fc
  .tuple(
    fc.constantFrom('/agent', '/admin', '/agent/', '/admin/', 'agent/', ''),
    fc.array(part, { maxLength: 8 }),
  )
  .map(([start, parts]) => start + parts.join(''));

const decode = (text: string): string =>
  Buffer.from(
    text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString('latin1');
const cut = (text: string): string => text.replace(/;[^/]*/g, '');
const turn = (text: string): string => text.replaceAll('\\', '/');
const merge = (text: string): string => text.replace(/\/{2,}/g, '/');

function resolve(path: string): string {
  const left: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') left.pop();
    else if (segment !== '.') left.push(segment);
  }
  return left.join('/');
}

/** What servers do with a path before they look which file or servlet it means; each of them in any order and twice. */
const STEPS = { decode, cut, turn, merge, resolve };
type Step = keyof typeof STEPS;
const READINGS: readonly (readonly Step[])[] = [
  [],
  ...(['decode', 'cut', 'turn', 'merge'] as const).flatMap((first) => [
    [first],
    ...(['decode', 'cut', 'turn', 'merge', 'resolve'] as const).flatMap((second) => [
      [first, second],
      ...(['decode', 'cut', 'turn', 'merge'] as const).flatMap((third) => [
        [first, second, third],
        [first, second, third, 'decode', 'cut', 'turn'] as const,
      ]),
    ]),
  ]),
];

function assertStays(address: string, given: string): void {
  const url = new URL(address);
  assert.equal(url.origin, SERVER, given);
  for (const reading of READINGS) {
    const read = resolve(reading.reduce((path, step) => STEPS[step](path), url.pathname));
    assert.match(
      read,
      /^\/service\/a(gent|dmin)(\/|;|$|[?#])/,
      `${JSON.stringify(given)} as ${reading.join()}`,
    );
  }
  let text = url.href;
  for (let times = 0; times < 4; times += 1) {
    assert.doesNotMatch(text, /[?&;#]access[-_]?token(\[[^\]]*\])?=/i, given);
    text = decode(text);
  }
}

/** The answer, or nothing where it is refused as it should be. */
function accepted(run: () => string): string | undefined {
  try {
    return run();
  } catch (error) {
    assert.ok(error instanceof BytedeskError || error instanceof TypeError, String(error));
    return undefined;
  }
}

const at = (address: string): void =>
  void Object.defineProperty(globalThis, 'location', { value: new URL(address), configurable: true });

describe('the rules for paths', () => {
  for (const [who, address] of [
    ['a host', (path: string) => consoleUrl({ server: SERVER + BASE, path })],
    [
      'a host that gives the token to the sign-in page',
      (path: string) => consoleUrl({ server: SERVER + BASE, path, entry: 'login' }),
    ],
    [
      'the bridge',
      (path: string) => {
        at(`${SERVER}${BASE}/agent/chat`);
        return addressOf(path);
      },
    ],
  ] as const) {
    it(`let no path leave the consoles of ${who}, however servers read it`, () => {
      let taken = 0;
      fc.assert(
        fc.property(hostile, (path) => {
          const found = accepted(() => address(path));
          if (found === undefined) return;
          taken += 1;
          assertStays(found, path);
        }),
        { numRuns: RUNS },
      );
      assert.ok(taken > RUNS / 40, `${taken} were taken`);
    });
  }

  it('are the same for host and bridge', () => {
    at(`${SERVER}${BASE}/agent/chat`);
    fc.assert(
      fc.property(hostile, (path) => {
        const byHost = accepted(() => consoleUrl({ server: SERVER + BASE, path }));
        if (byHost === undefined) {
          if (/^\//.test(path) && path.trim() === path)
            assert.equal(
              accepted(() => addressOf(path)),
              undefined,
              path,
            );
        } else {
          const { pathname, search, hash } = new URL(byHost);
          const below = pathname.slice(BASE.length) + search + hash;
          assert.equal(
            accepted(() => addressOf(below)),
            SERVER + BASE + below,
            path,
          );
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('let no path of the API leave its base, nor bring a token', () => {
    fc.assert(
      fc.property(hostile, (path) => {
        const found = accepted(() => endpointUrl(new URL(SERVER + BASE), path).href);
        if (found === undefined) return;
        const url = new URL(found);
        assert.equal(url.origin, SERVER);
        for (const reading of READINGS)
          assert.match(
            resolve(reading.reduce((text, step) => STEPS[step](text), url.pathname)),
            /^\/service(\/|$)/,
            `${JSON.stringify(path)} as ${reading.join()}`,
          );
        assert.equal(carriesToken(url.pathname + url.search), false, path);
      }),
      { numRuns: RUNS },
    );
  });

  for (const path of [
    '/agent/..;/uploads/x',
    '/agent/..;x=1/uploads/x',
    '/agent/..%3b/uploads/x',
    '/agent/.;/../uploads',
    '/agent/%2e%2e;/uploads',
    '/agent/%252e%252e/uploads',
    '/agent/%25%32%65./uploads',
    '/agent/..\\uploads',
    '/agent/%255c../uploads',
    '/agent/%c0%ae%c0%ae/uploads',
    // Slashes and dots that only some servers decode: elsewhere they are part of a name.
    '/agent/chat%2fuploads',
    '/agent/chat%252Fuploads',
    '/agent/chat%2ehtml',
    '/agent;x/uploads',
    '/agent/chat;accessToken=x',
    '/agent/chat%3FaccessToken=x',
    '/agent/chat?access_token=x',
    '/agent/chat?access-token=x',
    '/agent/chat?ACCESSTOKEN=x',
    '/agent/chat?access%2554oken%253Dx',
    '/agent/chat?accessToken[]=x',
    '/agent/chat?accessToken%20=x',
    '/agent/chat?x_accessToken=x',
    '/agent/chat#/deep?accessToken=x',
    '/agent/chat?next=%2Fx%3F%61ccessToken%3Dx',
  ]) {
    it(`refuse ${path}, for host and bridge`, () => {
      at(`${SERVER}${BASE}/agent/chat`);
      assert.throws(() => consoleUrl({ server: SERVER + BASE, path }), { code: 'invalid-path' });
      assert.throws(() => addressOf(path), TypeError);
    });
  }

  for (const path of ['/agent/.. ', '/admin/..  ', '/agent/chat ', '/agent/chat?a=1 ', '/agent/chat#b ']) {
    it(`refuse ${JSON.stringify(path)} in the bridge, since the browser cuts the space off; a host has cut it`, () => {
      at(`${SERVER}${BASE}/agent/chat`);
      assert.throws(() => addressOf(path), TypeError);
    });
  }

  for (const path of [
    '/agent',
    '/admin/',
    '/agent/a;b/c',
    '/agent/chat?q=accessToken',
    '/agent/100%25',
    '/agent/工?a=%2F..',
  ]) {
    it(`take ${path}, for host and bridge`, () => {
      at(`${SERVER}${BASE}/agent/chat`);
      const url = new URL(consoleUrl({ server: SERVER + BASE, path }));
      assert.equal(addressOf(url.pathname.slice(BASE.length) + url.search), url.href);
    });
  }

  for (const [here, told] of [
    ['/service/agent/chat?a=1#b', '/agent/chat?a=1#b'],
    ['/service/agent/chat?accessToken=x#b', '/agent/chat'],
    ['/service/agent/chat?access%54oken=x', '/agent/chat'],
    ['/service/agent/chat#/x?ACCESS_TOKEN=x', '/agent/chat'],
    ['/service/agent/chat;accessToken=x?a', '/agent/chat'],
    ['/service/agent/chat%253BaccessToken=x?a', '/agent/chat'],
    ['/service/agent/%E5%B7%A5?accessToken=x', '/agent/%E5%B7%A5'],
  ] as const) {
    it(`let the bridge tell ${told} of ${here}`, () => {
      at(SERVER + here);
      assert.equal(consolePath(), told);
    });
  }
});
