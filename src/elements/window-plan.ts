import { consoleUrl, type Entry, normalizePath } from '../url/console-url.js';
import { parseServer } from '../url/origin.js';
import { assertTrusted, pageDefaults } from './page-defaults.js';

/** Where a window is to go, as the host page wrote it. */
export interface WindowSettings {
  /** Default the script tag's, else the page's own origin. */
  readonly server?: string | null;
  readonly path?: string;
  readonly entry?: Entry;
  readonly lang?: string;
}

export interface WindowPlan {
  /** Base URL of the consoles. */
  readonly server: string;
  /** Checked console path with a leading slash, never with a token. */
  readonly path: string;
  /** The address to open; with a token a secret. */
  readonly url: (token?: string) => URL;
}

/**
 * Checks where a window is to go.
 *
 * @throws BytedeskError `invalid-server`, `invalid-path`, `mixed-content` or `untrusted-origin`
 */
export function planWindow(settings: WindowSettings): WindowPlan {
  const { origin, protocol } = window.location;
  const base = parseServer(settings.server ?? pageDefaults().server ?? origin, protocol);
  assertTrusted(base);
  const server = base.href;
  const path = normalizePath(settings.path ?? '');
  const url = (token?: string): URL => new URL(consoleUrl({ ...settings, server, path, token }));
  return { server, path, url };
}
