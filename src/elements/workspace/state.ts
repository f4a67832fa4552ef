import type { BytedeskError } from '../../errors.js';
import type { EventQueue } from '../event-queue.js';
import { BytedeskErrorEvent, StateChangeEvent, type WorkspaceState } from '../events.js';

/** What can happen to a workspace. */
export type Transition =
  | 'wait'
  | 'load'
  | 'proof'
  | 'expiry'
  | 'sign-out'
  | 'console-sign-out'
  | 'console-sign-in'
  | 'delay'
  | 'failure';

/** What comes of a {@link Transition}. */
export interface Outcome {
  readonly to: WorkspaceState;
  /** The states in which it counts; all where there are none. */
  readonly from?: readonly WorkspaceState[];
  /** What becomes of the frame. */
  readonly frame: 'make' | 'keep' | 'remove';
}

/**
 * The workspace's states as one table: what happened, what comes of it in which states, and what becomes of the frame. In
 * all other states it changes nothing and is told to nobody. docs/session.md shows it with the events.
 */
export const TRANSITIONS: Readonly<Record<Transition, Outcome>> = {
  wait: { to: 'idle', frame: 'remove' },
  load: { to: 'loading', frame: 'make' },
  // A load after the time-out is welcome; one after the token's end does not make it live again.
  proof: { to: 'ready', from: ['loading', 'error'], frame: 'keep' },
  // The console runs on a token of its own, and an agent may have text in it that was not sent.
  expiry: { to: 'expired', from: ['idle', 'loading', 'ready', 'error'], frame: 'keep' },
  // A frame that is emptied instead would come back, signed in, with the Back button.
  'sign-out': { to: 'signed-out', frame: 'remove' },
  // With sign-in="console" the sign-in form in the frame is the way back in.
  'console-sign-out': { to: 'signed-out', frame: 'keep' },
  'console-sign-in': { to: 'ready', from: ['signed-out', 'expired'], frame: 'keep' },
  delay: { to: 'error', frame: 'keep' },
  failure: { to: 'error', frame: 'remove' },
};

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

  /** True if this changes something in the present state. */
  allows(what: Transition): boolean {
    return TRANSITIONS[what].from?.includes(this.#state) !== false;
  }

  /** Changes the state and tells it; only called for what the present state allows. */
  transition(what: Transition, error: BytedeskError | null = null): void {
    const from = this.#state;
    const { to } = TRANSITIONS[what];
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
  }
}
