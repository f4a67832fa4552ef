import type { ConsoleEvent } from '../../../protocol/console-messages.js';
import type { EventQueue } from '../../event-queue.js';
import * as events from '../../events.js';

/** What the console has told so far, and the events that tell the host. */
export class ConsoleEvents {
  readonly #events: EventQueue;
  #unreadCount = 0;
  #agentStatus: string | null = null;

  constructor(queue: EventQueue) {
    this.#events = queue;
  }

  get unreadCount(): number {
    return this.#unreadCount;
  }

  get agentStatus(): string | null {
    return this.#agentStatus;
  }

  /** Forgets everything, for a session that has ended. */
  reset(): void {
    this.#unreadCount = 0;
    this.#agentStatus = null;
  }

  dispatch(message: ConsoleEvent): void {
    switch (message.type) {
      case 'unread-change': {
        const { total, threads } = message;
        this.#unreadCount = total;
        return this.#events.dispatch(new events.UnreadChangeEvent({ total, threads }));
      }
      case 'visitor-message':
        return this.#events.dispatch(new events.VisitorMessageEvent({ thread: message.thread }));
      case 'agent-status-change': {
        const { status, agent } = message;
        this.#agentStatus = status;
        return this.#events.dispatch(new events.AgentStatusChangeEvent({ status, agent }));
      }
      case 'thread-change': {
        const { thread, action } = message;
        return this.#events.dispatch(new events.ThreadChangeEvent({ thread, action }));
      }
      case 'console-message': {
        const { name, data } = message;
        return this.#events.dispatch(new events.ConsoleMessageEvent({ type: name, data }));
      }
      default:
        // Does not compile while an event is not dispatched above.
        return message satisfies never;
    }
  }
}
