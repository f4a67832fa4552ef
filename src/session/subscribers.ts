// The elements of a session, and what all of them together need.

import type { BytedeskError } from '../errors.js';
import { isSeen, type Platform } from './platform.js';

/** The host page's answer when a token is near its end. */
export interface HostAnswer {
  /** A fresh token, or a promise of one. */
  readonly token?: Promise<unknown> | undefined;
  /** True if the host wants no renewal. */
  readonly isDeclined: boolean;
}

/** The needs of an element. */
export interface SessionNeeds {
  /** False for an element that needs no token before somebody clicks. */
  readonly wantsToken: boolean;
  /** Milliseconds before a token's end at which a new one is asked for. */
  readonly renewBeforeMs: number;
  /** Milliseconds between checks at the desk; 0 switches them off. */
  readonly checkIntervalMs: number;
  /** The element's document, which may be seen in another window while the page of the script is not. */
  readonly ownerDocument?: Document;
}

/** An element that has joined a session. */
export interface SessionSubscriber {
  readonly needs: SessionNeeds;
  /** Is called when something about the session may have changed. The subscriber finds out what by comparing. */
  sessionChanged(): void;
  /** Asks the host for a fresh token. */
  tokenExpiring(expiresAt: Date, secondsLeft: number): Promise<HostAnswer>;
  /** Is called on one subscriber with an error that the page should learn of, although the session's state stays. */
  reportError(error: BytedeskError): void;
  /** Is called when the page is put away for the Back button, and when it is back and the token was checked. */
  pageFrozen(isFrozen: boolean): void;
}

/** The subscribers of a session. */
export class Subscribers {
  readonly #all = new Set<SessionSubscriber>();
  #needs = '';

  get size(): number {
    return this.#all.size;
  }

  /** The subscriber that is asked or told on behalf of all. */
  get first(): SessionSubscriber | undefined {
    const [first] = this.#all;
    return first;
  }

  get wantToken(): boolean {
    return this.#list.some(({ needs }) => needs.wantsToken);
  }

  /** The longest of the times of those that want a token. */
  get renewBeforeMs(): number {
    const wanting = this.#list.filter(({ needs }) => needs.wantsToken);
    return Math.max(0, ...wanting.map(({ needs }) => needs.renewBeforeMs));
  }

  /** The shortest of all intervals; `Infinity` if all have switched it off. */
  get checkIntervalMs(): number {
    return Math.min(...this.#list.map(({ needs }) => needs.checkIntervalMs || Infinity));
  }

  /** True if somebody sees the page of the script, or the document of an element. */
  areSeen(platform: Platform): boolean {
    const isSeenThere = ({ needs: { ownerDocument } }: SessionSubscriber): boolean =>
      ownerDocument !== undefined && isSeen(ownerDocument);
    return platform.isVisible() || this.#list.some(isSeenThere);
  }

  /** Adds a subscriber. @returns true if the needs of all together have changed */
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

  /** This is a copy, since a subscriber that is told may leave. */
  get #list(): SessionSubscriber[] {
    return [...this.#all];
  }
}
