import assert from 'node:assert/strict';
import { get } from 'node:http';
import { beforeEach, describe, it } from 'node:test';
import { Script } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { AGENT, call, login, withSharedDesk } from './desk-client.js';

const SCRIPT = '/agent/assets/console.js';
const CONSOLES = ['agent', 'admin'] as const;

describe('what the desk delivers', () => {
  let desk: StandInDesk;
  withSharedDesk((given) => void (desk = given));

  const srcOf = async (console: 'agent' | 'admin' = 'agent'): Promise<string> => {
    const { text } = await call(desk.url, `/${console}/chat`);
    return /<script src="([^"]*assets[^"]*)"/.exec(text)?.[1] ?? '';
  };
  const styleOf = async (): Promise<string> =>
    /<link rel="stylesheet" href="([^"]+)"/.exec((await call(desk.url, '/agent/chat')).text)?.[1] ?? '';

  /** As it comes over the line, which fetch does not show. */
  const raw = (path: string, headers: Record<string, string> = {}) =>
    new Promise<{ headers: NodeJS.Dict<string | string[]>; bytes: Buffer }>((resolve, reject) => {
      get(desk.url + path, { headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ headers: response.headers, bytes: Buffer.concat(chunks) }));
        response.on('error', reject);
      }).on('error', reject);
    });

  describe('with caching: hashed', () => {
    beforeEach(() => desk.set({ caching: 'hashed' }));

    it('keeps scripts and styles for a year, under names with a hash', async () => {
      for (const path of [await srcOf('agent'), await srcOf('admin'), await styleOf()]) {
        assert.match(path, /\/assets\/console-[\da-f]{16}\.(js|css)$/);
        const { headers } = await call(desk.url, path);
        assert.equal(headers.get('cache-control'), 'public, max-age=31536000, immutable', path);
        assert.equal(headers.get('pragma'), null);
      }
      assert.equal((await call(desk.url, SCRIPT)).code, 404);
    });

    it('has another name for another script, and the old name is gone', async () => {
      const first = await srcOf();
      desk.set({ scriptBytes: 100_000 });
      const second = await srcOf();
      assert.notEqual(first, second);
      assert.equal((await call(desk.url, first)).code, 404);
      assert.equal(Buffer.byteLength((await call(desk.url, second)).text), 100_000);
    });

    it('has a page asked for by its ETag, and answers 304 without a body while it is the same', async () => {
      for (const path of ['/agent/chat', '/admin/welcome', '/agent/config.json', await srcOf()]) {
        const { headers, text } = await call(desk.url, path);
        const etag = headers.get('etag') ?? '';
        assert.match(etag, /^W\/"[\da-f]+"$/, path);
        for (const known of [etag, `"other", ${etag}`]) {
          const again = await call(desk.url, path, { headers: { 'if-none-match': known } });
          assert.deepEqual([again.status, again.text], [304, ''], path);
          assert.equal(again.headers.get('etag'), etag);
        }
        const other = await call(desk.url, path, { headers: { 'if-none-match': '"other"' } });
        assert.deepEqual([other.status, other.text], [200, text], path);
      }
      const { headers } = await call(desk.url, '/agent/chat');
      assert.equal(headers.get('cache-control'), 'no-cache');
      desk.set({ captcha: false });
      const changed = { headers: { 'if-none-match': headers.get('etag') ?? '' } };
      assert.equal((await call(desk.url, '/agent/chat', changed)).status, 200);
    });

    it('keeps the header that forbids framing on a 304', async () => {
      desk.set({ refuseFraming: 'x-frame-options' });
      const { headers } = await call(desk.url, '/agent/chat');
      const again = await call(desk.url, '/agent/chat', {
        headers: { 'if-none-match': headers.get('etag') ?? '' },
      });
      assert.deepEqual([again.status, again.headers.get('x-frame-options')], [304, 'DENY']);
    });

    it('keeps no answer of the API', async () => {
      const { headers } = await login(desk, AGENT);
      assert.match(headers.get('cache-control') ?? '', /no-store/);
    });
  });

  it('keeps nothing with caching: no-store', async () => {
    for (const path of [SCRIPT, '/agent/chat', '/agent/config.json']) {
      const { headers } = await call(desk.url, path, { headers: { 'if-none-match': '*' } });
      assert.match(headers.get('cache-control') ?? '', /no-store/, path);
      assert.equal(headers.get('etag'), null, path);
    }
  });

  for (const scriptPadding of ['repeated', 'random'] as const) {
    it(`fills scripts up to a size with ${scriptPadding} text, and they are scripts still`, async () => {
      desk.set({ scriptBytes: 4_000_000, scriptPadding });
      for (const console of CONSOLES) {
        const { bytes } = await raw(`/${console}/assets/console.js`);
        assert.equal(bytes.length, 4_000_000);
        assert.doesNotThrow(() => new Script(bytes.toString('utf8')));
      }
    });

    it(`compresses ${scriptPadding} text for browsers that take gzip`, async () => {
      desk.set({ scriptBytes: 1_000_000, scriptPadding, compress: true });
      const plain = await raw(SCRIPT);
      assert.deepEqual([plain.headers['content-encoding'], plain.bytes.length], [undefined, 1_000_000]);
      const zipped = await raw(SCRIPT, { 'accept-encoding': 'br, gzip' });
      assert.equal(zipped.headers['content-encoding'], 'gzip');
      assert.match(String(zipped.headers.vary), /Accept-Encoding/);
      assert.equal(Number(zipped.headers['content-length']), zipped.bytes.length);
      assert.ok(gunzipSync(zipped.bytes).equals(plain.bytes));
      const [least, most] = scriptPadding === 'random' ? [600_000, 900_000] : [1000, 60_000];
      assert.ok(zipped.bytes.length > least && zipped.bytes.length < most, String(zipped.bytes.length));
    });
  }

  it('never makes a script smaller than it is', async () => {
    const before = (await raw(SCRIPT)).bytes.length;
    desk.set({ scriptBytes: 10 });
    assert.equal((await raw(SCRIPT)).bytes.length, before);
  });

  it('holds answers back to so many bytes a second, all together', async () => {
    desk.set({ scriptBytes: 60_000, bytesPerSecond: 100_000 });
    const startMs = performance.now();
    const answers = await Promise.all([raw(SCRIPT), raw(SCRIPT), raw('/admin/assets/console.js')]);
    assert.ok(performance.now() - startMs >= 1700);
    for (const { bytes } of answers) assert.equal(bytes.length, 60_000);
  });

  it('does not hold the control back', async () => {
    desk.set({ bytesPerSecond: 1 });
    assert.equal((await call(desk.api, '/__stand-in__/set', { body: { bytesPerSecond: 0 } })).status, 200);
  });

  it('lets go of what is held back when the limit goes, and when the desk is closed', async () => {
    desk.set({ bytesPerSecond: 100_000, scriptBytes: 100_000_00 });
    const one = await createStandInDesk({ bytesPerSecond: 1 });
    const waiting = fetch(`${one.url}/agent/chat`).then((response) => response.text());
    while (one.requests()[0]?.status !== 200) await new Promise(setImmediate);
    await Promise.all([assert.rejects(waiting), one.close()]);
    const slow = raw(SCRIPT);
    while ((desk.fetches()[SCRIPT]?.bytes ?? 0) === 0) await new Promise(setImmediate);
    desk.set({ bytesPerSecond: 0 });
    assert.equal((await slow).bytes.length, 100_000_00);
  });

  describe('is counted by path', () => {
    const count = (path: string) => desk.fetches()[path];

    it('with requests, answers without a body, and bytes; a hash in a name is left out', async () => {
      desk.set({ caching: 'hashed' });
      const src = await srcOf();
      await raw(src);
      const { bytes } = await raw(src);
      assert.deepEqual(count(SCRIPT), { requests: 2, notModified: 0, bytes: 2 * bytes.length });
      const { headers, text } = await call(desk.url, '/agent/contact');
      await call(desk.url, '/agent/contact', { headers: { 'if-none-match': headers.get('etag') ?? '' } });
      assert.deepEqual(count('/agent/contact'), {
        requests: 2,
        notModified: 1,
        bytes: Buffer.byteLength(text),
      });
    });

    it('with no limit of a thousand, without the control, and over HTTP too', async () => {
      for (let times = 0; times < 1100; times += 1) await raw('/agent/config.json');
      assert.equal(count('/agent/config.json')?.requests, 1100);
      const { text } = await call(desk.api, '/__stand-in__/fetches');
      assert.deepEqual(JSON.parse(text), desk.fetches());
      assert.deepEqual(Object.keys(desk.fetches()), ['/agent/config.json']);
    });

    it('until the log is cleared', async () => {
      await raw(SCRIPT);
      desk.clearRequests();
      assert.deepEqual(desk.fetches(), {});
    });

    it('where the answer was cut or never came', async () => {
      desk.set({ fail: { as: 'cut', path: '/agent/config.json' } });
      await assert.rejects(raw('/agent/config.json'));
      assert.equal(count('/agent/config.json')?.requests, 1);
    });
  });
});
