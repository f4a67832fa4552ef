import autocannon from 'autocannon';

export interface Load {
  readonly url: string;
  readonly path: string;
  /** How many users ask in turn. */
  readonly users: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly perSecond: number;
  /** 99th percentile of the answers' delay. */
  readonly p99Ms: number;
  /** Answers other than success, and connections that broke. */
  readonly failed: number;
}

/** Asks for tokens on 20 connections at a time. */
export async function load({ url, path, users, seconds }: Load): Promise<LoadResult> {
  let next = 0;
  const { requests, latency, non2xx, errors, timeouts } = await autocannon({
    url,
    connections: 20,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        path,
        headers: { origin: url, 'content-type': 'application/json' },
        body: '{"reason":"initial","expiresAt":null}',
        setupRequest: (request) => {
          next += 1;
          return { ...request, headers: { ...request.headers, 'x-user': `u${next % users}` } };
        },
      },
    ],
  });
  return { perSecond: requests.average, p99Ms: latency.p99, failed: non2xx + errors + timeouts };
}

/** Makes the endpoint keep a token for each user. */
export async function fill(url: string, users: number): Promise<void> {
  const headers = { origin: url, 'content-type': 'application/json' };
  let next = 0;
  const ask = async (): Promise<void> => {
    while (next < users) {
      const user = `u${next}`;
      next += 1;
      const init = { method: 'POST', headers: { ...headers, 'x-user': user }, body: '{"reason":"initial"}' };
      const answer = await fetch(`${url}/desk/token`, init);
      if (!answer.ok) throw new Error(`No token for a user: ${answer.status}`);
      await answer.text();
    }
  };
  await Promise.all(Array.from({ length: 20 }, ask));
}
