// The events of both elements, one class each, and how the page is asked for a token. `event-queue.ts` dispatches them.

import type { BytedeskError, ErrorCode } from '../errors.js';
import type { TokenEndReason } from '../access-token.js';
import type { ExpiryReason } from '../protocol/bridge-messages.js';
import type { TokenEndSource } from '../session/token-state.js';
import type { ConsoleThread } from '../protocol/console-messages.js';
import type { Evidence } from '../frame/console-load.js';
import type { HostAnswer } from '../session/subscribers.js';
import { refusedAnswer } from '../settings/trust.js';

/** The state of a workspace, see the README's table of states. */
export type WorkspaceState = 'idle' | 'loading' | 'ready' | 'expired' | 'signed-out' | 'error';

/** How a login button opens the console, see the README. */
export type LoginMode = 'open' | 'link' | 'form' | 'popup';

/** The observation that proved an expiry. */
export type ExpirySource = TokenEndSource;

const bubbling = <D>(detail: D): CustomEventInit<D> => ({ bubbles: true, composed: true, detail });

/** Tells every change of state. */
export class StateChangeEvent extends CustomEvent<{
  readonly from: WorkspaceState;
  readonly to: WorkspaceState;
}> {
  constructor(detail: StateChangeEvent['detail']) {
    super('bytedesk-state-change', bubbling(detail));
  }
}

/** Tells, once per load, that the console is there. */
export class ReadyEvent extends CustomEvent<{ readonly path: string; readonly evidence: Evidence }> {
  constructor(detail: ReadyEvent['detail']) {
    super('bytedesk-ready', bubbling(detail));
  }
}

const answers = new WeakMap<Event, Promise<unknown>>();
/** The elements of which only a listener on the element itself may answer, by event. */
const guarded = new WeakMap<Event, EventTarget>();
const dispatching = (event: Event): boolean => event.eventPhase !== Event.NONE;

/**
 * Tells that a token is near its end. `respondWith()` hands over a fresh one, and is asked before provider and URL. If
 * the event is cancelled without it, the token is left to end.
 */
export class TokenExpiringEvent extends CustomEvent<{
  readonly expiresAt: Date;
  /** Whole seconds until the token's end. */
  readonly secondsLeft: number;
}> {
  constructor(detail: TokenExpiringEvent['detail']) {
    super('bytedesk-token-expiring', { ...bubbling(detail), cancelable: true });
  }

  /**
   * Hands over a fresh token, or a promise of one.
   * @throws DOMException `InvalidStateError` after the dispatch, or the second time
   * @throws BytedeskError `untrusted-origin` in a listener above an element whose server nothing but its attribute names
   */
  respondWith(token: Promise<string> | string): void {
    if (!dispatching(this) || answers.has(this))
      throw new DOMException('respondWith is called during dispatch, and once.', 'InvalidStateError');
    // A listener above all elements hears of those in markup of others, too.
    if (guarded.has(this) && guarded.get(this) !== this.currentTarget) throw refusedAnswer();
    const answer = Promise.resolve(token);
    // It is waited for later, when it is this tab's turn. A promise that is broken before is no unhandled one.
    answer.catch(() => undefined);
    answers.set(this, answer);
    this.preventDefault();
  }
}

/** Gives the host's answer. It is not a member of the event, where every listener could read it. */
export const takeAnswer = (event: TokenExpiringEvent): Promise<unknown> | undefined => answers.get(event);

/** Tells that a token has ended, once per token and subject. */
export class TokenExpiredEvent extends CustomEvent<{
  /** Says whose token it is: the host page's, or the one that the console made for itself. */
  readonly subject: 'token' | 'console';
  readonly reason: TokenEndReason;
  readonly source: ExpirySource;
  readonly expiresAt: Date | null;
}> {
  constructor(detail: TokenExpiredEvent['detail']) {
    super('bytedesk-token-expired', bubbling(detail));
  }
}

/** Tells that a new token is in use. */
export class TokenRenewedEvent extends CustomEvent<{ readonly expiresAt: Date | null }> {
  constructor(detail: TokenRenewedEvent['detail']) {
    super('bytedesk-token-renewed', bubbling(detail));
  }
}

/** Tells that the session was signed out, once per element and session. */
export class LogoutEvent extends CustomEvent<{
  readonly reason: 'user' | 'host' | 'other-tab' | 'kicked' | 'console' | 'unknown';
  readonly source: 'bridge' | 'host' | 'tab';
}> {
  constructor(detail: LogoutEvent['detail']) {
    super('bytedesk-logout', bubbling(detail));
  }
}

/** Tells that the login button opened a console with a token. */
export class LoginEvent extends CustomEvent<{ readonly path: string; readonly mode: LoginMode }> {
  constructor(detail: LoginEvent['detail']) {
    super('bytedesk-login', bubbling(detail));
  }
}

/**
 * Tells that somebody, or somebody else, has signed in inside the console, by hand or in another tab. Only a bridge can
 * tell that.
 */
export class ConsoleLoginEvent extends CustomEvent<{
  /** The user's name, or `null` where the console's token does not name one. */
  readonly username: string | null;
}> {
  constructor(detail: ConsoleLoginEvent['detail']) {
    super('bytedesk-console-login', bubbling(detail));
  }
}

/** Tells that the login button's pop-up was closed. It says nothing of the session in there. */
export class PopupCloseEvent extends CustomEvent<{ readonly path: string }> {
  constructor(detail: PopupCloseEvent['detail']) {
    super('bytedesk-popup-close', bubbling(detail));
  }
}

