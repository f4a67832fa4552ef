import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, describe, it } from 'node:test';
import { deskFarm } from './desk-farm.mjs';
import { hostPages, MAX_PAGES } from './host-pages.mjs';
import { startSecondOrigin } from './second-origin.mjs';

/** As much of a Koa context as the plugins use. */
const call = (method: string, path: string, body?: object) => ({
  method,
  path,
  status: 200,
  is: () => true,
  req: Readable.from([JSON.stringify(body ?? {})]),
});

describe('deskFarm', () => {
  const closed: number[] = [];
  const created: object[] = [];
  const load = async () => ({
    createStandInDesk: async (options: object) => {
      const number = created.push(options);
      // The first port it is told is taken.
      const url = `http://127.0.0.1:${12_000 + number}`;
      return {
        url,
        api: url,
        users: [],
        issueToken() {},
        close: async () => void closed.push(number),
      };
    },
  });

  it('starts desks on ports that were never used, closes them one by one and all at the end', async () => {
    const farm = deskFarm({ load, random: () => 0 });
    const first = await farm.serve(call('POST', '/__test__/desks', { frames: 'deny' }));
    const url = 'http://127.0.0.1:12001';
    assert.deepEqual(JSON.parse(first!.body), { id: '1', url, api: url, users: [] });
    await farm.serve(call('DELETE', '/__test__/desks/1'));
    assert.deepEqual(closed, [1]);
    await farm.serve(call('POST', '/__test__/desks'));
    assert.deepEqual(created, [{ port: 12_000, frames: 'deny' }, { port: 12_002 }]);
    await farm.serverStop();
    assert.deepEqual(closed, [1, 2]);
  });

  it('tells a test why a desk did not start', async () => {
    const context = call('POST', '/__test__/desks');
    const broken = async () => Promise.reject(new Error('no desk'));
    const answer = await deskFarm({ load: broken }).serve(context);
    assert.equal(context.status, 500);
    assert.match(answer!.body, /no desk/);
  });

  it('leaves other requests alone', async () => {
    assert.equal(await deskFarm({ load }).serve(call('GET', '/src/index.ts')), undefined);
  });
});

describe('second origin', async () => {
  const pages = hostPages();
  const { origin, server } = await startSecondOrigin(pages);
  after(() => server.close());

  it('serves stored pages with their headers, and forgets the oldest', async () => {
    const first = pages.store({ html: 'one', headers: { 'x-test': 'yes' } });
    const response = await fetch(origin + first);
    assert.equal(await response.text(), 'one');
    assert.equal(response.headers.get('x-test'), 'yes');
    for (let more = 0; more < MAX_PAGES; more++) pages.store({ html: 'more' });
    assert.equal((await fetch(origin + first)).status, 404);
  });

  it('serves fixtures and nothing beside them', async () => {
    assert.equal((await fetch(`${origin}/node-outcomes.mjs`)).status, 200);
    for (const path of ['/..%2ftsconfig.json', '/%2e%2e/tsconfig.json', '/', '/..%2ffixtures']) {
      assert.equal((await fetch(origin + path)).status, 404, path);
    }
  });
});
