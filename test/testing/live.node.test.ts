import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StandInDesk } from '../../src/testing.js';
import { ADMIN, AGENT, call, withSharedDesk } from './desk-client.js';
import { openPushSocket, type PushClient } from './push-client.js';

describe('a live connection to the desk', () => {
  let desk: StandInDesk;
  withSharedDesk((given) => void (desk = given));

  const connect = async (hello: object | string): Promise<PushClient> => {
    const client = await openPushSocket(desk, {});
    client.say(typeof hello === 'string' ? hello : JSON.stringify(hello));
    return client;
  };
  const hello = async (username: string = AGENT.username, clientId = 'user/web/device') => ({
    clientId,
    username,
    password: await desk.issueToken(username, { seconds: 1000 }),
  });
  const states = () =>
    desk
      .clients()
      .map(({ clientId, isConnected, connects, takeovers, refusals }) => [
        clientId,
        isConnected,
        connects,
        takeovers,
        refusals,
      ]);

  it('lets in whoever has a live token of their own name, and tells what concerns them', async () => {
    const client = await connect(await hello());
    assert.deepEqual(await client.next(), { type: 'connected' });
    assert.deepEqual(states(), [['user/web/device', true, 1, 0, 0]]);
    assert.equal(desk.visitorMessage(ADMIN.username, 'Hello?'), 0);
    assert.equal(desk.visitorMessage(AGENT.username, 'Hello?'), 1);
    assert.deepEqual(await client.next(), { type: 'visitor-message', threadUid: 'thread-agent-1' });
    assert.equal(desk.emit({ type: 'x' }), 0);
    assert.equal(desk.kick(AGENT.username), 1);
    assert.deepEqual(await client.next(), { type: 'kickoff', content: 'FORCE_LOGOUT' });
    await client.close();
    assert.deepEqual(states(), [['user/web/device', false, 1, 0, 0]]);
  });

  it('refuses a dead token and the token of somebody else, and lets go', async () => {
    const dead = await hello();
    desk.revoke(dead.password);
    for (const said of [dead, { ...(await hello(ADMIN.username)), username: AGENT.username }]) {
      const client = await connect(said);
      assert.deepEqual(await client.next(), { type: 'refused' });
      await client.ended;
    }
    assert.deepEqual(states(), [['user/web/device', false, 0, 0, 2]]);
  });

  it('keeps one connection for a client id: the newest', async () => {
    const said = await hello();
    const first = await connect(said);
    await first.next();
    const second = await connect(said);
    await second.next();
    await first.ended;
    const other = await connect({ ...said, clientId: 'user/web/other' });
    await other.next();
    assert.deepEqual(states(), [
      ['user/web/device', true, 2, 1, 0],
      ['user/web/other', true, 1, 0, 0],
    ]);
    assert.equal(desk.visitorMessage(AGENT.username, 'Hello?'), 2);
  });

  for (const said of [
    '',
    'null',
    '{',
    '[]',
    '{"clientId":1,"username":"a","password":"b"}',
    '{"username":"a"}',
  ]) {
    it(`lets go of one that says ${said || 'nothing'}`, async () => {
      const client = await connect(said);
      await client.ended;
      assert.deepEqual(desk.clients(), []);
    });
  }

  it('lets go of one that says too much, and takes a long name in pieces', async () => {
    const greedy = await openPushSocket(desk, {});
    greedy.say('x'.repeat(65_000));
    greedy.say('x'.repeat(65_000));
    await greedy.ended;
    const said = { ...(await hello()), clientId: 'c'.repeat(3000) };
    const client = await connect(said);
    assert.deepEqual(await client.next(), { type: 'connected' });
  });

  it('is broken by the control, for all or for one user', async () => {
    const agent = await connect(await hello());
    const admin = await connect(await hello(ADMIN.username, 'other/web/device'));
    await Promise.all([agent.next(), admin.next()]);
    assert.equal(desk.dropLive('Agent@Example.com'), 1);
    await agent.ended;
    assert.deepEqual(
      desk.clients().map(({ isConnected }) => isConnected),
      [false, true],
    );
    const { text } = await call(desk.api, '/__stand-in__/drop-live', { body: {} });
    assert.deepEqual(JSON.parse(text), { dropped: 1 });
    await admin.ended;
    assert.equal(desk.dropLive(), 0);
    assert.deepEqual(
      JSON.parse((await call(desk.api, '/__stand-in__/clients')).text),
      JSON.parse(JSON.stringify(desk.clients())),
    );
  });

  it('never tells a token: not in the list of clients, not in the log', async () => {
    const said = await hello();
    await (await connect(said)).next();
    assert.ok(!JSON.stringify([desk.clients(), desk.requests()]).includes(said.password));
  });
});
