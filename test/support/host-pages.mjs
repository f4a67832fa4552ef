import { readJson } from './request-body.mjs';

const PREFIX = '/__test__/pages';
/** Three engines run at the same time, and a suite may use one page from its first test to its last. */
export const MAX_PAGES = 5_000;

/**
 * Pages that a test makes up, with its own headers (CSP, COOP, COEP). They are answered before any plugin, so not
 * a byte is changed and hashes in a policy hold.
 */
export function hostPages() {
  const pages = new Map();
  let last = 0;

  function store({ html, headers = {} }) {
    const path = `${PREFIX}/${++last}`;
    const defaults = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
    pages.set(path, { html, headers: { ...defaults, ...headers } });
    if (pages.size > MAX_PAGES) pages.delete(pages.keys().next().value);
    return path;
  }

  async function middleware(context, next) {
    if (context.path === PREFIX && context.method === 'POST') {
      context.body = { path: store(await readJson(context)) };
      return;
    }
    const page = pages.get(context.path);
    if (!page) return next();
    context.set(page.headers);
    context.body = page.html;
  }

  return { get: (path) => pages.get(path), store, middleware };
}
