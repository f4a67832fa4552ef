import type { TokenProvider } from './api/token-provider.js';
import { pageSettings } from './settings/page-settings.js';
import { NO_FRAME, resolveSettings } from './settings/resolve.js';
import { SessionHandle } from './session/session-handle.js';
import type { Entry } from './url/console-url.js';
import { openWindow, navigateWithToken } from './windows/console-window.js';

/** What {@link openConsole} opens. */
export interface OpenConsoleOptions {
  /** Base URL of the consoles; default that of the page settings, else the page's own origin. */
  readonly server?: string | null;
  /** Deep path under `/agent` or `/admin`, default `/agent/auth/login`. */
  readonly path?: string;
  /** AccessToken; then nobody is asked for one. */
  readonly token?: string | null;
  /** Gives one when the window is open already; wins over the token URL of the page settings. */
  readonly tokenProvider?: TokenProvider | null;
  /** As on `<a>`, default `_blank`. */
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
  renewalFailed: nothing,
  pageFrozen: nothing,
};

/**
 * Opens a console, signed in. Call it right in the handler of a click: a browser blocks windows that open later.
 *
 * The token stands in nothing that the page can read, and the console gets no `opener` and no referrer. Resolves when the
 * window is on its way.
 * @throws BytedeskError `popup-blocked`, `token-missing`, `token-source-failed`, `aborted` if the window was closed
 * meanwhile, and what is said of wrong settings
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
  // A token that is given is this call's alone: a source would share the session of the page's elements, and its token.
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
  const plan = resolveSettings({ source, path, entry, lang, ...NO_FRAME });
  const target = options.target || '_blank';
  const handle = new SessionHandle(MEMBER);
  handle.setToken(token);
  handle.join(plan.session);
  try {
    // Before there is a window that would only close again.
    handle.assertUsable(true);
    await navigateWithToken(openWindow(target), { target, plan, stop: new AbortController(), handle });
  } finally {
    handle.leave();
  }
}
