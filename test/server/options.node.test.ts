import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStorage } from 'unstorage';
import { createLogoutHandler, createTokenHandler, type TokenEndpointOptions } from '../../src/server.js';
import { ENCRYPTION_KEY } from './host-app.js';

const good: TokenEndpointOptions = {
  api: 'https://desk.example.com',
  authorize: () => null,
  credentials: () => null,
};
const storage = createStorage();

describe('options', () => {
  const wrong: [what: string, change: object, message: RegExp][] = [
    ['no api', { api: '' }, /server address/],
    ['an api with a password', { api: 'https://a:b@desk.example.com' }, /server address/],
    ['no authorize', { authorize: undefined }, /authorize/],
    ['no credentials', { credentials: undefined }, /credentials/],
    ['a shared storage without a key', { storage }, /encryptionKey/],
    ['a passphrase as key', { storage, encryptionKey: 'correct horse battery staple' }, /32 random bytes/],
    [
      'a passphrase of 43 letters that are no base64url',
      { encryptionKey: '!'.repeat(43) },
      /32 random bytes/,
    ],
    ['a key of 31 bytes', { encryptionKey: new Uint8Array(31) }, /32 random bytes/],
    ['an empty key', { storage, encryptionKey: '' }, /32 random bytes/],
    ['an empty list of keys', { storage, encryptionKey: [] }, /list of keys/],
    ['a wrong key behind a good one', { encryptionKey: [ENCRYPTION_KEY, 'old'] }, /32 random bytes/],
    ['the same key twice', { encryptionKey: [ENCRYPTION_KEY, ENCRYPTION_KEY] }, /twice/],
    ['a number as key', { storage, encryptionKey: 7 }, /list of keys/],
    ['a pattern as origin', { allowedOrigins: ['https://*.example.com'] }, /exact origins/],
    ['any origin', { allowedOrigins: ['*'] }, /exact origins/],
    ['the origin null', { allowedOrigins: ['null'] }, /exact origins/],
    ['an address as origin', { allowedOrigins: ['https://shop.example.com/'] }, /exact origins/],
    ['a maxAge of nothing', { maxAge: 0 }, /maxAge/],
    ['a maxAge in words', { maxAge: '24h' }, /maxAge/],
    ['a timeout without end', { timeout: Infinity }, /timeout/],
    ['a negative grace', { grace: -1 }, /grace/],
    ['a lockWindow that is no number', { lockWindow: NaN }, /lockWindow/],
    ['no logins at all', { loginsPerMinute: 0 }, /loginsPerMinute/],
    ['half a login', { loginsPerMinute: 1.5 }, /loginsPerMinute/],
  ];
  for (const [what, change, message] of wrong) {
    it(`are refused at once with ${what}`, () => {
      const options = { ...good, ...change } as TokenEndpointOptions;
      for (const create of [createTokenHandler, createLogoutHandler])
        assert.throws(() => create(options), message);
    });
  }

  it('never repeat the key in what they say', () => {
    const encryptionKey = `${ENCRYPTION_KEY}x`;
    assert.throws(
      () => createTokenHandler({ ...good, encryptionKey }),
      (error: Error) => !String(error.stack).includes(ENCRYPTION_KEY),
    );
  });

  it('take 32 bytes in either form, and a Storage of unstorage', () => {
    for (const encryptionKey of [
      ENCRYPTION_KEY,
      `${ENCRYPTION_KEY}=`,
      new Uint8Array(32),
      [ENCRYPTION_KEY, new Uint8Array(32)],
    ]) {
      createTokenHandler({ ...good, storage, encryptionKey });
    }
  });
});

describe('a logout handler that does not share its options object', () => {
  it('says so instead of forgetting nothing', async () => {
    const events: string[] = [];
    const options = {
      ...good,
      authorize: () => ({ id: 'one' }),
      log: ({ type }: { type: string }) => void events.push(type),
    };
    createTokenHandler(options);
    const init = {
      method: 'POST',
      headers: { origin: 'https://crm.example.com', 'content-type': 'application/json' },
    };
    const ask = (handler: (request: Request) => Promise<Response>): Promise<Response> =>
      handler(new Request('https://crm.example.com/desk/logout', init));
    assert.equal((await ask(createLogoutHandler({ ...options }))).status, 500);
    assert.deepEqual(events, ['not-shared', 'refused']);
    assert.equal((await ask(createLogoutHandler(options))).status, 204);
  });
});
