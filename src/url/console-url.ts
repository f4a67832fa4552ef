// Builds the addresses of consoles and refuses paths that would lead away from them. Frames, windows and links all get
// their address here.

import { BytedeskError } from '../errors.js';
import { parseLanguage } from '../language.js';
import { parseServer } from './origin.js';
import { faultOf, rootOf } from './path-rules.js';

/** Where a console reads the token: on the deep path itself, or on its sign-in page only. */
export type Entry = 'direct' | 'login';

/** Options of {@link consoleUrl}. */
export interface ConsoleUrlOptions {
  /** Base URL of the consoles, for example `https://desk.example.com`. */
  readonly server: string;
  /** Deep path under `/agent` or `/admin`, default `/agent/auth/login`. */
  readonly path?: string;
  /** AccessToken. It becomes part of the address, so treat the result as a secret. */
  readonly token?: string | null;
  /** `direct` (default) or `login`, see the README. */
  readonly entry?: Entry;
  /** A language tag such as `zh-CN`. The agent console gets it in its own spelling. */
  readonly lang?: string;
}

export const DEFAULT_PATH = '/agent/auth/login';
const TOKEN_PARAMETER = 'accessToken';

/** The rules that `faultOf` counts. */
const RULES = [
  '',
  'begin with /agent or /admin',
  'not contain backslashes, double slashes, dot segments or what decodes to them',
  'not bring its own accessToken',
];

/** The languages of the agent console, as it spells them in its address (ByteDesk agent console, 2026). */
const CONSOLE_LANGUAGES = ['zh-cn', 'zh-tw', 'en', 'ja-jp', 'vi-vn', 'ms-my', 'es-es', 'fr-fr'];

/** The agent console's spelling of a language tag, or `undefined` for one it does not know. */
export function consoleLanguage(tag: string): string | undefined {
  const { language, chinese } = parseLanguage(tag);
  return chinese ?? CONSOLE_LANGUAGES.find((spelling) => spelling.split('-')[0] === language);
}

/**
 * Checks a console path and gives it back with a leading slash; query and hash are kept.
 *
 * @throws BytedeskError `invalid-path`; the text does not repeat the path, which may hold a token
 */
export function normalizePath(path: string): string {
  const trimmed = path.trim();
  if (trimmed === '') return DEFAULT_PATH;
  const text = trimmed.startsWith('/') ? trimmed : `/${trimmed}`;
  const rule = RULES[faultOf(text)];
  if (rule) throw new BytedeskError('invalid-path', `The console path must ${rule}.`);
  return text;
}

/** Adds a parameter. `searchParams` would re-encode the query that is already there. */
function addParameter(url: URL, name: string, value: string): void {
  url.search = `${url.search}${url.search === '' ? '?' : '&'}${name}=${encodeURIComponent(value)}`;
}

/**
 * Builds the address of a console, and refuses one that would leave the desk.
 *
 * With a token the result is a secret: whoever opens it is signed in.
 * @throws BytedeskError `invalid-server` or `invalid-path`
 */
export function consoleUrl(options: ConsoleUrlOptions): string {
  return checkedConsoleUrl(parseServer(options.server), normalizePath(options.path ?? ''), options).href;
}

/** Builds the address from a server and a path that have been checked already. */
export function checkedConsoleUrl(
  server: URL,
  path: string,
  { token, entry = 'direct', lang }: Omit<ConsoleUrlOptions, 'server' | 'path'>,
): URL {
  const base = `${server.origin}${server.pathname.replace(/\/$/, '')}`;
  const target = new URL(base + path);
  const root = rootOf(path);

  let url = target;
  const redirect = path.slice(root.length);
  if (entry === 'login' && token && !/^\/auth\/login(?![^?#])/.test(redirect)) {
    url = new URL(`${base}${root}/auth/login`);
    // The console reads this path as relative to its own root: `/chat`, not `/agent/chat`.
    if (redirect !== '') addParameter(url, 'redirect', redirect);
  }
  const spelling = lang && root === '/agent' ? consoleLanguage(lang) : undefined;
  const { searchParams } = target;
  if (spelling !== undefined && !searchParams.has('lang') && !searchParams.has('locale')) {
    addParameter(url, 'lang', spelling);
  }
  if (token) addParameter(url, TOKEN_PARAMETER, token);
  return url;
}
