/** One answer of a host's token endpoint. */
export interface TokenAnswer {
  readonly status?: number;
  /** An object is sent as JSON, a string as an HTML page. */
  readonly body?: object | string;
  readonly headers?: Record<string, string>;
  /** Answers only when the test sets other answers, with the first of them. */
  readonly hold?: boolean;
}

export interface TokenEndpointRequest {
  readonly method: string;
  readonly origin?: string;
  readonly contentType?: string;
  readonly body: {
    readonly reason?: string;
    readonly expiresAt?: string | null;
    readonly tokenHash?: string;
  };
}

const post = async <T>(path: string, body: object): Promise<T> => {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  return (await (await fetch(path, init)).json()) as T;
};

/** A host's token endpoint under the test's own origin: gives these answers in turn, the last one for ever. */
export class TokenEndpoint {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async open(...answers: TokenAnswer[]): Promise<TokenEndpoint> {
    const { path } = await post<{ path: string }>('/__test__/token-endpoints', { answers });
    return new TokenEndpoint(path);
  }

  /** Sets other answers, and lets go who was held. */
  async answer(...answers: TokenAnswer[]): Promise<void> {
    await post(`${this.path}!answers`, { answers });
  }

  async requests(): Promise<TokenEndpointRequest[]> {
    return (await (await fetch(`${this.path}!requests`)).json()) as TokenEndpointRequest[];
  }

  async reasons(): Promise<(string | undefined)[]> {
    return (await this.requests()).map(({ body }) => body.reason);
  }
}

/** The answer that hands over a token. */
export const gives = (accessToken: string): TokenAnswer => ({ body: { accessToken } });
