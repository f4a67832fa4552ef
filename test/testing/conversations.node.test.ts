import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StandInDesk } from '../../src/testing.js';
import { ADMIN, AGENT, ORG, call, withSharedDesk } from './desk-client.js';

describe('conversations', () => {
  let desk: StandInDesk;
  let token: string;
  withSharedDesk(async (given) => {
    desk = given;
    token = await desk.issueToken();
  });

  const get = (path: string, as = token) => call(desk.api, path, { token: as });
  const post = (path: string, body: object) => call(desk.api, path, { token, body });
  const unread = async (): Promise<{ threadUid: string; unreadCount: number }[]> =>
    (await get('/api/v1/message_unread/query')).data;

  it('belong to one agent each', async () => {
    const own = (await get('/api/v1/thread/query')).data.content;
    const second = await desk.issueToken('second@example.com');
    const theirs = (await get('/api/v1/thread/query', second)).data.content;
    assert.notEqual(own[0].uid, theirs[0].uid);
    assert.equal((await get(`/api/v1/thread/query/uid?uid=${theirs[0].uid}`)).code, 404);
  });

  it('have messages, by topic and by uid, newest first', async () => {
    const [thread] = (await get('/api/v1/thread/query')).data.content;
    const byUid = (await get(`/api/v1/message/query/thread/uid?threadUid=${thread.uid}`)).data.content;
    const topic = encodeURIComponent(thread.topic);
    const byTopic = (await get(`/api/v1/message/query/topic?topic=${topic}`)).data.content;
    assert.deepEqual(byUid, byTopic);
    assert.equal(byUid[0].content, thread.content);
    const all = (await get(`/api/v1/message/query/org?orgUid=${ORG}&pageSize=50`)).data;
    assert.ok(all.totalElements > byUid.length);
  });

  it('take a message of the agent, and refuse an empty one', async () => {
    const [thread] = (await get('/api/v1/thread/query')).data.content;
    const sent = await post('/api/v1/message/rest/send', { topic: thread.topic, content: 'On its way.' });
    assert.equal(sent.data.user.type, 'AGENT');
    assert.equal((await get('/api/v1/thread/query')).data.content[0].content, 'On its way.');
    assert.equal((await post('/api/v1/message/rest/send', { topic: thread.topic })).code, 400);
    assert.equal((await post('/api/v1/message/rest/send', { topic: 'none', content: 'x' })).code, 404);
  });

  it('count what a visitor wrote until it is read', async () => {
    const before = await unread();
    desk.visitorMessage(AGENT.username, 'Still there?');
    const after = await unread();
    const total = (list: { unreadCount: number }[]) => list.reduce((sum, one) => sum + one.unreadCount, 0);
    assert.equal(total(after), total(before) + 1);
    for (const { threadUid } of after) await post('/api/v1/message_unread/clear', { threadUid });
    assert.deepEqual(await unread(), []);
  });

  it('can be closed', async () => {
    const [thread] = (await get('/api/v1/thread/query')).data.content;
    assert.equal((await post('/api/v1/thread/close', { uid: thread.uid })).data.state, 'CLOSED');
  });

  it('leave the agent a status of three', async () => {
    assert.equal((await get('/api/v1/agent/query')).data.status, 'AVAILABLE');
    assert.equal((await post('/api/v1/agent/update/status', { status: 'BUSY' })).data.status, 'BUSY');
    assert.equal((await post('/api/v1/agent/update/status', { status: 'ASLEEP' })).code, 400);
    assert.equal((await get('/api/v1/agent/query')).data.status, 'BUSY');
  });

  it('are beside the light probe of older clients, ping', async () => {
    assert.equal((await get('/api/v1/message/ping')).code, 200);
    assert.equal((await call(desk.api, '/api/v1/message/ping')).status, 401);
  });
});

describe('/api/v1/user', () => {
  let desk: StandInDesk;
  withSharedDesk((given) => void (desk = given));

  it('updates the own name and password', async () => {
    const token = await desk.issueToken();
    const renamed = await call(desk.api, '/api/v1/user/update', { token, body: { nickname: 'Lin Lin' } });
    assert.equal(renamed.data.nickname, 'Lin Lin');
    const change = (oldPassword: string) =>
      call(desk.api, '/api/v1/user/change/password', { token, body: { oldPassword, newPassword: 'new' } });
    assert.equal((await change('wrong')).code, -1);
    assert.equal((await change(AGENT.password)).code, 200);
  });

  it('knows the organisation, and lists its users to administrators', async () => {
    const token = await desk.issueToken();
    assert.equal((await call(desk.api, '/api/v1/user/organizations', { token })).data[0].uid, ORG);
    assert.equal((await call(desk.api, '/api/v1/user/switch/organization', { token, body: {} })).code, 200);
    assert.equal((await call(desk.api, '/api/v1/user/query/org', { token })).status, 403);
    const admin = await desk.issueToken(ADMIN.username);
    assert.equal((await call(desk.api, '/api/v1/user/query/org', { token: admin })).data.totalElements, 7);
  });
});
