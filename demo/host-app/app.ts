import { createLogoutHandler, createTokenHandler, type TokenEndpointOptions } from '../../src/server.js';
import type { DeskSource } from '../desk-source.js';
import { isLanguage } from '../language.js';
import type { Assets } from './assets.js';
import { languageCookie, languageOf, ownPath, readForm, sessionCookie, sessionOf } from './forms.js';
import { isSection, notFoundPage, servicePage, signInPage } from './pages.js';
import type { Sessions } from './sessions.js';
import { ACCOUNTS, type AppUser, checkPassword, userOf } from './users.js';

export interface HostAppOptions {
  readonly desk: Pick<DeskSource, 'server' | 'api' | 'logins'>;
  /** The one origin at which browsers reach it. */
  readonly origin: string;
  readonly sessions: Sessions;
  readonly assets: Assets;
  readonly log: NonNullable<TokenEndpointOptions['log']>;
}

type Handler = (request: Request) => Response | Promise<Response>;

const HOME = '/service/conversations';

/** The host app's back end: takes a request, gives an answer. */
export function createHostApp({ desk, origin, sessions, assets, log }: HostAppOptions): Handler {
  const userOfRequest = (request: Request): AppUser | undefined =>
    userOf(sessions.userOf(sessionOf(request)));

  const endpoint: TokenEndpointOptions<AppUser> = {
    api: desk.api,
    authorize: (request) => userOfRequest(request) ?? null,
    credentials: ({ id }) => desk.logins[ACCOUNTS.findIndex((account) => account.id === id)] ?? null,
    log,
  };
  const deskToken = createTokenHandler(endpoint);
  const deskLogout = createLogoutHandler(endpoint);

  function page(text: string, status = 200): Response {
    return new Response(text, { status, headers: pageHeaders(desk) });
  }

  function signInForm(request: Request): Response {
    const url = new URL(request.url);
    const next = ownPath(url.searchParams.get('next'), origin);
    if (userOfRequest(request)) return seeOther(next);
    const notice = url.searchParams.has('signed-out') ? 'signedOut' : undefined;
    return page(signInPage({ language: languageOf(request), here: pathOf(url), next, notice }));
  }

  async function signIn(request: Request): Promise<Response> {
    const form = await readForm(request);
    if (!form) return plain(400, 'Send the form.');
    const next = ownPath(form.get('next'), origin);
    const username = form.get('username') ?? '';
    const user = checkPassword(username, form.get('password') ?? '');
    if (!user) {
      const here = `/sign-in?${new URLSearchParams({ next })}`;
      const language = languageOf(request);
      return page(signInPage({ language, here, next, notice: 'wrong', username }), 401);
    }
    sessions.end(sessionOf(request));
    return seeOther(next, sessionCookie(sessions.start(user.id), sessions.lifeSeconds));
  }

  async function signOut(request: Request): Promise<Response> {
    // While the session lives: the handler asks it whose tokens to revoke.
    await deskLogout(
      new Request(request.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, cookie: request.headers.get('cookie') ?? '' },
        body: '{}',
      }),
    );
    sessions.end(sessionOf(request));
    return seeOther('/sign-in?signed-out', sessionCookie('', 0));
  }

  function service(request: Request): Response {
    const url = new URL(request.url);
    const [, , section = '', ...rest] = url.pathname.split('/');
    const [language, here, user] = [languageOf(request), pathOf(url), userOfRequest(request)];
    if (!isSection(section) || rest.length > 0) return page(notFoundPage({ language, here }), 404);
    if (!user) return seeOther(`/sign-in?${new URLSearchParams({ next: here })}`);
    return page(servicePage({ language, here, user, section, desk }));
  }

  function chooseLanguage(request: Request): Response {
    const { searchParams } = new URL(request.url);
    const to = searchParams.get('to') ?? '';
    return seeOther(
      ownPath(searchParams.get('back'), origin),
      isLanguage(to) ? languageCookie(to) : undefined,
    );
  }

  const routes: Readonly<Record<string, Handler>> = {
    'GET /': () => seeOther(HOME),
    'GET /sign-in': signInForm,
    'POST /sign-in': signIn,
    'POST /sign-out': signOut,
    'POST /desk/token': deskToken,
    'GET /language': chooseLanguage,
  };

  return (request) => {
    const { pathname, host } = new URL(request.url);
    // By another name a page of somebody else could read these answers as its own (DNS rebinding).
    if (host !== new URL(origin).host) return plain(421, `This is ${origin}.`);
    const isPost = request.method === 'POST';
    if (isPost && request.headers.get('origin') !== origin)
      return plain(403, 'Only for the pages of this app.');
    const asset = isPost ? undefined : assets[pathname];
    if (asset) return new Response(asset.text, { headers: { ...COMMON, 'content-type': asset.type } });
    const handler = routes[`${request.method} ${pathname}`];
    if (handler) return handler(request);
    return isPost ? plain(404, 'There is no such form.') : service(request);
  };
}

const pathOf = ({ pathname, search }: URL): string => pathname + search;

// No page is kept: after signing out, Back must ask again.
const COMMON = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

function pageHeaders({ server, api }: { server: string; api: string }): Record<string, string> {
  const [frame, calls] = [new URL(server).origin, new URL(api).origin];
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    `connect-src 'self' ${calls}`,
    `frame-src ${frame}`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    ...COMMON,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    // Not `no-referrer`: forms would then come from the origin "null".
    'referrer-policy': 'same-origin',
    vary: 'cookie, accept-language',
  };
}

function seeOther(location: string, cookie?: string): Response {
  const headers = new Headers({ ...COMMON, location });
  if (cookie !== undefined) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}

function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { ...COMMON, 'content-type': 'text/plain; charset=utf-8' } });
}
