import { expect } from '@open-wc/testing';
import { BytedeskError } from '../src/errors.js';
import { decodeToken, readToken } from '../src/access-token.js';
import { makeToken, SAMPLE_TOKEN } from './support/tokens.js';

const malformed = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof BytedeskError && error.code === 'token-malformed')
      return `${error.message} ${error.stack}`;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('decodeToken', () => {
  it('reads the sample of ByteDesk’s documentation', () => {
    expect(decodeToken(SAMPLE_TOKEN)).to.deep.equal({
      username: 'admin@email.com',
      platform: 'bytedesk',
      issuedAt: new Date('2025-07-17T04:00:32Z'),
      expiresAt: new Date('2025-08-16T04:00:32Z'),
    });
  });

  it('reads names that are not ASCII', () => {
    for (const username of ['客服一号', '👩‍💻 agent', 'Ünal@example.com'])
      expect(decodeToken(makeToken({ username })).username).to.equal(username);
  });

  it('reads an end in fractions of a second, and one before 1970', () => {
    for (const exp of [1767225600.5, -1, 0])
      expect(decodeToken(makeToken({ claims: { exp } })).expiresAt).to.deep.equal(new Date(exp * 1000));
  });

  it('reads claims whose text was filled up to a multiple of four', () => {
    for (const username of ['a', 'ab', 'abc']) {
      const [head = '', claims = '', end = ''] = makeToken({ username }).split('.');
      const filled = [head, claims.padEnd(Math.ceil(claims.length / 4) * 4, '='), end].join('.');
      expect(decodeToken(filled).username).to.equal(username);
    }
  });

  const incomplete: readonly (readonly [name: string, claims: object])[] = [
    ['no claims', {}],
    ['a subject that is no JSON', { sub: 'admin' }],
    ['a subject that is a JSON array', { sub: '[]' }],
    ['a subject that is JSON null', { sub: 'null' }],
    ['members of other types', { sub: '{"username":7,"platform":null}' }],
    ['an end that is no date', { exp: 1e300 }],
    ['an end that is a text', { exp: '1767225600' }],
  ];
  for (const [name, claims] of incomplete) {
    it(`gives null for what is missing: ${name}`, () => {
      expect(decodeToken(makeToken({ claims }))).to.deep.equal({
        username: null,
        platform: null,
        issuedAt: null,
        expiresAt: null,
      });
    });
  }

  for (const token of ['', 'opaque', 'a.b', 'a.b.c', 'eyJhbGciOiJIUzM4NCJ9...', SAMPLE_TOKEN.slice(0, 60)]) {
    it(`refuses ${token || 'nothing'} without repeating it`, () => {
      const text = malformed(() => decodeToken(token));
      if (token.length > 10) expect(text).not.to.contain(token);
    });
  }
});

describe('readToken', () => {
  it('takes an opaque token as it is', () => {
    expect(readToken('9d0e1f').expiresAt).to.equal(null);
  });

  for (const token of [
    'two words',
    'Bearer abc',
    'line\nbreak',
    'zero\u0000',
    '令牌',
    'eyJhbGciOiJIUzM4NCJ9...',
  ]) {
    it(`refuses ${JSON.stringify(token)}`, () => {
      malformed(() => readToken(token));
    });
  }
});
