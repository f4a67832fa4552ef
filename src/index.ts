// The package's main entry: classes, functions and types. Importing it registers nothing.

// This import brings the declarations of the tags, so that `querySelector('bytedesk-workspace')` has the element's own
// type.
import './elements/define-elements.js';

export { BytedeskError, type BytedeskErrorOptions, type ErrorCode } from './errors.js';
export { DeskClient, type DeskCallOptions, type DeskClientOptions } from './api/desk-client.js';
export { type DeskClientEventMap, type DeskSession, UnauthorizedEvent } from './api/client-events.js';
export type { DeskQuery } from './api/desk-path.js';
export type { Captcha, DeskUser, LoginParams, LoginResult, TokenLoginParams } from './api/login.js';
export type { DeskPage, DeskTickets, Ticket, TicketFields, TicketQuery } from './api/tickets.js';
export type { TokenProvider, TokenReason, TokenRequest } from './api/token-provider.js';
export { consoleUrl, type ConsoleUrlOptions, type Entry } from './url/console-url.js';
export { configure, type PageSettings } from './settings/page-settings.js';
export { diagnose } from './diagnose.js';
export type { CheckResult, Diagnosis, DiagnosisCheck } from './doctor/types.js';
export type { TraceEntry } from './trace.js';
export { openConsole, type OpenConsoleOptions } from './open-console.js';
export {
  type AccessTokenClaims,
  decodeToken,
  type TokenEndReason,
  type TokenEndReason as RefusalReason,
} from './access-token.js';
export type { SessionInfo } from './session/token-state.js';
export type { AgentStatus, ConsoleThread } from './protocol/console-messages.js';
export type { Evidence } from './frame/console-load.js';
export { registerTerms } from './locale/localize.js';
export type { Terms } from './locale/terms.js';
export { BytedeskLoginButtonElement } from './elements/login-button/login-button-element.js';
export { BytedeskWorkspaceElement } from './elements/workspace/workspace-element.js';
export type { LogoutResult } from './elements/workspace/host.js';
export {
  AgentStatusChangeEvent,
  BytedeskErrorEvent,
  ConsoleMessageEvent,
  type ExpirySource,
  LoginEvent,
  type LoginMode,
  ConsoleLoginEvent,
  LogoutEvent,
  NavigateEvent,
  PopupCloseEvent,
  ReadyEvent,
  StateChangeEvent,
  ThreadChangeEvent,
  TokenExpiredEvent,
  TokenExpiringEvent,
  TokenRenewedEvent,
  UnreadChangeEvent,
  VisitorMessageEvent,
  type WorkspaceState,
} from './elements/events.js';
