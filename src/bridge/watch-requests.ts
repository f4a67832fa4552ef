import { attempt, wrap } from './attempt.js';
import { api } from './options.js';

/** A request of the console to the desk's API. */
export interface ApiCall {
  /** `swap`: the console gets a token of its own for the one in its address. */
  readonly kind: 'logout' | 'swap' | 'other';
  /** The console's token when it was made. */
  readonly token: string;
}

/** What is told of the console's requests. */
export interface RequestWatcher {
  /** The console's token now. */
  readonly token: () => string;
  readonly onCall: (call: ApiCall) => void;
  readonly onAnswer: (call: ApiCall, status: number, text: () => Promise<string>) => unknown;
}

/** Watches `fetch` and `XMLHttpRequest`. What comes back from them is what came without us, failures too. */
export function watchRequests({ token, onCall, onAnswer }: RequestWatcher): void {
  /** Nothing for requests to other origins: their answers prove nothing. A swap counts wherever it goes. */
  const callTo = (url: unknown): ApiCall | undefined => {
    const { origin, pathname } = new URL(String(url), document.baseURI);
    const isSwap = /\/login\/accessToken$/.test(pathname);
    if (!isSwap && (!api.includes(origin) || !pathname.includes('/api/'))) return undefined;
    const kind = isSwap ? 'swap' : /\/user\/logout$/.test(pathname) ? 'logout' : 'other';
    const call: ApiCall = { kind, token: token() };
    onCall(call);
    return call;
  };

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