/** Tells of a failure that the host may want to show to its user. */
export class BytedeskErrorEvent extends CustomEvent<{
  readonly code: ErrorCode;
  readonly message: string;
  readonly error: BytedeskError;
}> {
  constructor(error: BytedeskError) {
    super('bytedesk-error', {
      ...bubbling({ code: error.code, message: error.message, error }),
      cancelable: true,
    });
  }
}

/** Tells the number of unread messages, and the conversations that have some. */
export class UnreadChangeEvent extends CustomEvent<{
  readonly total: number;
  readonly threads: readonly ConsoleThread[];
}> {
  constructor(detail: UnreadChangeEvent['detail']) {
    super('bytedesk-unread-change', bubbling(detail));
  }
}

/** Tells that a visitor wrote. */
export class VisitorMessageEvent extends CustomEvent<{ readonly thread: ConsoleThread }> {
  constructor(detail: VisitorMessageEvent['detail']) {
    super('bytedesk-visitor-message', bubbling(detail));
  }
}

/** Tells that the agent became available, busy or offline. */
export class AgentStatusChangeEvent extends CustomEvent<{
  readonly status: string;
  readonly agent: unknown;
}> {
  constructor(detail: AgentStatusChangeEvent['detail']) {
    super('bytedesk-agent-status-change', bubbling(detail));
  }
}

/** Tells that a conversation was opened, closed, transferred and the like. */
export class ThreadChangeEvent extends CustomEvent<{
  readonly thread: ConsoleThread;
  readonly action: string;
}> {
  constructor(detail: ThreadChangeEvent['detail']) {
    super('bytedesk-thread-change', bubbling(detail));
  }
}

/** Tells that the console went to another page, as the bridge reported. */
export class NavigateEvent extends CustomEvent<{ readonly path: string }> {
  constructor(detail: NavigateEvent['detail']) {
    super('bytedesk-navigate', bubbling(detail));
  }
}

/** Hands on a trusted message of a type that this version does not know. */
export class ConsoleMessageEvent extends CustomEvent<{ readonly type: string; readonly data: unknown }> {
  constructor(detail: ConsoleMessageEvent['detail']) {
    super('bytedesk-console-message', bubbling(detail));
  }
}

/** The names of all events of these elements. */
export const EVENT_NAMES = [
  'bytedesk-state-change',
  'bytedesk-ready',
  'bytedesk-token-expiring',
  'bytedesk-token-expired',
  'bytedesk-token-renewed',
  'bytedesk-logout',
  'bytedesk-login',
  'bytedesk-console-login',
  'bytedesk-popup-close',
  'bytedesk-error',
  'bytedesk-unread-change',
  'bytedesk-visitor-message',
  'bytedesk-agent-status-change',
  'bytedesk-thread-change',
  'bytedesk-navigate',
  'bytedesk-console-message',
] as const satisfies readonly OwnEventName[];

/** The events of these elements in the map of all events. */
type OwnEventName = Extract<keyof GlobalEventHandlersEventMap, `bytedesk-${string}`>;

// This line does not compile while the list lacks an event of the map.
true satisfies OwnEventName extends (typeof EVENT_NAMES)[number] ? true : never;

/** Any event of these elements. An event that is to be dispatched has to be declared below. */
export type BytedeskEvent = HTMLElementEventMap[OwnEventName];

declare global {
  interface GlobalEventHandlersEventMap {
    'bytedesk-state-change': StateChangeEvent;
    'bytedesk-ready': ReadyEvent;
    'bytedesk-token-expiring': TokenExpiringEvent;
    'bytedesk-token-expired': TokenExpiredEvent;
    'bytedesk-token-renewed': TokenRenewedEvent;
    'bytedesk-logout': LogoutEvent;
    'bytedesk-login': LoginEvent;
    'bytedesk-console-login': ConsoleLoginEvent;
    'bytedesk-popup-close': PopupCloseEvent;
    'bytedesk-error': BytedeskErrorEvent;
    'bytedesk-unread-change': UnreadChangeEvent;
    'bytedesk-visitor-message': VisitorMessageEvent;
    'bytedesk-agent-status-change': AgentStatusChangeEvent;
    'bytedesk-thread-change': ThreadChangeEvent;
    'bytedesk-navigate': NavigateEvent;
    'bytedesk-console-message': ConsoleMessageEvent;
  }
}

/**
 * Asks the page for a fresh token, by an event at one of its elements.
 *
 * @param isOfMarkup true if nothing but an attribute says where the token goes
 */
export async function askHost(
  element: EventTarget,
  isOfMarkup: boolean,
  expiresAt: Date,
  secondsLeft: number,
): Promise<HostAnswer> {
  // When an element connects, this runs before the page could add its listeners.
  await Promise.resolve();
  const event = new TokenExpiringEvent({ expiresAt, secondsLeft });
  if (isOfMarkup) guarded.set(event, element);
  element.dispatchEvent(event);
  const token = takeAnswer(event);
  return { token, isDeclined: token === undefined && event.defaultPrevented };
}

/**
 * Makes the event for the end of the console's own token, as the bridge reports it. The bridge does not know when that
 * end was due.
 */
export const consoleExpired = (reason: ExpiryReason): TokenExpiredEvent =>
  new TokenExpiredEvent({ subject: 'console', reason, source: 'bridge', expiresAt: null });
