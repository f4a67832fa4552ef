// `openConsole()`: one window with one console, for a page's own button. The login button element does the same with
// `windows/`, and follows the session afterwards.

import type { TokenProvider } from './api/token-provider.js';
import { pageSettings } from './settings/page-settings.js';
import { NO_FRAME, resolveSettings } from './settings/resolve.js';
import { SessionHandle } from './session/session-handle.js';
import type { Entry } from './url/console-url.js';
import { openWindow, navigateWithToken } from './windows/console-window.js';

/** Options of {@link openConsole}. */
export interface OpenConsoleOptions {
  /** Base URL of the consoles; default that of the page settings, else the page's own origin. */
  readonly server?: string | null;
  /** Deep path under `/agent` or `/admin`, default `/agent/auth/login`. */
  readonly path?: string;
  /** An AccessToken. With it no source is asked. */
  readonly token?: string | null;
  /** Gives a token after the window has opened. It wins over the token URL of the page settings. */
  readonly tokenProvider?: TokenProvider | null;
  /** The `target` as on `<a>`, default `_blank`. */
  readonly target?: string;
  /** `direct` (default) or `login`, see the README. */
  readonly entry?: Entry;
  /** Language of the agent console, such as `zh-CN`. */
  readonly lang?: string;
}

const nothing = (): void => undefined;
const MEMBER = {
  needs: { wantsToken: false, renewBeforeMs: 0, checkIntervalMs: 0 },
  sessionChanged: nothing,
  tokenExpiring: async () => ({ isDeclined: false }),
  reportError: nothing,
  pageFrozen: nothing,
};

/**
 * Opens a console, signed in. Call it directly in the handler of a click, since a browser blocks windows that open
 * later.
 *
 * The token stands in nothing that the page can read, and the console gets no `opener` and no referrer. The promise
 * resolves once the window has been sent to the console.
 * @throws BytedeskError `popup-blocked`, `token-missing`, `token-source-failed`, `aborted` if the window was closed
 * meanwhile, and the errors of wrong settings
 */
export async function openConsole(options: OpenConsoleOptions): Promise<void> {
  const {
    server = null,
    path = '',
    token = null,
    tokenProvider = null,
    entry = 'direct',
    lang = '',
  } = options;
  const page = pageSettings();
  // A given token belongs to this call alone: with a source it would share the session of the page's elements, and
  // their token.
  const source = {
    server,
    api: null,
    tokenUrl: token ? '' : (page.tokenUrl ?? ''),
    provider: token ? null : tokenProvider,
    credentials: 'same-origin',
    markup: [],
    isOwnToken: true,
    page,
  } as const;
  const settings = resolveSettings({ source, path, entry, lang, ...NO_FRAME });
  const target = options.target || '_blank';
  const handle = new SessionHandle(MEMBER);
  handle.setToken(token);
  handle.join(settings.session);
  try {
    // This throws before a window opens that would only close again.
    handle.assertUsable(true);
    await navigateWithToken(openWindow(target), { target, settings, stop: new AbortController(), handle });
  } finally {
    handle.leave();
  }
}
