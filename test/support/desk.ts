/** A stand-in desk of this test file's own, on 127.0.0.1: cross-site to the test page. */
export interface TestDesk {
  readonly url: string;
  readonly api: string;
  readonly users: readonly TestUser[];
  /** Calls `/__stand-in__/{path}` on the desk: POST with `body`, GET without one. */
  control<T = Record<string, unknown>>(path: string, body?: object): Promise<T>;
  close(): Promise<void>;
}

export interface TestUser {
  readonly username: string;
  readonly password: string;
  readonly [detail: string]: unknown;
}

interface DeskAnswer {
  readonly id: string;
  readonly url: string;
  readonly api: string;
  readonly users: readonly TestUser[];
}

async function request<T>(url: string, method: string, body?: object): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body ? JSON.stringify(body) : null,
  });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

export async function startDesk(options: object = {}): Promise<TestDesk> {
  const { id, url, api, users } = await request<DeskAnswer>('/__test__/desks', 'POST', options);
  return {
    url,
    api,
    users,
    control: (path, body) => request(`${url}/__stand-in__/${path}`, body ? 'POST' : 'GET', body),
    close: async () => {
      await request(`/__test__/desks/${id}`, 'DELETE');
    },
  };
}
