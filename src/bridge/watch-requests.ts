import { attempt, wrap } from './attempt.js';
import { onAnswer, onLogout, token } from './console-session.js';
import { api } from './options.js';

/** A request of the console to the desk's API. */
export interface ApiCall {
  readonly isLogout: boolean;
  /** The console's token when it was made. */
  readonly token: string;
}

/** Nothing for requests to other origins: their answers prove nothing. */
function callTo(url: unknown): ApiCall | undefined {
  const { origin, pathname } = new URL(String(url), document.baseURI);
  if (!api.includes(origin) || !pathname.includes('/api/')) return undefined;
  const isLogout = /\/user\/logout$/.test(pathname);
  if (isLogout) onLogout();
  return { isLogout, token };
}

/** Watches `fetch` and `XMLHttpRequest`. What comes back from them is what came without us, failures too. */
export function watchRequests(): void {
  wrap(window, 'fetch', (_, [input]) => {
    const call = callTo((input as Partial<Request>).url ?? input);
    if (!call) return undefined;
    return (result) =>
      (result as Promise<Response>).then((response) => {
        void attempt(() => onAnswer(call, response.status, () => response.clone().text()));
        return response;
      });
  });

  wrap(XMLHttpRequest.prototype, 'open', (self, [, url]) => {
    const request = self as XMLHttpRequest;
    let call = callTo(url);
    // At the opening: before the console's own listeners, which may sign it out.
    request.addEventListener('readystatechange', () => {
      if (request.readyState < 4 || !call) return;
      void onAnswer(call, request.status, async () => JSON.stringify(request.response));
      call = undefined;
    });
  });
}
