// The scenarios of the command line.

import type { SettingsChange } from './state/settings.js';

/** A named set of settings, for the command line. */
export interface Scenario {
  readonly says: string;
  readonly settings: SettingsChange;
}

/** The scenarios that `--scenario` knows. Each can also be had by `set`. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  plain: { says: 'everything works', settings: {} },
  'no-captcha': { says: 'sign-in without a captcha', settings: { captcha: false } },
  'early-2025': {
    says: 'an agent console that ignores accessToken, on a server whose logout revokes nothing',
    settings: { generation: 'early-2025', server: 'mid-2025' },
  },
  'frame-refused': {
    says: 'X-Frame-Options: DENY on the consoles',
    settings: { refuseFraming: 'x-frame-options' },
  },
  'frame-ancestors': {
    says: "Content-Security-Policy: frame-ancestors 'none' on the consoles",
    settings: { refuseFraming: 'frame-ancestors' },
  },
  slow: { says: 'every answer takes two seconds', settings: { slow: 2000 } },
  'never-answers': { says: 'API calls are never answered', settings: { fail: { as: 'never' } } },
  'api-401': { says: 'every API call is HTTP 401', settings: { fail: { as: 401 } } },
  'api-403': { says: 'every API call is HTTP 403', settings: { fail: { as: 403 } } },
  'api-500': { says: 'every API call is HTTP 500', settings: { fail: { as: 500 } } },
  'api-html': { says: 'API calls answer with an HTML page', settings: { fail: { as: 'html' } } },
  'api-cut': { says: 'API answers break off in the middle', settings: { fail: { as: 'cut' } } },
  'seats-full': { says: 'no seat left: sign-in is HTTP 403', settings: { maxMembers: 0 } },
  'vendor-blocked': { says: 'pages wait for a script that never comes', settings: { vendorScript: 'never' } },
  'storage-blocked': { says: 'localStorage throws, consoles stay blank', settings: { storageBlocked: true } },
  flood: { says: 'five hundred unread counts at sign-in', settings: { flood: 500 } },
  'first-visit': {
    says: 'an agent console that calls a dead address until its second load',
    settings: { compiledApi: 'http://127.0.0.1:9' },
  },
  'strict-live': {
    says: "a live connection that needs the user's record and keeps its token",
    settings: { live: 'strict' },
  },
  'large-script': {
    says: 'console scripts of 4 MB that block the page for two seconds, cached',
    settings: { scriptBytes: 4_000_000, scriptBlocks: 2000, caching: 'hashed' },
  },
  'kick-dialog': {
    says: 'a kick that the agent has to confirm',
    settings: { kickConfirmation: true },
  },
  'as-observed': {
    says: 'all that was seen of a console of early 2025, together',
    settings: {
      generation: 'early-2025',
      compiledApi: 'http://127.0.0.1:9',
      live: 'strict',
      logoutCalls: 3,
      kickConfirmation: true,
      scriptBytes: 4_000_000,
      scriptBlocks: 1000,
      caching: 'hashed',
    },
  },
  'stray-messages': { says: 'spoofed and malformed messages at start', settings: { strayMessages: 'all' } },
};
