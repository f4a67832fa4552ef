import type { BytedeskError } from '../errors.js';

/** What the host page answers when a token comes to its end. */
export interface HostAnswer {
  /** A fresh token, or what comes of asking for one. */
  readonly token?: Promise<unknown> | undefined;
  /** The host wants no renewal. */
  readonly isDeclined: boolean;
}

/** What an element asks of its session. */
export interface SessionNeeds {
  /** False for an element that needs no token before somebody clicks. */
  readonly wantsToken: boolean;
  /** Milliseconds before its end that a new token is asked for. */
  readonly renewBeforeMs: number;
  /** Milliseconds between probes; 0 is off. */
  readonly checkIntervalMs: number;
}

/** An element that takes part in a session. */
export interface SessionSubscriber {
  readonly needs: SessionNeeds;
  /** Something about the session may be another than before; what it is, the subscriber finds by comparing. */
  sessionChanged(): void;
  /** Asks the host for a fresh token. */
  tokenExpiring(expiresAt: Date, secondsLeft: number): Promise<HostAnswer>;
  /** No token could be had for a session that has one; told to one subscriber. */
  renewalFailed(error: BytedeskError): void;
  /** The page is put away for the Back button, or is back and was checked. */
  pageFrozen(isFrozen: boolean): void;
}

/** The subscribers of a session, as one. */
export class Subscribers {
  readonly #all = new Set<SessionSubscriber>();
  #needs = '';

  get size(): number {
    return this.#all.size;
  }

  /** The one that is asked or told on behalf of all. */
  get first(): SessionSubscriber | undefined {
    const [first] = this.#all;
    return first;
  }

  get wantToken(): boolean {
    return this.#list.some(({ needs }) => needs.wantsToken);
  }

  /** The longest of those that want a token. */
  get renewBeforeMs(): number {
    const wanting = this.#list.filter(({ needs }) => needs.wantsToken);
    return Math.max(0, ...wanting.map(({ needs }) => needs.renewBeforeMs));
  }

  /** The shortest of all; `Infinity` if all have it off. */
  get checkIntervalMs(): number {
    return Math.min(...this.#list.map(({ needs }) => needs.checkIntervalMs || Infinity));
  }

  /** @returns true if the needs of all together are others than before */
  add(subscriber: SessionSubscriber): boolean {
    this.#all.add(subscriber);
    const needs = `${this.wantToken} ${this.renewBeforeMs} ${this.checkIntervalMs}`;
    const isNew = needs !== this.#needs;
    this.#needs = needs;
    return isNew;
  }

  remove(subscriber: SessionSubscriber): void {
    this.#all.delete(subscriber);
    if (this.#all.size === 0) this.#needs = '';
  }

  notify(): void {
    for (const subscriber of this.#list) subscriber.sessionChanged();
  }

  setFrozen(isFrozen: boolean): void {
    for (const subscriber of this.#list) subscriber.pageFrozen(isFrozen);
  }

  /** A copy, since a subscriber that is told may leave. */
  get #list(): SessionSubscriber[] {
    return [...this.#all];
  }
}
