// The one event of a `DeskClient`, and the interface by which a client ends the session of an element.

import type { TokenEndReason } from '../access-token.js';
import type { BytedeskError } from '../errors.js';

/**
 * Tells that the desk refused the client's token (HTTP 401) and that no other token is there. It comes once per token.
 */
export class UnauthorizedEvent extends CustomEvent<{
  readonly reason: TokenEndReason;
  /** The end that the token itself names; `null` for an opaque one. */
  readonly expiresAt: Date | null;
  readonly error: BytedeskError;
}> {
  constructor(detail: UnauthorizedEvent['detail']) {
    super('unauthorized', { detail });
  }
}

/** A session that a client ends when the desk refuses the token that both use. A `<bytedesk-workspace>` is one. */
export interface DeskSession {
  /** Ends the session if it runs on this token, which the desk has refused. */
  tokenRefused(token: string, reason: TokenEndReason): void;
}

export interface DeskClientEventMap {
  readonly unauthorized: UnauthorizedEvent;
}

interface DeskEventTarget extends EventTarget {
  addEventListener<K extends keyof DeskClientEventMap>(
    type: K,
    listener: (event: DeskClientEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(...parameters: Parameters<EventTarget['addEventListener']>): void;
  removeEventListener<K extends keyof DeskClientEventMap>(
    type: K,
    listener: (event: DeskClientEventMap[K]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(...parameters: Parameters<EventTarget['removeEventListener']>): void;
}

/** An `EventTarget` that knows the client's events. */
export const DeskEvents = EventTarget as new () => DeskEventTarget;
