// The options of the stand-in desk, and their checks.

import { checkSettings } from './state/check-settings.js';
import { isLoopback } from './http/loopback.js';
import type { Site } from './http/site.js';
import type { SettingsChange } from './state/settings.js';
import { DEFAULT_TTL, type TokenTtl } from './state/tokens.js';
import type { StandInUserOptions } from './state/users.js';

/** Options of `createStandInDesk`: the host and ports to listen on, the users, and the settings it starts with. */
export interface StandInDeskOptions extends SettingsChange {
  /** Host to listen on; default 127.0.0.1. Anything but loopback also needs `allowRemote`. */
  readonly host?: string;
  /** Allows other machines to reach the desk, which holds no secrets but has no protection either. */
  readonly allowRemote?: boolean;
  /** Port, or the first of some to try. 0 stands for any free one, which is the default. */
  readonly port?: number;
  /** Ports of their own for API, admin and agent console, as in ByteDesk development (9003, 9004, 9005). */
  readonly ports?: { readonly api: number; readonly admin: number; readonly agent: number };
  /** Path prefix of everything, such as `/desk`. */
  readonly basePath?: string;
  /** Users to have instead of the default ones. */
  readonly users?: readonly StandInUserOptions[];
  /**
   * Life of tokens in seconds: one number for all, or two numbers, where one is for channels with `web` in their name.
   */
  readonly tokenTtl?: number | TokenTtl;
  /** Gives the desk's time, milliseconds since 1970. */
  readonly now?: () => number;
}

/** The options with every default filled in. */
export interface ResolvedOptions {
  readonly host: string;
  readonly allowRemote: boolean;
  readonly ports: readonly { site: Site; port: number }[];
  readonly basePath: string;
  readonly users?: readonly StandInUserOptions[];
  readonly ttl: TokenTtl;
  readonly now: () => number;
  readonly settings: SettingsChange;
}

/** Checks the options. Throws a TypeError for a bad setting, an Error for a host it must not listen on. */
export function readOptions(options: StandInDeskOptions): ResolvedOptions {
  const { host = '127.0.0.1', allowRemote = false, port = 0, ports, basePath = '', ...others } = options;
  const { users, tokenTtl, now = Date.now, ...settings } = others;
  if (!isLoopback(host) && !allowRemote) {
    throw new Error(`The stand-in desk listens on loopback only; "${host}" needs allowRemote: true as well.`);
  }
  return {
    host,
    allowRemote,
    ports: ports
      ? (['api', 'admin', 'agent'] as const).map((site) => ({ site, port: ports[site] }))
      : [{ site: 'all', port }],
    basePath: normalBasePath(basePath),
    users,
    ttl: typeof tokenTtl === 'number' ? { web: tokenTtl, other: tokenTtl } : (tokenTtl ?? DEFAULT_TTL),
    now,
    settings: checkSettings(settings),
  };
}

function normalBasePath(basePath: string): string {
  const trimmed = basePath.replace(/^\/+|\/+$/g, '');
  return trimmed && `/${trimmed}`;
}
