import type { BytedeskError } from '../errors.js';
import type { EventQueue } from './event-queue.js';
import { BytedeskErrorEvent, StateChangeEvent, type WorkspaceState } from './events.js';

/** A workspace's state and, in state `error`, why; tells every change. */
export class WorkspaceStatus {
  readonly #events: EventQueue;
  readonly #changed: () => void;
  #state: WorkspaceState = 'idle';
  #error: BytedeskError | null = null;

  constructor(events: EventQueue, changed: () => void) {
    this.#events = events;
    this.#changed = changed;
  }

  get state(): WorkspaceState {
    return this.#state;
  }

  get error(): BytedeskError | null {
    return this.#error;
  }

  set(to: Exclude<WorkspaceState, 'error'>): void {
    this.#error = null;
    this.#set(to);
  }

  fail(error: BytedeskError): void {
    this.#error = error;
    this.#set('error');
    this.#events.dispatch(new BytedeskErrorEvent(error));
  }

  #set(to: WorkspaceState): void {
    const from = this.#state;
    this.#state = to;
    this.#changed();
    if (from === to) return;
    this.#events.dispatch(new StateChangeEvent({ from, to }));
  }
}
