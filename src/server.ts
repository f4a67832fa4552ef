// The package's entry for servers: the token endpoint.

export { createLogoutHandler, createTokenHandler, type RequestHandler } from './server/token-handler.js';
export type { DeskCredentials, HostUser, TokenEndpointOptions } from './server/options.js';
export type { EndpointCode } from './server/answers.js';
export type { LogEvent } from './server/log-event.js';
export type { TokenStorage } from './server/storage.js';
