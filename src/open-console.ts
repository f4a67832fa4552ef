import type { TokenProvider } from './api/token-source.js';
import { usableToken } from './elements/usable-token.js';
import { planWindow, type WindowSettings } from './elements/window-plan.js';
import { BytedeskError } from './errors.js';
import { openWindow, sendOnItsWay } from './windows/console-window.js';

/** What {@link openConsole} opens. */
export interface OpenConsoleOptions extends WindowSettings {
  /** AccessToken. */
  readonly token?: string | null;
  /** Gives one when the window is open already; wins over `token`. */
  readonly tokenProvider?: TokenProvider | null;
  /** As on `<a>`, default `_blank`. */
  readonly target?: string;
  /** Gives it up; a window that is still empty is closed. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a console, signed in. Call it right in the handler of a click: a browser blocks windows that open later.
 *
 * The token stands in nothing that the page can read, and the console gets no `opener` and no referrer. Resolves when the
 * window is on its way.
 * @throws BytedeskError `popup-blocked`, `token-missing`, `token-source-failed`, `aborted` if the window was closed
 * meanwhile, `timeout` after 30 seconds, and what is said of wrong settings
 */
export async function openConsole(options: OpenConsoleOptions): Promise<void> {
  const { token, tokenProvider: provider, signal } = options;
  const target = options.target || '_blank';
  const { url } = planWindow(options);
  // Before there is a window that would only close again.
  if (!provider) usableToken(token);
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  const obtain = async (signal: AbortSignal): Promise<string> => {
    if (!provider) return usableToken(token);
    try {
      return usableToken(await provider({ reason: 'initial', expiresAt: null, signal }));
    } catch (error) {
      if (error instanceof BytedeskError) throw error;
      // Without a cause: what a provider throws may quote its request.
      throw new BytedeskError('token-source-failed', 'The token provider failed.');
    }
  };
  try {
    await sendOnItsWay(openWindow(target), { target, url, stop, obtain });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
