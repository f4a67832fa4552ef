import type { BytedeskEvent } from './events.js';

/** Dispatches an element's events in order; can hold them back until the listeners are there. */
export class EventQueue {
  readonly #target: EventTarget;
  #held: BytedeskEvent[] | undefined;

  constructor(target: EventTarget) {
    this.#target = target;
  }

  /** Holds back what is dispatched in this task until its first microtask. */
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
    if (this.#held === undefined) this.#target.dispatchEvent(event);
    else this.#held.push(event);
  }
}
