import type { TokenEndReason } from '../access-token.js';
import type { BytedeskError } from '../errors.js';

/** The desk no longer takes the client's token (HTTP 401), and there is no other; once per token. */
export class UnauthorizedEvent extends CustomEvent<{
  readonly reason: TokenEndReason;
  /** When the token ends by its own account; `null` for an opaque one. */
  readonly expiresAt: Date | null;
  readonly error: BytedeskError;
}> {
  constructor(detail: UnauthorizedEvent['detail']) {
    super('unauthorized', { detail });
  }
}

/** What a client ends when the desk refuses its token: a `<bytedesk-workspace>`. */
export interface DeskSession {
  /** Ends the session if this is the token it runs on; the desk refused it. */
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
