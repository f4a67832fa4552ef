import { expect } from '@open-wc/testing';
import { startDesk, type TestDesk } from '../support/desk.js';
import { issueToken, requestsOf, until } from '../support/workspace.js';

interface ConsoleMessage {
  readonly type?: string;
  readonly data?: { readonly agentInfo?: { readonly nickname: string }; readonly totalUnreadCount?: number };
}

/** A plain frame on the desk, and what it posts. */
class PlainFrame {
  readonly messages: ConsoleMessage[] = [];
  readonly element = document.createElement('iframe');
  loads = 0;

  constructor(src: string) {
    this.element.src = src;
    this.element.title = 'console';
    this.element.addEventListener('load', () => (this.loads += 1));
    window.addEventListener('message', this);
    document.body.append(this.element);
  }

  handleEvent(event: MessageEvent<ConsoleMessage | null>): void {
    if (event.source === this.element.contentWindow && event.data) this.messages.push(event.data);
  }

  count(type: string): number {
    return this.messages.filter((message) => message.type === type).length;
  }

  gets(type: string, times = 1): Promise<void> {
    return until(() => this.count(type) >= times, `${times} ${type}`);
  }

  get agent(): string | undefined {
    return this.messages.find(({ type }) => type === 'agent_status_changed')?.data?.agentInfo?.nickname;
  }

  remove(): void {
    window.removeEventListener('message', this);
    this.element.remove();
  }
}

describe('the agent console of the stand-in desk', () => {
  let desk: TestDesk;
  const frames: PlainFrame[] = [];
  beforeEach(async () => (desk = await startDesk()));
  afterEach(async () => {
    for (const frame of frames.splice(0)) frame.remove();
    await desk.close();
  });

  const open = (src: string): PlainFrame => {
    const frame = new PlainFrame(desk.url + src);
    frames.push(frame);
    return frame;
  };
  const withToken = async (username?: string): Promise<PlainFrame> =>
    open(`/agent/chat?accessToken=${await issueToken(desk, { username })}`);

  it('signs in by the token in its address and says so', async () => {
    const frame = await withToken();
    await frame.gets('unread_message_count');
    expect(frame.messages.map(({ type }) => type)).to.deep.equal([
      'agent_status_changed',
      'unread_message_count',
    ]);
    expect(frame.loads).to.equal(1);
  });

  it('keeps a stored login over the token of somebody else', async () => {
    const first = await withToken('agent@example.com');
    await first.gets('agent_status_changed');
    const second = await withToken('second@example.com');
    await second.gets('agent_status_changed');
    expect(second.agent).to.equal(first.agent);
  });

  it('takes commands of its host', async () => {
    const frame = await withToken();
    await frame.gets('unread_message_count');
    frame.element.contentWindow?.postMessage({ type: 'update_agent_status_busy' }, '*');
    await frame.gets('agent_status_changed', 2);
  });

  it('hears of a kick over its live connection, signs out and says nothing', async () => {
    const frame = await withToken();
    await frame.gets('unread_message_count');
    const isKicked = async (): Promise<boolean> =>
      (await desk.control<{ told: number }>('kick', { username: 'agent@example.com' })).told === 1;
    await until(isKicked, 'a console to kick');
    const hasLeft = async (): Promise<boolean> =>
      (await requestsOf(desk)).some(({ path }) => path === '/api/v1/user/logout');
    await until(hasLeft, 'the logout call');
    expect(frame.messages.length).to.equal(2);
  });

  it('of early 2025 ignores the token', async () => {
    await desk.control('set', { generation: 'early-2025' });
    await withToken();
    const showsForm = async (): Promise<boolean> =>
      (await requestsOf(desk)).some(({ path }) => path === '/kaptcha/api/v1/get');
    await until(showsForm, 'the sign-in form');
    expect((await requestsOf(desk)).some(({ path }) => path.startsWith('/auth/'))).to.equal(false);
  });

  it('of the admin kind posts nothing, but listens', async () => {
    const token = await issueToken(desk, { username: 'admin@example.com' });
    const frame = open(`/admin/auth/login?accessToken=${token}`);
    const listens = async (): Promise<boolean> =>
      (await desk.control<{ told: number }>('emit', { type: 'marker', username: 'admin@example.com' }))
        .told === 1;
    await until(listens, 'the admin console to listen');
    await frame.gets('marker');
    expect(frame.messages.length).to.equal(1);
  });

  it('stays blank, with a load event, where storage is blocked', async () => {
    await desk.control('set', { storageBlocked: true });
    const frame = await withToken();
    await until(() => frame.loads === 1, 'load');
    expect((await requestsOf(desk)).some(({ path }) => path.startsWith('/auth/'))).to.equal(false);
  });

  it('fires no load while it waits for a vendor script', async () => {
    await desk.control('set', { vendorScript: 'never' });
    const frame = await withToken();
    const isAsked = async (): Promise<boolean> =>
      (await requestsOf(desk)).some(({ path }) => path === '/vendor/never.js');
    await until(isAsked, 'the vendor script');
    expect(frame.loads).to.equal(0);
  });

  it('fires load, and nothing else, where framing is refused', async () => {
    await desk.control('set', { refuseFraming: 'frame-ancestors' });
    const frame = await withToken();
    await until(() => frame.loads === 1, 'load');
    expect(frame.messages.length).to.equal(0);
  });

  it('reloads by itself when told, and signs in again', async () => {
    const frame = await withToken();
    await frame.gets('unread_message_count');
    const isTold = async (): Promise<boolean> =>
      (await desk.control<{ selfReload: number }>('set', { selfReload: 1 })).selfReload === 0;
    await until(isTold, 'a console to reload');
    await frame.gets('agent_status_changed', 2);
    expect(frame.loads).to.be.greaterThan(1);
  });
});
