import { expect } from '@open-wc/testing';
import { readConsoleMessage } from '../../src/protocol/console-messages.js';

const message = (type: unknown, data?: unknown): object => ({
  type,
  data,
  timestamp: 1_752_724_832_000,
  source: 'bytedesk-desktop',
});
const thread = { uid: 't1', topic: 'org/agent/a/b' };

describe('readConsoleMessage', () => {
  const read: readonly (readonly [name: string, given: object, event: object])[] = [
    [
      'an unread count',
      message('unread_message_count', { totalUnreadCount: 3, unreadThreads: [thread] }),
      { type: 'unread-change', total: 3, threads: [thread] },
    ],
    [
      'an unread count without threads',
      message('unread_message_count', { totalUnreadCount: 0, unreadThreads: null }),
      { type: 'unread-change', total: 0, threads: [] },
    ],
    ['a visitor’s message', message('new_visitor_message', { thread }), { type: 'visitor-message', thread }],
    [
      'an agent status',
      message('agent_status_changed', { status: 'BUSY', agentInfo: { uid: 'a' } }),
      { type: 'agent-status-change', status: 'BUSY', agent: { uid: 'a' } },
    ],
    [
      'a thread’s status',
      message('thread_status_changed', { thread, action: 'closed' }),
      { type: 'thread-change', thread, action: 'closed' },
    ],
    [
      'a type of a later version',
      message('queue_length', { n: 2 }),
      { type: 'console-message', name: 'queue_length', data: { n: 2 } },
    ],
    ['a type without data', message('pong'), { type: 'console-message', name: 'pong', data: undefined }],
  ];
  for (const [name, given, event] of read) {
    it(`reads ${name}`, () => {
      expect(readConsoleMessage(structuredClone(given))).to.deep.equal(event);
    });
  }

  const refused: readonly unknown[] = [
    null,
    undefined,
    7,
    'unread_message_count',
    [],
    {},
    { type: 'unread_message_count', data: { totalUnreadCount: 1 } },
    { type: 'unread_message_count', data: { totalUnreadCount: 1 }, source: 'somebody' },
    { payload: 'removeLoading' },
    message(undefined),
    message(''),
    message(7),
    message({ toString: null }),
    message('unread_message_count'),
    message('unread_message_count', null),
    message('unread_message_count', { totalUnreadCount: '3' }),
    message('unread_message_count', { totalUnreadCount: -1 }),
    message('unread_message_count', { totalUnreadCount: 1.5 }),
    message('unread_message_count', { totalUnreadCount: Infinity }),
    message('unread_message_count', { totalUnreadCount: 1, unreadThreads: 'none' }),
    message('new_visitor_message', {}),
    message('new_visitor_message', { thread: 'x' }),
    message('agent_status_changed', {}),
    message('agent_status_changed', { status: 7 }),
    message('agent_status_changed', { status: '' }),
    message('thread_status_changed', { thread }),
    message('thread_status_changed', { action: 'closed' }),
  ];
  refused.forEach((given, index) => {
    it(`ignores ${JSON.stringify(given) ?? String(given)} (${index})`, () => {
      expect(readConsoleMessage(given)).to.equal(undefined);
    });
  });

  it('leaves out threads that are none', () => {
    const given = message('unread_message_count', {
      totalUnreadCount: 2,
      unreadThreads: [thread, null, 'x', 3],
    });
    expect(readConsoleMessage(given)).to.deep.equal({ type: 'unread-change', total: 2, threads: [thread] });
  });
});
