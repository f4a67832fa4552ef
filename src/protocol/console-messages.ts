/**
 * The messages that the agent console documents (ByteDesk documentation, "agent", 2026), in both directions. This file
 * alone knows the console's names for them; the rest of the library uses its own. The admin console documents no
 * messages.
 *
 * A new documented event begins here, in `ConsoleEvent`. The compiler then asks for it in `ConsoleNames` and
 * `readConsoleMessage` below, in `elements/workspace/console/event-dispatcher.ts`, which dispatches it, and in
 * `elements/events.ts`, which has its class and its name. All steps: CONTRIBUTING.md, "How to add a console event".
 */

/** Marks a message as the console's own. */
const CONSOLE_SOURCE = 'bytedesk-desktop';

/** A conversation as the console describes it. Its members differ between versions of the console. */
export type ConsoleThread = Readonly<Record<string, unknown>>;

/** The availability that a host can set for its agent. */
export type AgentStatus = 'AVAILABLE' | 'BUSY' | 'OFFLINE';

export const AGENT_STATUSES: readonly AgentStatus[] = ['AVAILABLE', 'BUSY', 'OFFLINE'];

/** A message of the console to the host, in the words of this library. */
export type ConsoleEvent =
  | { readonly type: 'unread-change'; readonly total: number; readonly threads: readonly ConsoleThread[] }
  | { readonly type: 'visitor-message'; readonly thread: ConsoleThread }
  | { readonly type: 'agent-status-change'; readonly status: string; readonly agent: unknown }
  | { readonly type: 'thread-change'; readonly thread: ConsoleThread; readonly action: string }
  | { readonly type: 'console-message'; readonly name: string; readonly data: unknown };

/** An event of a type that the console documents; all other types arrive as `console-message`. */
type DocumentedEvent = Exclude<ConsoleEvent, { readonly type: 'console-message' }>;

type NameOfEach<Names extends Readonly<Record<DocumentedEvent['type'], string>>> = Names;

/** The console's own name for each documented event. The compiler asks for the name of a new event here. */
type ConsoleNames = NameOfEach<{
  'unread-change': 'unread_message_count';
  'visitor-message': 'new_visitor_message';
  'agent-status-change': 'agent_status_changed';
  'thread-change': 'thread_status_changed';
}>;

/** A command of the host to the console, as it is posted. */
export type ConsoleCommand =
  | { readonly type: 'update_agent_status'; readonly data: { readonly status: AgentStatus } }
  | { readonly type: 'refresh_threads' }
  | { readonly type: 'clear_unread_count'; readonly data: { readonly threadUid: string } };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a message of the console. It never throws: anything that is not the console's, and a documented type with the
 * wrong content, gives `undefined`.
 */
export function readConsoleMessage(message: unknown): ConsoleEvent | undefined {
  if (!isRecord(message) || message['source'] !== CONSOLE_SOURCE) return undefined;
  const { type, data } = message;
  if (typeof type !== 'string' || type === '') return undefined;
  const content = isRecord(data) ? data : {};

  // The type claims that every name is a documented one, so that the compiler sees below whether each of those is read.
  const name = type as ConsoleNames[keyof ConsoleNames];
  switch (name) {
    case 'unread_message_count': {
      const { totalUnreadCount: total, unreadThreads = [] } = content;
      if (typeof total !== 'number' || !Number.isSafeInteger(total) || total < 0) return undefined;
      if (unreadThreads !== null && !Array.isArray(unreadThreads)) return undefined;
      return { type: 'unread-change', total, threads: (unreadThreads ?? []).filter(isRecord) };
    }
    case 'new_visitor_message': {
      const { thread } = content;
      return isRecord(thread) ? { type: 'visitor-message', thread } : undefined;
    }
    case 'agent_status_changed': {
      const { status, agentInfo = null } = content;
      if (typeof status !== 'string' || status === '') return undefined;
      return { type: 'agent-status-change', status, agent: agentInfo };
    }
    case 'thread_status_changed': {
      const { thread, action } = content;
      if (!isRecord(thread) || typeof action !== 'string') return undefined;
      return { type: 'thread-change', thread, action };
    }
    default:
      return { type: 'console-message', name: name satisfies never, data };
  }
}
