import type { BytedeskError } from '../errors.js';
import type { EventQueue } from './event-queue.js';
import { BytedeskErrorEvent, StateChangeEvent, type WorkspaceState } from './events.js';
import { type Happening, TRANSITIONS } from './workspace-transitions.js';

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

  /** @returns false if this changes nothing in this state, so that nobody should be told of it */
  happen(what: Happening, error: BytedeskError | null = null): boolean {
    const from = this.#state;
    const { to, from: allowed } = TRANSITIONS[what];
    if (allowed !== undefined && !allowed.includes(from)) return false;
    this.#error = error;
    this.#state = to;
    this.#changed();
    if (from !== to) this.#events.dispatch(new StateChangeEvent({ from, to }));
    if (error !== null) this.#events.dispatch(new BytedeskErrorEvent(error));
    return true;
  }
}
