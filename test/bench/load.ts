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

const CONNECTIONS = 20;

/** Asks for tokens on 20 connections at a time. */
export async function load({ url, path, users, seconds }: Load): Promise<LoadResult> {
  // Made before the load: making one for each request takes the load generator longer than the server takes to answer.
  const shared = { method: 'POST', path, body: '{"reason":"initial","expiresAt":null}' } as const;
  const requests = (connection: number): autocannon.Request[] => {
    // Each connection has users of its own, where there are enough, so that no two ask for the same at once.
    const own = Math.max(1, Math.floor(users / CONNECTIONS));
    return Array.from({ length: own }, (_, at) => ({
      ...shared,
      headers: {
        origin: url,
        'content-type': 'application/json',
        'x-user': `u${(connection * own + at) % users}`,
      },
    }));
  };
  let connection = 0;
  const {
    requests: answered,
    latency,
    non2xx,
    errors,
    timeouts,
  } = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    setupClient: (client) => client.setRequests(requests(connection++)),
  });
  return { perSecond: answered.average, p99Ms: latency.p99, failed: non2xx + errors + timeouts };
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
