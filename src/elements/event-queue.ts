// Dispatches an element's events in order, and notes them. `elements/events.ts` has their classes.

import { note, type TraceEntry } from '../trace.js';
import type { BytedeskEvent } from './events.js';

/** The members of an event's detail that hold words of this library. All others may hold anything. */
const OWN_WORDS = ['from', 'to', 'evidence', 'subject', 'reason', 'source', 'mode', 'code'];

/**
 * Dispatches an element's events in order, and can hold them back until the page's listeners are there: frameworks add
 * theirs only after they have inserted the element.
 */
export class EventQueue {
  readonly #target: EventTarget;
  readonly #trace: () => TraceEntry[];
  #held: BytedeskEvent[] | undefined;

  /** @param trace gives the record of the session that the element has now */
  constructor(target: EventTarget, trace: () => TraceEntry[]) {
    this.#target = target;
    this.#trace = trace;
  }

  /** Holds back the events of this task until its first microtask. */
  holdUntilMicrotask(): void {
    if (this.#held !== undefined) return;
    const held: BytedeskEvent[] = [];
    this.#held = held;
    queueMicrotask(() => {
      for (let event = held.shift(); event !== undefined; event = held.shift())
        this.#target.dispatchEvent(event);
      this.#held = undefined;
    });
  }

  dispatch(event: BytedeskEvent): void {
    const detail = event.detail as unknown as Readonly<Record<string, unknown>>;
    note(this.#trace(), event.type.slice(9), ...OWN_WORDS.map((name) => detail[name]));
    if (this.#held === undefined) this.#target.dispatchEvent(event);
    else this.#held.push(event);
  }
}
