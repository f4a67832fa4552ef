import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StandInDesk } from '../../src/testing.js';
import { TICKET_ACTIONS } from '../../src/testing/state/tickets.js';
import { ORG, call, codes, withSharedDesk } from './desk-client.js';

const PATH = '/api/v1/ticket';

describe('/api/v1/ticket', () => {
  let desk: StandInDesk;
  let token: string;
  withSharedDesk(async (given) => {
    desk = given;
    token = await desk.issueToken();
  });

  const get = (path: string, as = token) => call(desk.api, PATH + path, { token: as });
  const post = (path: string, body: object, as = token) => call(desk.api, PATH + path, { token: as, body });

  it('pages from 0, ten at a time, newest first, in the shape of its framework', async () => {
    const { data } = await get(`/query/org?orgUid=${ORG}`);
    assert.equal(data.content.length, 10);
    const { totalElements, totalPages, number, size, first, last, empty } = data;
    assert.deepEqual([totalElements, totalPages, number, size], [23, 3, 0, 10]);
    assert.deepEqual([first, last, empty], [true, false, false]);
    const tickets: { createdAt: string }[] = data.content;
    const dates = tickets.map(({ createdAt }) => createdAt);
    assert.deepEqual(dates, [...dates].sort().reverse());
  });

  it('answers the last page short and the one after it empty', async () => {
    const last = (await get(`/query/org?orgUid=${ORG}&pageNumber=2`)).data;
    assert.deepEqual([last.content.length, last.last], [3, true]);
    const beyond = (await get(`/query/org?orgUid=${ORG}&pageNumber=3`)).data;
    assert.deepEqual([beyond.content.length, beyond.empty], [0, true]);
    assert.equal((await get(`/query/org?orgUid=${ORG}&pageSize=50`)).data.content.length, 23);
  });

  it('needs the organisation where it lists one: 400 without, 403 for a foreign one', async () => {
    assert.deepEqual(codes(await get('/query/org')), { status: 400, code: 400, data: false });
    assert.deepEqual(codes(await get('/query/org?orgUid=other')), { status: 403, code: 403, data: false });
  });

  it('lists own tickets under both names', async () => {
    const own = (await get('/query/user?pageSize=50')).data;
    assert.ok(own.totalElements > 0 && own.totalElements < 23);
    assert.deepEqual((await get('/query?pageSize=50')).data, own);
  });

  it('finds one by uid; an unknown one is HTTP 200 with code 404', async () => {
    assert.equal((await get('/query/uid?uid=ticket-1')).data.uid, 'ticket-1');
    assert.deepEqual(codes(await get('/query/uid?uid=none')), { status: 200, code: 404, data: false });
  });

  it('creates, updates and deletes by POST with the uid in the body', async () => {
    const created = await post('/create', { title: 'New', priority: 'HIGH' });
    assert.deepEqual([created.data.title, created.data.priority, created.data.version], ['New', 'HIGH', 0]);
    const { uid } = created.data;
    assert.equal((await post('/update', { uid, title: 'Newer' })).data.title, 'Newer');
    assert.equal((await post('/delete', { uid })).data, true);
    assert.equal((await get(`/query/uid?uid=${uid}`)).code, 404);
  });

  it('answers validation with HTTP 200 and code 400, a concurrent edit with HTTP 409', async () => {
    const invalid = await post('/create', { priority: 'HIGH' });
    assert.deepEqual([invalid.status, invalid.code], [200, 400]);
    const { uid } = (await post('/create', { title: 'New' })).data;
    await post('/update', { uid, title: 'First', version: 0 });
    const second = await post('/update', { uid, title: 'Second', version: 0 });
    assert.deepEqual([second.status, second.code], [409, 409]);
  });

  it('answers users without the right with 403, for reading and for writing', async () => {
    const limited = await desk.issueToken('limited@example.com');
    for (const answer of [
      await get('/query/user', limited),
      await get(`/query/org?orgUid=${ORG}`, limited),
      await post('/create', { title: 'New' }, limited),
      await post('/delete', { uid: 'ticket-1' }, limited),
    ]) {
      assert.deepEqual(codes(answer), { status: 403, code: 403, data: false });
    }
  });

  it('knows the actions', async () => {
    for (const [action, status] of Object.entries(TICKET_ACTIONS)) {
      assert.equal((await post(`/${action}`, { uid: 'ticket-2' })).data.status, status, action);
    }
  });

  it('has a statistic and histories', async () => {
    assert.equal((await get('/statistic')).data.total, 23);
    for (const name of ['task', 'process', 'activity'])
      assert.equal((await get(`/history/${name}`)).code, 200);
  });
});
