import type { BytedeskError } from '../../errors.js';
import type { EventQueue } from '../event-queue.js';
import { BytedeskErrorEvent, StateChangeEvent, type WorkspaceState } from '../events.js';

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
  transition(what: Transition, error: BytedeskError | null = null): boolean {
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

/** What can happen to a workspace. */
export type Transition = 'wait' | 'load' | 'proof' | 'expiry' | 'sign-out' | 'failure';

/**
 * The workspace's states, as one table: what happened, and what comes of it in which states. In all others it changes
 * nothing and is told to nobody. docs/session.md shows it with the events.
 */
export const TRANSITIONS: Readonly<
  Record<Transition, { readonly to: WorkspaceState; readonly from?: readonly WorkspaceState[] }>
> = {
  wait: { to: 'idle' },
  load: { to: 'loading' },
  // A load after the time-out is welcome; one after the token's end does not make it live again.
  proof: { to: 'ready', from: ['loading', 'error'] },
  expiry: { to: 'expired', from: ['idle', 'loading', 'ready', 'error'] },
  'sign-out': { to: 'signed-out' },
  failure: { to: 'error' },
};
