/** A request as the client made it. */
export interface SentRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  /** The text that was sent. */
  readonly body: string | undefined;
  readonly init: RequestInit;
}

/** A `fetch` that asks nobody. */
export function fakeFetch(
  answer: (request: SentRequest) => Response | Promise<Response>,
): typeof globalThis.fetch {
  return async (input, init = {}) => {
    if (typeof input !== 'string') throw new TypeError('the client hands over a text');
    const { method = 'GET', headers, body } = init;
    const text = typeof body === 'string' ? body : undefined;
    return answer({ url: new URL(input), method, headers: new Headers(headers), body: text, init });
  };
}
