import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createStandInDesk, type StandInDesk } from '../../src/testing.js';
import { ConsoleBrowser, hasChromium, until, type Framed } from './console-browser.js';
import { AGENT } from './desk-client.js';

describe('faults of a console', { skip: !hasChromium() }, () => {
  let desk: StandInDesk;
  let other: StandInDesk;
  let browser: ConsoleBrowser;
  before(async () => {
    [desk, other] = await Promise.all([createStandInDesk(), createStandInDesk()]);
    browser = await ConsoleBrowser.launch();
  });
  beforeEach(async () => {
    desk.reset();
    await browser.fresh(desk);
  });
  after(() => Promise.all([browser.close(), desk.close(), other.close()]));

  const frame = async (): Promise<Framed> =>
    browser.frame(`${desk.url}/agent/chat?lang=en&accessToken=${await desk.issueToken()}`);
  const signedIn = async (): Promise<Framed> => {
    const framed = await frame();
    await framed.gets('unread_message_count');
    await until('the console listens', () => desk.snapshot().consoles.some(({ username }) => username));
    return framed;
  };
  const afterLoads = (framed: Framed, count: number): Promise<unknown> =>
    framed.page.waitForFunction(
      (wanted) => (window as unknown as { loads: number }).loads >= wanted,
      {},
      count,
    );

  it('flood unread counts, at once and at sign-in', async () => {
    const framed = await signedIn();
    desk.set({ flood: 200 });
    desk.emit({ type: 'marker' });
    await framed.gets('marker');
    const counts = (await framed.received()).filter(({ data }) => data?.type === 'unread_message_count');
    assert.equal(counts.length, 201);
    const fresh = await frame();
    await fresh.gets(...Array.from({ length: 200 }, () => 'unread_message_count'));
  });

  it('post malformed messages', async () => {
    const framed = await signedIn();
    desk.set({ strayMessages: 'malformed' });
    desk.emit({ type: 'marker' });
    await framed.gets('marker');
    const received = await framed.received();
    assert.ok(received.length > 15);
    assert.ok(received.some(({ data }) => data === null));
    assert.ok(received.every(({ fromFrame }) => fromFrame));
  });

  it('post spoofed messages: without the mark, from an opaque frame, and from one of the same origin', async () => {
    const framed = await signedIn();
    desk.set({ strayMessages: 'spoofed' });
    await framed.page.waitForFunction(() => {
      const { messages } = window as unknown as { messages: { origin: string; fromFrame: boolean }[] };
      return messages.filter(({ fromFrame }) => !fromFrame).length >= 4;
    });
    const lies = (await framed.received()).filter(({ data }) => data?.data?.totalUnreadCount === 666);
    assert.ok(lies.some(({ data, fromFrame }) => fromFrame && data?.source !== 'bytedesk-desktop'));
    const { origin } = new URL(desk.url);
    for (const expected of ['null', origin]) {
      assert.ok(
        lies.some((lie) => !lie.fromFrame && lie.origin === expected),
        expected,
      );
    }
  });

  it('post anything at all when told', async () => {
    const framed = await signedIn();
    desk.emit({ raw: 'just text' });
    desk.emit({ type: 'later', data: { a: 1 } });
    await framed.gets('later');
    const [text, later] = (await framed.received()).slice(-2);
    assert.equal(text?.data, 'just text');
    assert.deepEqual([later?.data?.data, later?.data?.source], [{ a: 1 }, 'bytedesk-desktop']);
  });

  it('reload by themselves as often as told', async () => {
    const framed = await signedIn();
    desk.set({ selfReload: 2 });
    await afterLoads(framed, 3);
    await framed.gets('agent_status_changed', 'agent_status_changed');
    assert.equal(desk.snapshot().settings.selfReload, 0);
  });

  it('leave for elsewhere inside the frame', async () => {
    const framed = await signedIn();
    desk.set({ redirectTo: `${other.url}/admin` });
    await afterLoads(framed, 2);
    await until('the other desk is asked', () => other.requests().some(({ path }) => path === '/admin'));
  });

  it('wait for a vendor script that never comes: no load, no view', async () => {
    desk.set({ vendorScript: 'never' });
    const framed = await frame();
    await until('the script is asked for', () =>
      desk.requests().some(({ path }) => path === '/vendor/never.js'),
    );
    assert.equal(await framed.loads(), 0);
    assert.ok(!desk.requests().some(({ path }) => path === '/api/v1/user/profile'));
  });

  it('stay blank where storage is blocked, with a load event', async () => {
    desk.set({ storageBlocked: true });
    const framed = await frame();
    await afterLoads(framed, 1);
    assert.equal(await framed.frame.$eval('#root', (root) => root.childElementCount), 0);
    assert.deepEqual(await framed.received(), []);
  });

  it('show that the API answers HTML: nothing loads, nobody is signed out', async () => {
    const framed = await signedIn();
    desk.set({ fail: { as: 'html' } });
    await framed.frame.evaluate(() => location.reload());
    await afterLoads(framed, 2);
    await framed.frame.waitForSelector('.agent');
    assert.ok(!desk.requests().some(({ path }) => path === '/api/v1/user/logout'));
  });

  it('go on after a navigation and a sign-out that the desk asked for', async () => {
    const framed = await signedIn();
    assert.equal(desk.navigate('/ticket', { username: AGENT.username }), 1);
    await framed.frame.waitForSelector('td');
    assert.equal(desk.signOut(), 1);
    await framed.frame.waitForSelector('form.sign-in');
  });
});
