import { expect } from '@open-wc/testing';
import type { BytedeskWorkspaceElement } from '../../../../src/elements/workspace/workspace-element.js';
import { createPage, otherOrigin } from '../../../support/pages.js';
import {
  emit,
  EventLog,
  issueToken,
  mount,
  next,
  SharedDesk,
  task,
  until,
} from '../../../support/workspace.js';

const envelope = (type: string, data: unknown): object => ({
  type,
  data,
  timestamp: 1,
  source: 'bytedesk-desktop',
});

describe('bytedesk-workspace: messages of the console', () => {
  const shared = new SharedDesk();
  let element: BytedeskWorkspaceElement;
  let log: EventLog;

  beforeEach(async () => {
    const token = await issueToken(shared.desk);
    const mounted = await mount({ server: shared.desk.url, path: '/agent/chat', token });
    ({ element } = mounted);
    await mounted.log.first('bytedesk-unread-change');
    await mounted.log.first('bytedesk-agent-status-change');
    log = new EventLog(element);
  });

  afterEach(() => document.querySelectorAll('iframe').forEach((frame) => frame.remove()));

  /** Makes the console post a message and waits until a marker posted after it has come through. */
  async function tell(message: object): Promise<void> {
    const isMarker = ({ detail }: CustomEvent): boolean => detail?.type === 'marker';
    await emit(shared.desk, { console: 'agent', ...message });
    await emit(shared.desk, { console: 'agent', type: 'marker', data: null });
    await until(() => log.events.some(isMarker), 'the marker has come');
    log.events.splice(log.events.findIndex(isMarker), 1);
  }

  it('tells unread counts, as event and as property', async () => {
    await tell({
      type: 'unread_message_count',
      data: { totalUnreadCount: 5, unreadThreads: [{ uid: 't' }] },
    });
    expect(log.of('bytedesk-unread-change')[0]?.detail).to.deep.equal({ total: 5, threads: [{ uid: 't' }] });
    expect(element.unreadCount).to.equal(5);
  });

  it('tells a visitor’s message', async () => {
    await tell({ type: 'new_visitor_message', data: { thread: { uid: 't', content: 'hello' } } });
    expect(log.of('bytedesk-visitor-message')[0]?.detail.thread.content).to.equal('hello');
  });

  it('tells the agent’s status, as event and as property', async () => {
    await tell({ type: 'agent_status_changed', data: { status: 'BUSY', agentInfo: { uid: 'a' } } });
    expect(log.of('bytedesk-agent-status-change')[0]?.detail).to.deep.equal({
      status: 'BUSY',
      agent: { uid: 'a' },
    });
    expect(element.agentStatus).to.equal('BUSY');
  });

  it('tells a conversation’s change', async () => {
    await tell({ type: 'thread_status_changed', data: { thread: { uid: 't' }, action: 'closed' } });
    expect(log.of('bytedesk-thread-change')[0]?.detail).to.deep.equal({
      thread: { uid: 't' },
      action: 'closed',
    });
  });

  it('hands on messages of types it does not know', async () => {
    await tell({ type: 'queue_length', data: { n: 2 } });
    expect(log.of('bytedesk-console-message')[0]?.detail).to.deep.equal({
      type: 'queue_length',
      data: { n: 2 },
    });
  });

  it('bubbles its events through shadow roots', async () => {
    const heard = new EventLog(document);
    await tell({ type: 'queue_length', data: 1 });
    expect(heard.of('bytedesk-console-message').length).to.be.greaterThan(0);
  });

  for (const raw of [
    'text',
    7,
    { type: 'unread_message_count', data: { totalUnreadCount: 9 } },
    { type: 'unread_message_count', data: { totalUnreadCount: 9 }, source: 'somebody else' },
    envelope('unread_message_count', { totalUnreadCount: 'nine' }),
    envelope('agent_status_changed', null),
    { ...envelope('unread_message_count', { totalUnreadCount: 9 }), type: ['unread_message_count'] },
  ]) {
    it(`ignores from the console itself: ${JSON.stringify(raw)}`, async () => {
      const before = element.unreadCount;
      await tell({ raw });
      expect(log.events.map(({ type }) => type)).to.deep.equal([]);
      expect(element.unreadCount).to.equal(before);
    });
  }

  const forged = envelope('unread_message_count', { totalUnreadCount: 666, unreadThreads: [] });

  it('ignores the host page itself', async () => {
    const heard = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
    window.postMessage(forged, '*');
    await heard;
    expect(log.events).to.deep.equal([]);
    expect(element.unreadCount).not.to.equal(666);
  });

  it('ignores a sibling frame of the desk’s own origin', async () => {
    const sibling = document.createElement('iframe');
    sibling.src = `${shared.desk.url}/admin/auth/login?accessToken=${await issueToken(shared.desk)}`;
    const heard = new Promise((resolve) => {
      window.addEventListener('message', ({ source, data }) => {
        if (source === sibling.contentWindow && data.data?.totalUnreadCount === 666) resolve(true);
      });
    });
    document.body.append(sibling);
    const data = { totalUnreadCount: 666, unreadThreads: [] };
    await emit(shared.desk, { console: 'admin', type: 'unread_message_count', data });
    await heard;
    await task();
    expect(log.events).to.deep.equal([]);
    expect(element.unreadCount).not.to.equal(666);
  });

  it('ignores a foreign page inside its own frame, and sends it nothing', async () => {
    const path = await createPage(`<!doctype html><title>hostile</title><script>
      addEventListener('message', (event) => parent.postMessage({ overheard: event.data }, '*'));
      parent.postMessage(${JSON.stringify(forged)}, '*');
      parent.postMessage('posted', '*');
    </script>`);
    const frame = element.shadowRoot?.querySelector('iframe');
    const heard: unknown[] = [];
    const listen = ({ source, origin, data }: MessageEvent): void => {
      if (source === frame?.contentWindow && origin === otherOrigin()) heard.push(data);
    };
    window.addEventListener('message', listen);
    frame?.contentWindow?.location.replace(`${otherOrigin()}${path}`);
    await until(() => heard.includes('posted'), 'the hostile page has posted');
    element.setAgentStatus('BUSY');
    element.refreshThreads();
    // A message of our own, to be sure that the frame would have answered by now.
    frame?.contentWindow?.postMessage('ours', '*');
    await until(
      () => heard.some((data) => (data as { overheard?: string }).overheard === 'ours'),
      'an answer',
    );
    window.removeEventListener('message', listen);
    expect(
      heard.filter((data) => typeof data === 'object' && data !== null && 'overheard' in data),
    ).to.deep.equal([{ overheard: 'ours' }]);
    expect(log.events).to.deep.equal([]);
    expect(element.unreadCount).not.to.equal(666);
  });

  it('sends its commands to the console', async () => {
    element.setAgentStatus('BUSY');
    await next(element, 'bytedesk-agent-status-change');
    expect(element.agentStatus).to.equal('BUSY');
    element.setAgentStatus('AVAILABLE');
    await next(element, 'bytedesk-agent-status-change');
    const threads = log.of('bytedesk-unread-change').at(-1)?.detail.threads ?? [];
    element.refreshThreads();
    const { detail } = await next(element, 'bytedesk-unread-change');
    const [thread] = detail.threads.length > 0 ? detail.threads : threads;
    element.clearUnread(String(thread?.['uid']));
    const cleared = await next(element, 'bytedesk-unread-change');
    expect(cleared.detail.total).to.be.lessThan(detail.total);
  });

  for (const [name, wrong] of [
    ['a status that is none', () => element.setAgentStatus('AWAY' as never)],
    ['no status', () => element.setAgentStatus(undefined as never)],
    ['no conversation', () => element.clearUnread('')],
    ['a conversation that is no text', () => element.clearUnread(7 as never)],
  ] as const) {
    it(`throws for ${name}`, () => {
      expect(wrong).to.throw(TypeError);
    });
  }

  it('keeps a command given while the console loads', async () => {
    const second = await mount({
      server: shared.desk.url,
      path: '/agent/chat',
      token: await issueToken(shared.desk),
    });
    second.element.setAgentStatus('OFFLINE');
    second.element.setAgentStatus('BUSY');
    await until(() => second.element.agentStatus === 'BUSY', 'the newest status has arrived');
  });
});
