import { fixture, fixtureCleanup } from '@open-wc/testing';
import '../../src/define.js';
import { EVENT_NAMES } from '../../src/elements/events.js';
import type { BytedeskWorkspaceElement } from '../../src/elements/workspace/workspace-element.js';
import { startDesk, type TestDesk } from './desk.js';

export type BytedeskEventName = (typeof EVENT_NAMES)[number];

/** A log of every event of an element, in order. */
export class EventLog {
  readonly events: CustomEvent[] = [];

  constructor(element: EventTarget) {
    for (const name of EVENT_NAMES)
      element.addEventListener(name, (event) => this.events.push(event as CustomEvent));
  }

  /** Names without their prefix; states as `from>to`, errors and the like with what tells them apart. */
  get names(): string[] {
    return this.events
      .filter(({ type }) => /state-change|ready|expired|renewed|logout|error/.test(type))
      .map(({ type, detail }) => {
        const name = type.replace('bytedesk-', '');
        if (name === 'state-change') return `${detail.from}>${detail.to}`;
        return name === 'error' ? `error ${detail.code}` : name;
      });
  }

  of(name: BytedeskEventName): CustomEvent[] {
    return this.events.filter((event) => event.type === name);
  }

  /** The first event of this name since the log began, now or when it comes. */
  async first(name: BytedeskEventName): Promise<CustomEvent> {
    await until(() => this.of(name).length > 0, name);
    return this.of(name)[0] as CustomEvent;
  }
}

export type WorkspaceSettings = Partial<BytedeskWorkspaceElement> & { readonly token?: string | null };

/** A workspace that is not on the page yet, with its event log. */
export function createWorkspace(settings: WorkspaceSettings): {
  element: BytedeskWorkspaceElement;
  log: EventLog;
} {
  const element = document.createElement('bytedesk-workspace');
  const log = new EventLog(element);
  Object.assign(element, settings);
  return { element, log };
}

/** The iframe that shows a workspace's console. */
export const frameOf = (workspace: Element): HTMLIFrameElement | null | undefined =>
  workspace.shadowRoot?.querySelector('iframe');

/** A workspace on the page. */
export async function mount(
  settings: WorkspaceSettings,
): Promise<{ element: BytedeskWorkspaceElement; log: EventLog }> {
  const { element, log } = createWorkspace(settings);
  const parent = await fixture<HTMLDivElement>(document.createElement('div'));
  parent.append(element);
  return { element, log };
}

/** Removes what `mount` put on the page, and lets the teardown that follows one task later happen. */
export async function unmountAll(): Promise<void> {
  fixtureCleanup();
  await task();
}

/** The next task: for what is decided one task later. */
export const task = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** The next event of this name; fails after `timeoutMs` with the names of what came instead. */
export function next<T extends BytedeskEventName>(
  element: EventTarget,
  name: T,
  timeoutMs = 16_000,
): Promise<HTMLElementEventMap[T]> {
  const log = new EventLog(element);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no ${name}, but ${log.names.join(', ') || 'nothing'}`)),
      timeoutMs,
    );
    element.addEventListener(
      name,
      (event) => {
        clearTimeout(timer);
        resolve(event as HTMLElementEventMap[T]);
      },
      { once: true },
    );
  });
}

/** Waits until something is true, looking again at each animation frame and message. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = 16_000,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A desk, and with it a console storage, for each test of a `describe`. */
export function withOwnDesk(
  give: (desk: TestDesk) => void,
  options: () => Promise<object> = async () => ({}),
): void {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = await startDesk(await options());
    give(desk);
  });
  afterEach(async () => {
    await unmountAll();
    await desk.close();
  });
}

/** A desk for all tests of a `describe`, which behaves again after each of them. */
export class SharedDesk {
  #desk: TestDesk | undefined;

  constructor() {
    before(async () => {
      this.#desk = await startDesk();
    });
    after(() => this.desk.close());
    afterEach(async () => {
      await unmountAll();
      // No more than this: revoked tokens would leave a stale login in the storage that all frames of the page share.
      await this.desk.control('set', { slow: 0, fail: null });
      await this.desk.control('requests/clear', {});
    });
  }

  get desk(): TestDesk {
    if (this.#desk === undefined) throw new Error('the desk is there in tests and hooks only');
    return this.#desk;
  }

  /** Settings of a workspace that shows the agent's conversations. */
  async settings(more: WorkspaceSettings = {}): Promise<WorkspaceSettings> {
    return { server: this.desk.url, path: '/agent/chat', token: await issueToken(this.desk), ...more };
  }
}

export interface DeskRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number | null;
}

/** Requests for console pages, and those that this page itself made: not what consoles in frames ask for. */
export async function requestsOfThisPage(desk: TestDesk): Promise<DeskRequest[]> {
  const requests = await requestsOf(desk);
  return requests.filter(
    ({ path, headers }) => !path.startsWith('/api') || headers['origin'] === location.origin,
  );
}

export const requestsOf = (desk: TestDesk): Promise<DeskRequest[]> => desk.control<DeskRequest[]>('requests');

/** Makes the desk's open consoles post a message to their host; waits until there is one that listens. */
export async function emit(desk: TestDesk, message: object): Promise<void> {
  await until(
    async () => (await desk.control<{ told: number }>('emit', message)).told > 0,
    'a console is connected',
  );
}

/** A token that the desk knows. */
export async function issueToken(
  desk: TestDesk,
  options: { readonly username?: string; readonly seconds?: number } = {},
): Promise<string> {
  const { accessToken } = await desk.control<{ accessToken: string }>('issue-token', options);
  return accessToken;
}

interface ConsolesOfDesk {
  readonly settings: { readonly live: string };
  readonly consoles: readonly { readonly username: string | null }[];
}

/** Waits until a console of this user can be told something: it listens, and is connected live where it needs to be. */
export const canBeTold = (desk: TestDesk, username: string): Promise<void> =>
  until(async () => {
    const { settings, consoles } = await desk.control<ConsolesOfDesk>('state');
    if (!consoles.some((console) => console.username === username)) return false;
    if (settings.live !== 'strict') return true;
    const clients = await desk.control<{ username: string; isConnected: boolean }[]>('clients');
    return clients.some((client) => client.username === username && client.isConnected);
  }, `a console of ${username} that can be told something`);
