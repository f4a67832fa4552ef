import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { bridgeScript } from '../support/bridge-script.mjs';
import { ConsoleBrowser, hasChromium } from '../testing/console-browser.js';
import { startNginx, type TestNginx, withoutNginx } from './nginx.js';

const read = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const blocks = (text: string): string[] => [...text.matchAll(/^```.*?^```$/gms)].map(([block]) => block);

for (const name of ['bridge', 'protocol']) {
  it(`docs/${name}.md and its translation have the same snippets, and the same rows in their tables`, () => {
    const [english, chinese] = [read(`${name}.md`), read(`${name}.zh-CN.md`)];
    assert.deepEqual(blocks(chinese), blocks(english));
    const rows = (text: string): number => text.split('\n').filter((line) => line.startsWith('| ')).length;
    assert.equal(rows(chinese), rows(english));
    const codes = (text: string): string[] =>
      [...new Set([...text.matchAll(/^\| `([^`]+)`/gm)].map(([, code = '']) => code))].sort();
    assert.deepEqual(codes(chinese), codes(english));
  });
}

it('docs/protocol.md has a row for each message there is', () => {
  const sources = ['bridge-messages', 'host-messages'].map((file) =>
    readFileSync(new URL(`../../src/protocol/${file}.ts`, import.meta.url), 'utf8'),
  );
  const types = new Set(
    sources.flatMap((text) => [...text.matchAll(/readonly type: '([^']+)'/g)].map(([, type = '']) => type)),
  );
  const rows = [...read('protocol.md').matchAll(/^\| `([^`]+)`/gm)].map(([, type = '']) => type);
  assert.deepEqual(rows.sort(), [...types].sort());
});

describe('the nginx guide, with a real nginx', { skip: withoutNginx }, () => {
  let desk: StandInDesk;
  let nginx: TestNginx;
  let browser: ConsoleBrowser | undefined;
  let allowed = 'https://crm.example.com https://shop.example.com';

  before(async () => {
    desk = await createStandInDesk();
    if (hasChromium()) browser = await ConsoleBrowser.launch();
    if (browser) allowed = new URL(browser.hostUrl('x')).origin;
    const [, guide = ''] = /^```nginx\n(.*?)^```$/ms.exec(read('bridge.md')) ?? [];
    const script = await bridgeScript();
    nginx = await startNginx((port, folder) => {
      const file = join(folder, 'bytedesk-bridge.js');
      writeFileSync(file, script);
      chmodSync(file, 0o644);
      return guide
        .replace('listen 443 ssl', `listen 127.0.0.1:${port}`)
        .replace('/var/www/bytedesk', folder)
        .replace('http://127.0.0.1:9003', desk.url)
        .replaceAll('https://crm.example.com https://shop.example.com', allowed);
    });
  });
  after(async () => {
    await browser?.close();
    await nginx?.stop();
    await desk.close();
  });

  for (const path of ['/agent/chat', '/admin/welcome']) {
    it(`puts the bridge first into ${path}, once, whatever the browser would take compressed`, async () => {
      const answer = await fetch(nginx.url + path, { headers: { 'accept-encoding': 'gzip, br' } });
      const html = await answer.text();
      const scripts = html.match(/<script[^>]*>/g) ?? [];
      assert.equal(scripts[0], `<script src="/bytedesk-bridge.js" data-allow="${allowed}">`);
      assert.equal(scripts.filter((tag) => tag.includes('bridge')).length, 1);
      assert.equal(answer.headers.get('content-security-policy'), `frame-ancestors ${allowed}`);
    });
  }

  it('serves the script, and leaves the API as it is', async () => {
    const script = await fetch(`${nginx.url}/bytedesk-bridge.js`);
    assert.match(script.headers.get('content-type') ?? '', /javascript/);
    const api = await fetch(`${nginx.url}/api/v1/user/profile`);
    assert.equal(api.status, 401);
    assert.equal(((await api.json()) as { code: number }).code, 401);
  });

  it('makes the console say hello to the host page around it', { skip: !hasChromium() }, async () => {
    const framed = await browser?.frame(`${nginx.url}/agent/chat`);
    await framed?.page.waitForFunction(() =>
      (window as unknown as { messages: { data: { ns?: string } | null }[] }).messages.some(
        ({ data }) => data?.ns === 'bytedesk-embed',
      ),
    );
  });
});
