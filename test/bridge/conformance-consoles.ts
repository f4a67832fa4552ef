import { issueToken } from '../support/workspace.js';
import { BridgeDesk } from './bridge-host.js';
import { AS_OBSERVED } from './consoles.js';
import { FOREIGN_CONSOLE } from './foreign-console.js';

/** A console that is running, as the conformance suite needs it. Its login is nobody's when it starts. */
export interface Subject {
  /** Address of a page of the console, on another origin than the tests; it allows the tests' origin. */
  readonly url: string;
  /** Two paths of the console below the desk's base path. */
  readonly paths: readonly [string, string];
  /** Good tokens of two different users. */
  readonly tokens: readonly [string, string];
  /** Signs the user out as he would himself; checks that need it are skipped without. */
  readonly signOut?: () => Promise<unknown>;
  /** Ends all tokens of the first user at the desk. */
  readonly revoke?: () => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

export interface ConsoleUnderTest {
  readonly name: string;
  readonly start: () => Promise<Subject>;
}

const USERS = ['agent@example.com', 'admin@example.com'] as const;

function standIn(
  name: string,
  paths: readonly [string, string],
  settings: object = {},
  data: Record<string, string> = {},
): ConsoleUnderTest {
  const start = async (): Promise<Subject> => {
    const bridge = new BridgeDesk();
    const desk = await bridge.start(settings, data);
    const [username = USERS[0]] = paths[0].startsWith('/admin') ? [USERS[1]] : USERS;
    const others = USERS.filter((user) => user !== username);
    return {
      url: desk.url + paths[0],
      paths,
      tokens: [await issueToken(desk, { username }), await issueToken(desk, { username: others[0] })],
      signOut: () => bridge.tell('sign-out', { username }),
      revoke: () => desk.control('revoke', { username }),
      stop: () => bridge.stop(),
    };
  };
  return { name, start };
}

declare global {
  interface Window {
    /** BRIDGE_CONSOLE and BRIDGE_TOKENS of the environment, if they are there; set by the test runner's page. */
    readonly __BRIDGE_CONSOLE__?: { readonly url: string; readonly tokens: string };
  }
}

/** Gives the console that the environment names, if it names one. */
export function elsewhere(): ConsoleUnderTest[] {
  const { url, tokens = '' } = window.__BRIDGE_CONSOLE__ ?? {};
  if (!url) return [];
  const [first = '', second = ''] = tokens.split(/\s+/);
  const root = /\/(?:agent|admin)(?=\/|$)/.exec(new URL(url).pathname)?.[0] ?? '/agent';
  const paths =
    root === '/agent'
      ? (['/agent/chat', '/agent/contact'] as const)
      : (['/admin/welcome', '/admin/dashboard'] as const);
  const start = (): Promise<Subject> =>
    Promise.resolve({ url, paths, tokens: [first, second], stop: () => Promise.resolve() });
  return [{ name: `the console at ${url}`, start }];
}

export const AGENT = standIn('the agent console', ['/agent/chat', '/agent/contact']);
export const EARLY = standIn('the agent console of early 2025', ['/agent/chat', '/agent/contact'], {
  generation: 'early-2025',
});
export const OBSERVED = standIn(
  'the agent console as it was observed',
  ['/agent/chat', '/agent/contact'],
  AS_OBSERVED,
);
export const ADMIN = standIn('the admin console', ['/admin/welcome', '/admin/dashboard']);
export const NAMED = standIn(
  'a hand-written console',
  ['/agent/chat', '/agent/contact'],
  { page: FOREIGN_CONSOLE },
  { 'token-key': 'my_login', 'store-key': '' },
);
