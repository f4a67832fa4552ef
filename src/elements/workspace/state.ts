// The states of a workspace as one table, and the object that keeps the present one.

import type { BytedeskError } from '../../errors.js';
import type { EventQueue } from '../event-queue.js';
import { BytedeskErrorEvent, StateChangeEvent, type WorkspaceState } from '../events.js';

/** An occurrence that can change the state of a workspace. */
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

/** The effect of a {@link Transition}. */
export interface Outcome {
  readonly to: WorkspaceState;
  /** The states in which the transition applies; all of them when left out. */
  readonly from?: readonly WorkspaceState[];
  /** What becomes of the frame. The controller makes, keeps or removes it by this member. */
  readonly frame: 'make' | 'keep' | 'remove';
}

/**
 * The workspace's states as one table: for each occurrence, the new state, the states in which it applies, and what
 * becomes of the frame. In all other states it changes nothing and is not reported. docs/session.md shows the table
 * with the events.
 */
export const TRANSITIONS: Readonly<Record<Transition, Outcome>> = {
  wait: { to: 'idle', frame: 'remove' },
  load: { to: 'loading', frame: 'make' },
  // A load after the time-out still counts. A load after the token's end does not make the token valid again.
  proof: { to: 'ready', from: ['loading', 'error'], frame: 'keep' },
  // The frame is kept: its agent may have text in there that was not sent, and most consoles run on a token of their
  // own. The next token then loads it anew.
  expiry: { to: 'expired', from: ['idle', 'loading', 'ready', 'error'], frame: 'keep' },
  // The frame is removed, since one that is only emptied would come back, signed in, with the Back button.
  'sign-out': { to: 'signed-out', frame: 'remove' },
  // With sign-in="console" the frame is kept, because its sign-in form is the way back in.
  'console-sign-out': { to: 'signed-out', frame: 'keep' },
  'console-sign-in': { to: 'ready', from: ['signed-out', 'expired'], frame: 'keep' },
  delay: { to: 'error', frame: 'keep' },
  failure: { to: 'error', frame: 'remove' },
};

/** Keeps a workspace's state and, in state `error`, the error. It reports every change. */
export class WorkspaceStatus {
  readonly #events: EventQueue;
  readonly #changed: () => void;
  #state: WorkspaceState = 'idle';
  #error: BytedeskError | null = null;
  #errorEvent: BytedeskErrorEvent | undefined;

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

  /** True if the host has cancelled the error's event, and so handles the error itself. */
  get isHandled(): boolean {
    return this.#errorEvent?.defaultPrevented === true;
  }

  /** True if the transition applies in the present state. */
  allows(what: Transition): boolean {
    return TRANSITIONS[what].from?.includes(this.#state) !== false;
  }

  /** Changes the state and reports it. It is only called for transitions that the present state allows. */
  transition(what: Transition, error: BytedeskError | null = null): void {
    const from = this.#state;
    const { to } = TRANSITIONS[what];
    this.#error = error;
    this.#state = to;
    this.#changed();
    if (from !== to) this.#events.dispatch(new StateChangeEvent({ from, to }));
    if (error !== null) {
      this.#errorEvent = new BytedeskErrorEvent(error);
      this.#events.dispatch(this.#errorEvent);
      // Events may be held back until a microtask, and the host can cancel them only then.
      queueMicrotask(this.#changed);
    }
  }
}
