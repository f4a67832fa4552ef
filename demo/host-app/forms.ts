import { isLanguage, type Language } from '../language.js';

const COOKIE = 'harbour-session';
const LANGUAGE_COOKIE = 'harbour-language';
const MAX_FORM = 4096;
const YEAR_SECONDS = 31_536_000;

function cookie(request: Request, name: string): string {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}

export const sessionOf = (request: Request): string => cookie(request, COOKIE);

/** `Secure` is missing because the demo is on plain http; a host app on the net needs it, and `__Host-` in the name. */
export const sessionCookie = (id: string, seconds: number): string =>
  `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}`;

export const languageCookie = (language: Language): string =>
  `${LANGUAGE_COOKIE}=${language}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${YEAR_SECONDS}`;

/** The language that was chosen, else the first of the browser's that there is. */
export function languageOf(request: Request): Language {
  const chosen = cookie(request, LANGUAGE_COOKIE);
  if (isLanguage(chosen)) return chosen;
  const known = /(?:^|,)\s*(zh|en)\b/i.exec(request.headers.get('accept-language') ?? '');
  return known?.[1]?.toLowerCase() === 'zh' ? 'zh-CN' : 'en';
}

/** A path of this app, whatever was asked for: a link to the sign-in page must not lead elsewhere afterwards. */
export function ownPath(wanted: string | null, origin: string): string {
  if (wanted === null || !wanted.startsWith('/') || !URL.canParse(wanted, origin)) return '/';
  const { origin: itsOrigin, pathname, search } = new URL(wanted, origin);
  // A path of two slashes would be another host again once it stands in a Location header.
  return itsOrigin === origin && !pathname.startsWith('//') ? pathname + search : '/';
}

/** The form's fields, or undefined for a body that is none or too large. */
export async function readForm(request: Request): Promise<URLSearchParams | undefined> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim();
  if (type !== 'application/x-www-form-urlencoded') return undefined;
  // The length is checked first: without one nothing says how much would be read.
  const length = Number(request.headers.get('content-length') ?? NaN);
  if (!(length <= MAX_FORM)) return undefined;
  return new URLSearchParams(await request.text());
}
