import { BytedeskError } from '../errors.js';
import { parseLanguage } from '../language.js';
import { fullyDecoded, isDeceptivePath, isUnprintable, parseServer } from './origin.js';

/** Where a console takes the token: on the deep path itself, or on its sign-in page only. */
export type Entry = 'direct' | 'login';

/** What {@link consoleUrl} builds an address from. */
export interface ConsoleUrlOptions {
  /** Base URL of the consoles, for example `https://desk.example.com`. */
  readonly server: string;
  /** Deep path under `/agent` or `/admin`, default `/agent/auth/login`. */
  readonly path?: string;
  /** AccessToken. It becomes part of the address: treat the result as a secret. */
  readonly token?: string | null;
  /** `direct` (default) or `login`, see the README. */
  readonly entry?: Entry;
  /** Language of our own, such as `zh-CN`; passed to the agent console in its spelling. */
  readonly lang?: string;
}

export const DEFAULT_PATH = '/agent/auth/login';
const TOKEN_PARAMETER = 'accessToken';

/** Languages as the agent console spells them in its address (ByteDesk agent console, 2026). */
const CONSOLE_LANGUAGES = ['zh-cn', 'zh-tw', 'en', 'ja-jp', 'vi-vn', 'ms-my', 'es-es', 'fr-fr'];

/** The agent console's spelling of a language tag, or `undefined` for one it does not know. */
export function consoleLanguage(tag: string): string | undefined {
  const { language, chinese } = parseLanguage(tag);
  return chinese ?? CONSOLE_LANGUAGES.find((spelling) => spelling.split('-')[0] === language);
}

/**
 * Checks a console path and gives it with a leading slash, its query and hash kept.
 *
 * @throws BytedeskError `invalid-path`; the text does not repeat the path, which may hold a token
 */
export function normalizePath(path: string): string {
  const trimmed = path.trim();
  if (trimmed === '') return DEFAULT_PATH;
  const text = trimmed.startsWith('/') ? trimmed : `/${trimmed}`;
  const invalid = (rule: string): BytedeskError =>
    new BytedeskError('invalid-path', `The console path ${rule}.`);

  const [, route = '', query = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(text) ?? [];
  if (!/^\/(?:agent|admin)(?=\/|$)/.test(route)) throw invalid('must begin with /agent or /admin');
  if (isDeceptivePath(route) || route.includes('//') || isUnprintable(query + hash)) {
    throw invalid('must not contain backslashes, double slashes, dot segments or what decodes to them');
  }
  if (/[?&#;+\s]accesstoken=/i.test(fullyDecoded(query + hash)))
    throw invalid('must not bring its own accessToken');
  return text;
}

/** True for a query or hash with an `accessToken` in it, also in an address inside it, however it is encoded. */
export function carriesToken(text: string): boolean {
  return /(?:^|[?&#;+\s])accesstoken=/i.test(fullyDecoded(text));
}

/** Adds a parameter without re-encoding the query that is there, as `searchParams` would. */
function addParameter(url: URL, name: string, value: string): void {
  url.search = `${url.search}${url.search === '' ? '?' : '&'}${name}=${encodeURIComponent(value)}`;
}

/**
 * The address of a console, built with `URL` and refused where it would leave the desk.
 *
 * With a token the result is a secret: it signs its bearer in.
 * @throws BytedeskError `invalid-server` or `invalid-path`
 */
export function consoleUrl(options: ConsoleUrlOptions): string {
  const { token, entry = 'direct', lang } = options;
  const server = parseServer(options.server);
  const path = normalizePath(options.path ?? '');
  const base = `${server.origin}${server.pathname.replace(/\/$/, '')}`;
  const target = new URL(base + path);
  const root = path.startsWith('/admin') ? '/admin' : '/agent';

  let url = target;
  const redirect = path.slice(root.length);
  if (entry === 'login' && token && !/^\/auth\/login(?![^?#])/.test(redirect)) {
    url = new URL(`${base}${root}/auth/login`);
    // The console takes the place to go to relative to its own root: `/chat`, not `/agent/chat`.
    if (redirect !== '') addParameter(url, 'redirect', redirect);
  }
  const spelling = lang && root === '/agent' ? consoleLanguage(lang) : undefined;
  const { searchParams } = target;
  if (spelling !== undefined && !searchParams.has('lang') && !searchParams.has('locale')) {
    addParameter(url, 'lang', spelling);
  }
  if (token) addParameter(url, TOKEN_PARAMETER, token);
  return url.href;
}
