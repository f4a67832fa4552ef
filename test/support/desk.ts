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

const isWebKit = /AppleWebKit(?!.*Chrome)/.test(navigator.userAgent);
/** WebKit lets a page, frames included, write its history a hundred times in so many milliseconds, and throws then. */
const HISTORY_MS = 10_000;
/** A console writes two or three times while it loads; half of the hundred are left to the next test. */
const MOST_LOADS = 20;
/** The end of the test of each load of a console, by `performance.now()`. */
const loads: number[] = [];

/** Waits until WebKit lets this page's consoles write the history. */
async function untilHistoryIsFree(): Promise<void> {
  while (loads.length > MOST_LOADS) {
    const freeInMs = (loads.shift() as number) + HISTORY_MS - performance.now();
    if (freeInMs > 0) await new Promise((resolve) => setTimeout(resolve, freeInMs));
  }
}

async function countLoads(url: string): Promise<void> {
  const requests = await request<readonly { path: string }[]>(`${url}/__stand-in__/requests`, 'GET');
  const pages = requests.filter(({ path }) => /^\/(?:agent|admin)(?:\/[^.]*)?$/.test(path));
  loads.push(...pages.map(() => performance.now()));
}

export async function startDesk(options: object = {}): Promise<TestDesk> {
  if (isWebKit) await untilHistoryIsFree();
  const { id, url, api, users } = await request<DeskAnswer>('/__test__/desks', 'POST', options);
  return {
    url,
    api,
    users,
    control: (path, body) => request(`${url}/__stand-in__/${path}`, body ? 'POST' : 'GET', body),
    close: async () => {
      if (isWebKit) await countLoads(url);
      await request(`/__test__/desks/${id}`, 'DELETE');
    },
  };
}
