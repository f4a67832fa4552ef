// Watches the console's requests to the desk's API, for `console-session.ts`.

import { wrap } from './attempt.js';
import { token } from './console-session.js';
import { api } from './options.js';

/** A request of the console to the desk's API. */
export interface ApiCall {
  /** The end of its path, if that matters: with the first the console gets a token for the one in its address. */
  readonly kind?: 'accessToken' | 'logout' | undefined;
  /** The console's token when the request was made. */
  readonly token: string;
}

/** The desk's API, but for what it answers without a token: that proves nothing of a login. */
const API_PATH = /(^|\/)(?!kaptcha|visitor)[^/]*\/api\//;

/** Gives the text of an answer; an empty one if it cannot be read. */
export const textOf = (answer: Response): Promise<string> => answer.text().catch(() => '');

/** Watches `fetch` and `XMLHttpRequest`. The console gets the same results as without this, also the same failures. */
export function watchRequests(
  onCall: (call: ApiCall) => void,
  onAnswer: (call: ApiCall, status: number, text: () => Promise<string>) => unknown,
): void {
  /** Gives nothing for requests to other origins, whose answers prove nothing. A swap counts wherever it is sent. */
  const callTo = (url: unknown): ApiCall | undefined => {
    const { origin, pathname } = new URL(url as string, document.baseURI);
    const kind = /\/(?:login|user)\/(accessToken|logout)$/.exec(pathname)?.[1] as ApiCall['kind'];
    if (kind !== 'accessToken' && (!api.includes(origin) || !API_PATH.test(pathname))) return undefined;
    const call: ApiCall = { kind, token };
    onCall(call);
    return call;
  };

  wrap(window, 'fetch', (_, [input]) => {
    const call = callTo((input as Partial<Request>).url ?? input);
    if (!call) return undefined;
    return (result) =>
      (result as Promise<Response>).then((response) => {
        void onAnswer(call, response.status, () => textOf(response.clone()));
        return response;
      });
  });

  wrap(XMLHttpRequest.prototype, 'open', (self, [, url]) => {
    const request = self as XMLHttpRequest;
    let call = callTo(url);
    // The listener is added at the opening, so that it comes before the console's own ones, which may sign it out.
    request.addEventListener('readystatechange', () => {
      if (request.readyState < 4 || !call) return;
      void onAnswer(call, request.status, async () => JSON.stringify(request.response));
      call = undefined;
    });
  });
}
