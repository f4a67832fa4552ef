// Turns messages of the console into events, and remembers its last reports. `protocol/console-messages.ts` has read
// them.

import type { ConsoleEvent } from '../../../protocol/console-messages.js';
import type { EventQueue } from '../../event-queue.js';
import * as events from '../../events.js';

/** The last reports of the console, and the events that hand them to the host. */
export class ConsoleEventDispatcher {
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

  /** Forgets everything when a session has ended. */
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
        // This line does not compile while an event is not dispatched above.
        return message satisfies never;
    }
  }
}
