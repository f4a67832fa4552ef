// The package's entry for tests: the stand-in desk.

export { createStandInDesk, type StandInDesk } from './testing/stand-in-desk.js';
export type { StandInDeskOptions } from './testing/options.js';
export type { DeskSnapshot, DeskToken, EmitOptions, IssueTokenOptions } from './testing/desk-control.js';
export type { BridgeSetting, DeskSettings, Failure, SettingsChange } from './testing/state/settings.js';
export type { FetchCount } from './testing/state/fetches.js';
export type { LiveClient } from './testing/state/live.js';
export type { OpenConsole, PushTarget } from './testing/state/push.js';
export type { LoggedRequest } from './testing/state/request-log.js';
export type { TokenTtl } from './testing/state/tokens.js';
export type { StandInUserChange } from './testing/state/check-user.js';
export type { Right, StandInUser, StandInUserOptions } from './testing/state/users.js';
export { TWO_FACTOR_CODE } from './testing/state/two-factor.js';
