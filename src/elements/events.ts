import type { BytedeskError, ErrorCode } from '../errors.js';
import type { TokenEndReason } from '../access-token.js';
import type { ExpiryReason } from '../protocol/bridge-messages.js';
import type { TokenEndSource } from '../session/token-state.js';
import type { ConsoleThread } from '../protocol/console-messages.js';
import type { Evidence } from '../frame/console-load.js';
import type { HostAnswer } from '../session/subscribers.js';

/** What the element shows, see the README's table of states. */
export type WorkspaceState = 'idle' | 'loading' | 'ready' | 'expired' | 'signed-out' | 'error';

/** How a login button opens the console, see the README. */
export type LoginMode = 'open' | 'link' | 'form' | 'popup';

/** What proved an expiry. */
export type ExpirySource = TokenEndSource;

const bubbling = <D>(detail: D): CustomEventInit<D> => ({ bubbles: true, composed: true, detail });

/** Every change of state. */
export class StateChangeEvent extends CustomEvent<{
  readonly from: WorkspaceState;
  readonly to: WorkspaceState;
}> {
  constructor(detail: StateChangeEvent['detail']) {
    super('bytedesk-state-change', bubbling(detail));
  }
}

/** Once per load of the console. */
export class ReadyEvent extends CustomEvent<{ readonly path: string; readonly evidence: Evidence }> {
  constructor(detail: ReadyEvent['detail']) {
    super('bytedesk-ready', bubbling(detail));
  }
}

const answers = new WeakMap<Event, Promise<unknown>>();
const dispatching = (event: Event): boolean => event.eventPhase !== Event.NONE;

/**
 * A token is near its end. `respondWith()` hands over a fresh one, and is asked before provider and URL; cancelled
 * without it, the token is left to end.
 */
export class TokenExpiringEvent extends CustomEvent<{
  readonly expiresAt: Date;
  /** Whole seconds. */
  readonly secondsLeft: number;
}> {
  constructor(detail: TokenExpiringEvent['detail']) {
    super('bytedesk-token-expiring', { ...bubbling(detail), cancelable: true });
  }

  /**
   * Hands over a fresh token, or what will come to one.
   * @throws DOMException `InvalidStateError` after the dispatch, or the second time
   */
  respondWith(token: Promise<string> | string): void {
    if (!dispatching(this) || answers.has(this))
      throw new DOMException('respondWith is called during dispatch, and once.', 'InvalidStateError');
    answers.set(this, Promise.resolve(token));
    this.preventDefault();
  }
}

/** The host's answer. Not on the event, where every listener could read it. */
export const takeAnswer = (event: TokenExpiringEvent): Promise<unknown> | undefined => answers.get(event);

/** A token came to its end; once per token and subject. */
export class TokenExpiredEvent extends CustomEvent<{
  /** Whose token: the host page's, or the one the console made for itself. */
  readonly subject: 'token' | 'console';
  readonly reason: TokenEndReason;
  readonly source: ExpirySource;
  readonly expiresAt: Date | null;
}> {
  constructor(detail: TokenExpiredEvent['detail']) {
    super('bytedesk-token-expired', bubbling(detail));
  }
}

/** A new token is in use. */
export class TokenRenewedEvent extends CustomEvent<{ readonly expiresAt: Date | null }> {
  constructor(detail: TokenRenewedEvent['detail']) {
    super('bytedesk-token-renewed', bubbling(detail));
  }
}

/** The session was signed out; once per element and session. */
export class LogoutEvent extends CustomEvent<{
  readonly reason: 'user' | 'host' | 'other-tab' | 'kicked' | 'console' | 'unknown';
  readonly source: 'bridge' | 'host' | 'tab';
}> {
  constructor(detail: LogoutEvent['detail']) {
    super('bytedesk-logout', bubbling(detail));
  }
}

/** The login button opened a console with a token. */
export class LoginEvent extends CustomEvent<{ readonly path: string; readonly mode: LoginMode }> {
  constructor(detail: LoginEvent['detail']) {
    super('bytedesk-login', bubbling(detail));
  }
}

/** Somebody, or somebody else, has signed in inside the console, by hand or in another tab; told by the bridge. */
export class ConsoleLoginEvent extends CustomEvent<{
  /** `null` where the console's token does not say it. */
  readonly username: string | null;
}> {
  constructor(detail: ConsoleLoginEvent['detail']) {
    super('bytedesk-console-login', bubbling(detail));
  }
}

/** The login button's pop-up was closed; says nothing of the session in it. */
export class PopupCloseEvent extends CustomEvent<{ readonly path: string }> {
  constructor(detail: PopupCloseEvent['detail']) {
    super('bytedesk-popup-close', bubbling(detail));
  }
}

/** Something failed that the host may want to tell its user. */
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

/** The number of unread messages, and the conversations that have some. */
export class UnreadChangeEvent extends CustomEvent<{
  readonly total: number;
  readonly threads: readonly ConsoleThread[];
}> {
  constructor(detail: UnreadChangeEvent['detail']) {
    super('bytedesk-unread-change', bubbling(detail));
  }
}

/** A visitor wrote. */
export class VisitorMessageEvent extends CustomEvent<{ readonly thread: ConsoleThread }> {
  constructor(detail: VisitorMessageEvent['detail']) {
    super('bytedesk-visitor-message', bubbling(detail));
  }
}

/** The agent became available, busy or offline. */
export class AgentStatusChangeEvent extends CustomEvent<{
  readonly status: string;
  readonly agent: unknown;
}> {
  constructor(detail: AgentStatusChangeEvent['detail']) {
    super('bytedesk-agent-status-change', bubbling(detail));
  }
}

/** A conversation was opened, closed, transferred and the like. */
export class ThreadChangeEvent extends CustomEvent<{
  readonly thread: ConsoleThread;
  readonly action: string;
}> {
  constructor(detail: ThreadChangeEvent['detail']) {
    super('bytedesk-thread-change', bubbling(detail));
  }
}

/** The console went to another page, as the bridge saw. */
export class NavigateEvent extends CustomEvent<{ readonly path: string }> {
  constructor(detail: NavigateEvent['detail']) {
    super('bytedesk-navigate', bubbling(detail));
  }
}

/** A trusted message of a type that this version does not know. */
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

// An event of the map that is missing in the list does not compile.
true satisfies OwnEventName extends (typeof EVENT_NAMES)[number] ? true : never;

type EventName = Extract<keyof HTMLElementEventMap, `bytedesk-${string}`>;

type NothingOf<Missing extends never> = Missing;

/** Does not compile while `EVENT_NAMES` lacks an event that is declared below. */
export type MissingEventName = NothingOf<Exclude<EventName, (typeof EVENT_NAMES)[number]>>;

/** Any event of these elements: what is to be dispatched has to be declared below. */
export type BytedeskEvent = HTMLElementEventMap[EventName];

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

/** Asks the page for a fresh token, by an event at one of its elements. */
export async function askHost(
  element: EventTarget,
  expiresAt: Date,
  secondsLeft: number,
): Promise<HostAnswer> {
  // At connect this is asked before the page could add its listeners.
  await Promise.resolve();
  const event = new TokenExpiringEvent({ expiresAt, secondsLeft });
  element.dispatchEvent(event);
  const token = takeAnswer(event);
  return { token, isDeclined: token === undefined && event.defaultPrevented };
}

/** The end of the console's own token, as the bridge reports it; the bridge does not know when it was due. */
export const consoleExpired = (reason: ExpiryReason): TokenExpiredEvent =>
  new TokenExpiredEvent({ subject: 'console', reason, source: 'bridge', expiresAt: null });
