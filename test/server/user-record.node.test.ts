import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_LOGINS } from '../../src/server/login-limit.js';
import { judge, type KeptToken, type TokenRequest, type UserRecord } from '../../src/server/user-record.js';

const NOW = Date.UTC(2026, 10, 26);
const HOUR = 3_600_000;
const TIMES = { nowMs: NOW, maxAgeMs: 24 * HOUR };

const kept: KeptToken = {
  accessToken: 'kept',
  hash: 'kept'.padEnd(64, '0'),
  loggedInAtMs: NOW - HOUR,
  expiresAtMs: NOW + 23 * HOUR,
  endsAtMs: NOW + 365 * 24 * HOUR,
};
const record = (change: Partial<KeptToken> = {}, rejectedAtMs = 0): UserRecord => ({
  current: { ...kept, ...change },
  retired: [],
  rejectedAtMs,
  logins: NO_LOGINS,
});

const HASHES = { kept: kept.hash, another: 'another'.padEnd(64, '0'), unnamed: null };
const ask = (
  reason: TokenRequest['reason'],
  held: keyof typeof HASHES,
  expiresAtMs: number | null = null,
) => ({
  reason,
  expiresAtMs,
  tokenHash: HASHES[held],
});

const fresh = { loggedInAtMs: NOW - 10_000 };
const justRejected = NOW - 10_000;
const held = ['kept', 'another', 'unnamed'] as const;

/** The answers are to a page that holds the kept token, another one, or one that it does not name. */
const ROWS: readonly (readonly [
  what: string,
  of: UserRecord,
  reason: TokenRequest['reason'],
  expiresAtMs: number | null,
  answers: string,
])[] = [
  [
    'no token',
    { current: null, retired: [], rejectedAtMs: 0, logins: NO_LOGINS },
    'initial',
    null,
    'login login login',
  ],
  ['a token', record(), 'initial', null, 'use use use'],
  ['one in its last seconds', record({ expiresAtMs: NOW + 59_000 }), 'initial', null, 'login login login'],
  ['one older than maxAge', record({ loggedInAtMs: NOW - 25 * HOUR }), 'initial', null, 'login login login'],

  ['a token', record(), 'renew', null, 'login login login'],
  ['one that ends later', record(), 'renew', NOW, 'login use use'],
  ['one that ends no later', record(), 'renew', kept.expiresAtMs, 'login login login'],
  ['one whose own end is later', record(), 'renew', kept.endsAtMs - 1, 'login use use'],
  ['one whose own end is no later', record(), 'renew', kept.endsAtMs, 'login login login'],
  ['a fresh one', record(fresh), 'renew', null, 'wait use wait'],
  [
    'a fresh one near its end',
    record({ ...fresh, expiresAtMs: NOW + 600_000 }),
    'renew',
    null,
    'login login login',
  ],
  [
    'one of a moment ago, near its end',
    record({ loggedInAtMs: NOW - 1000, expiresAtMs: NOW + 600_000 }),
    'renew',
    null,
    'wait use wait',
  ],

  ['a token', record(), 'rejected', null, 'login use login'],
  ['one made for a rejection a moment ago', record({}, justRejected), 'rejected', null, 'wait use use'],
];

describe('what a page is answered', () => {
  for (const [what, of, reason, expiresAtMs, answers] of ROWS) {
    it(`with ${what}, to ${reason}${expiresAtMs === null ? '' : ` of one until ${expiresAtMs - NOW} ms`}`, () => {
      const verdicts = held.map((which) => judge(of, ask(reason, which, expiresAtMs), TIMES).do);
      assert.equal(verdicts.join(' '), answers);
    });
  }

  it('says when to ask again', () => {
    const waits = [
      judge(record(fresh), ask('renew', 'kept'), TIMES),
      judge(record({}, justRejected), ask('rejected', 'kept'), TIMES),
    ];
    assert.deepEqual(waits, Array(2).fill({ do: 'wait', retryAfterMs: 50_000 }));
  });

  it('is a token that a shortened maxAge ends sooner', () => {
    const verdict = judge(record(), ask('initial', 'unnamed'), { nowMs: NOW, maxAgeMs: 2 * HOUR });
    assert.deepEqual(verdict, { do: 'use', token: { ...kept, expiresAtMs: NOW + HOUR } });
  });
});
