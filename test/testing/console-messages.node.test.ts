import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StandInDesk } from '../../src/testing.js';
import {
  type ConsoleBrowser,
  fillSignIn,
  hasChromium,
  until,
  type Framed,
  withConsoles,
} from './console-browser.js';
import { ADMIN, AGENT } from './desk-client.js';

describe('messages between a console and its host', { skip: !hasChromium() }, () => {
  let desk: StandInDesk;
  let browser: ConsoleBrowser;
  withConsoles((given) => ({ desk, browser } = given));

  const agent = async (): Promise<Framed> => {
    const framed = await browser.frame(
      `${desk.url}/agent/chat?lang=en&accessToken=${await desk.issueToken()}`,
    );
    await framed.gets('agent_status_changed', 'unread_message_count');
    return framed;
  };
  const last = async (framed: Framed, type: string) => {
    const found = (await framed.received()).filter(({ data }) => data?.type === type).at(-1)?.data?.data;
    assert.ok(found, type);
    return found as {
      status: string;
      totalUnreadCount: number;
      thread: Record<string, unknown>;
      action: string;
    };
  };
  const command = (framed: Framed, message: object): Promise<unknown> =>
    framed.page.evaluate((value) => frames[0]?.postMessage(value, '*'), message);

  it('are in the documented envelope, from the frame itself, status first and then the unread count', async () => {
    const framed = await agent();
    const received = await framed.received();
    assert.deepEqual(
      received.map(({ data }) => data?.type),
      ['agent_status_changed', 'unread_message_count'],
    );
    for (const { data, origin, fromFrame } of received) {
      assert.deepEqual(Object.keys(data ?? {}).sort(), ['data', 'source', 'timestamp', 'type']);
      assert.equal(data?.source, 'bytedesk-desktop');
      assert.ok(Math.abs((data?.timestamp ?? 0) - Date.now()) < 60_000);
      assert.deepEqual([origin, fromFrame], [new URL(desk.url).origin, true]);
    }
    assert.equal((await last(framed, 'agent_status_changed')).status, 'AVAILABLE');
    assert.equal((await last(framed, 'unread_message_count')).totalUnreadCount, 3);
  });

  it('say nothing before sign-in, and nothing at sign-out or expiry', async () => {
    const framed = await browser.frame(`${desk.url}/agent/auth/login`);
    await fillSignIn(framed.frame, desk, AGENT);
    await framed.gets('agent_status_changed', 'unread_message_count');
    const before = (await framed.received()).length;
    assert.equal(before, 2);
    desk.revoke(AGENT.username);
    await framed.frame.click('.thread');
    await framed.frame.waitForSelector('form.sign-in');
    await until('the form listens', () => desk.snapshot().consoles.some(({ username }) => username === null));
    desk.emit({ type: 'marker' });
    await framed.gets('marker');
    assert.equal((await framed.received()).length, before + 1);
  });

  it('are not posted at top level', async () => {
    const page = await browser.tab();
    await page.evaluateOnNewDocument(() => {
      addEventListener('message', ({ data }) => {
        (window as unknown as { seen: unknown[] }).seen ??= [];
        (window as unknown as { seen: unknown[] }).seen.push(data);
      });
    });
    await page.goto(`${desk.url}/agent/chat?accessToken=${await desk.issueToken()}`);
    await page.waitForSelector('.thread');
    const seen = await page.evaluate(() => (window as unknown as { seen: unknown[] }).seen);
    assert.deepEqual(seen, [{ payload: 'removeLoading' }]);
  });

  it('tell of a visitor and of a closed conversation', async () => {
    const framed = await agent();
    desk.visitorMessage(AGENT.username, 'Anybody there?');
    await framed.gets('new_visitor_message', 'unread_message_count');
    const { thread } = await last(framed, 'new_visitor_message');
    for (const name of ['uid', 'topic', 'type', 'user', 'content', 'createdAt'])
      assert.ok(name in thread, name);
    assert.equal(thread.content, 'Anybody there?');
    assert.equal((await last(framed, 'unread_message_count')).totalUnreadCount, 4);
    await framed.frame.click('.thread');
    await framed.frame.waitForSelector('[data-action="close-thread"]');
    // By its own method: the list moves under a mouse while the conversation is still being drawn.
    await framed.frame.$eval('[data-action="close-thread"]', (button) => (button as HTMLElement).click());
    await framed.gets('thread_status_changed');
    assert.equal((await last(framed, 'thread_status_changed')).action, 'close');
  });

  it('tell of a status the agent chose', async () => {
    const framed = await agent();
    await framed.frame.select('.status select', 'OFFLINE');
    await framed.gets('agent_status_changed', 'agent_status_changed');
    assert.equal((await last(framed, 'agent_status_changed')).status, 'OFFLINE');
  });

  const statuses: [object, string][] = [
    [{ type: 'update_agent_status', data: { status: 'BUSY' } }, 'BUSY'],
    [{ type: 'update_agent_status_busy' }, 'BUSY'],
    [{ type: 'update_agent_status_offline' }, 'OFFLINE'],
    [{ type: 'update_agent_status_available' }, 'AVAILABLE'],
  ];
  for (const [message, status] of statuses) {
    it(`take ${JSON.stringify(message)}`, async () => {
      const framed = await agent();
      await command(framed, message);
      await framed.gets('agent_status_changed', 'agent_status_changed');
      assert.equal((await last(framed, 'agent_status_changed')).status, status);
    });
  }

  it('take refresh_threads and clear_unread_count', async () => {
    const framed = await agent();
    desk.clearRequests();
    await command(framed, { type: 'refresh_threads' });
    await framed.gets('unread_message_count', 'unread_message_count');
    assert.ok(desk.requests().some(({ path }) => path === '/api/v1/thread/query'));
    await command(framed, { type: 'clear_unread_count', data: { threadUid: 'thread-agent-1' } });
    await framed.gets('unread_message_count', 'unread_message_count', 'unread_message_count');
    assert.equal((await last(framed, 'unread_message_count')).totalUnreadCount, 1);
  });

  it('ignore what is not a documented command', async () => {
    const framed = await agent();
    desk.clearRequests();
    const strangers = [
      null,
      'update_agent_status',
      { type: 'update_agent_status', data: { status: 'ASLEEP' } },
      { type: 'update_agent_status' },
      { type: 'constructor' },
      { type: 'navigate', data: { path: '/ticket' } },
    ];
    for (const message of strangers) await command(framed, message as object);
    await command(framed, { type: 'update_agent_status_busy' });
    await framed.gets('agent_status_changed', 'agent_status_changed');
    assert.deepEqual(
      desk
        .requests()
        .filter(({ method }) => method === 'POST')
        .map(({ path }) => path),
      ['/api/v1/agent/update/status'],
    );
  });

  it('do not exist for a console of early 2025, in neither direction', async () => {
    desk.set({ generation: 'early-2025' });
    const framed = await browser.frame(`${desk.url}/agent/auth/login`);
    await fillSignIn(framed.frame, desk, AGENT);
    await framed.frame.waitForSelector('.thread');
    await until('the console listens', () => desk.snapshot().consoles.some(({ username }) => username));
    await command(framed, { type: 'update_agent_status_busy' });
    desk.visitorMessage(AGENT.username, 'Hello?');
    await framed.frame.waitForFunction(() => /Hello\?/.test(document.body.textContent ?? ''));
    desk.emit({ type: 'marker' });
    await framed.gets('marker');
    assert.equal((await framed.received()).length, 1);
    assert.ok(!desk.requests().some(({ path }) => path === '/api/v1/agent/update/status'));
  });

  it('do not exist for the admin console', async () => {
    const url = `${desk.url}/admin/auth/login?accessToken=${await desk.issueToken(ADMIN.username)}`;
    const framed = await browser.frame(url);
    await framed.frame.waitForSelector('.admin');
    await until('the admin console listens', () => desk.snapshot().consoles.some(({ username }) => username));
    desk.visitorMessage(ADMIN.username, 'Hello?');
    desk.emit({ type: 'marker', console: 'admin' });
    await framed.gets('marker');
    assert.equal((await framed.received()).length, 1);
  });
});
