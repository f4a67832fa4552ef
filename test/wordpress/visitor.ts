import { PASSWORD, type WordPressSite } from './site.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** As JSON.parse gives it; null for what is no JSON. */
  readonly body: ReturnType<typeof JSON.parse>;
}

const decode = (html: string): string => html.replaceAll('&#038;', '&').replaceAll('&amp;', '&');

/** Somebody with a browser of his own at the site: cookies, but no scripts. */
export class Visitor {
  readonly #site: WordPressSite;
  readonly #cookies = new Map<string, string>();

  constructor(site: WordPressSite) {
    this.#site = site;
  }

  static async signIn(site: WordPressSite, name: string): Promise<Visitor> {
    const visitor = new Visitor(site);
    // WordPress wants to see that cookies work.
    await visitor.get('/wp-login.php');
    const form = new URLSearchParams({ log: name, pwd: PASSWORD, 'wp-submit': 'Log In', testcookie: '1' });
    const { status } = await visitor.send('/wp-login.php', { method: 'POST', body: form });
    if (status !== 302) throw new Error(`${name} could not sign in`);
    return visitor;
  }

  get(path: string): Promise<Answer> {
    return this.send(path, {});
  }

  async send(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(this.#site.url + path, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  }

  page(id: number): Promise<Answer> {
    return this.get(`/?p=${id}`);
  }

  /** The token URL in the script tag of a page; undefined where there is none. */
  async tokenUrl(): Promise<string | undefined> {
    const { text } = await this.page(this.#site.content.pages.shortcode);
    const url = /data-token-url="([^"]*)"/.exec(text)?.[1];
    return url === undefined ? undefined : decode(url);
  }

  /** Asks for a token as the element does; what is null leaves a header out. */
  ask(
    url: string,
    {
      body = { reason: 'initial', expiresAt: null },
      method = 'POST',
      headers = {},
    }: { body?: unknown; method?: string; headers?: Readonly<Record<string, string | null>> } = {},
  ): Promise<Answer> {
    const all = { origin: this.#site.url, 'content-type': 'application/json', ...headers };
    const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.send(url, { method, headers: given, body: method === 'GET' ? undefined : text });
  }

  async signOut(): Promise<void> {
    const { text } = await this.get('/wp-login.php?action=logout');
    const link = /href="([^"]*action=logout[^"]*)"/.exec(text)?.[1] ?? '';
    const { pathname, search } = new URL(decode(link));
    await this.get(pathname + search);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
