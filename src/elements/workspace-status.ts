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
  #told: BytedeskErrorEvent | undefined;

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

  /** The host has cancelled the error's event: it deals with it. */
  get isHandled(): boolean {
    return this.#told?.defaultPrevented === true;
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
    if (error !== null) {
      this.#told = new BytedeskErrorEvent(error);
      this.#events.dispatch(this.#told);
      // Events may be held back until a microtask; only then the host has had its say.
      queueMicrotask(this.#changed);
    }
    return true;
  }
}
