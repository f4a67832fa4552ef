// The checks that a request passes before anybody asks who is signed in: origin, kind of request, content type and
// body.

import { Refusal } from './answers.js';
import { Recent } from './recent.js';
import { within } from './within.js';

const JSON_TYPE = 'application/json';
const MAX_BODY_BYTES = 4096;
/** The longest name under which a decision is remembered. */
const LONGEST_NAME = 1000;

/** The header that pages send when they ask for a token. */
const TOKEN_HEADER = 'x-bytedesk-embed';

/**
 * Decides whether a request comes from a page that may ask, and gives the headers that its answer needs.
 *
 * `Host` is what the browser wrote into the address, unless a proxy rewrites it. `X-Forwarded-Host` is ignored, since
 * anybody can send it. `X-Forwarded-Proto` can only make the decision stricter.
 * @throws Refusal `untrusted-origin`
 */
export function checkOrigin(request: Request, allowedOrigins: ReadonlySet<string>): Record<string, string> {
  const origin = request.headers.get('origin');
  if (!origin) throw new Refusal('untrusted-origin');
  if (isSameOrigin(request, origin)) return {};
  if (!allowedOrigins.has(origin)) throw new Refusal('untrusted-origin');
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'date, retry-after',
  };
}

// Addresses are taken apart anew only when they change, which costs more than most of the rest.
const decided = new Recent<boolean>(100);

function isSameOrigin({ url, headers }: Request, origin: string): boolean {
  const [host, protocols] = [headers.get('host'), headers.get('x-forwarded-proto')];
  // None of these can hold a line break, so no two requests have the same name.
  const name = `${url}\n${origin}\n${host ?? '\n'}\n${protocols ?? '\n'}`;
  const known = decided.get(name);
  if (known !== undefined) return known;
  const decision = decideOrigin({ url, origin, host, protocols });
  // Long names are not remembered, so that strangers cannot fill the memory.
  if (name.length <= LONGEST_NAME) decided.set(name, decision);
  return decision;
}

interface Origins {
  readonly url: string;
  readonly origin: string;
  readonly host: string | null;
  readonly protocols: string | null;
}

function decideOrigin({ url, origin, host, protocols }: Origins): boolean {
  if (!URL.canParse(origin)) return false;
  const [asked, asking] = [new URL(url), new URL(origin)];
  if (asking.origin !== origin) return false;
  const forwarded = protocols?.split(',')[0]?.trim();
  // Behind a proxy that ends TLS the request arrives as http, so a page on https is not taken for a step down.
  const isSecure = asked.protocol === 'https:' || forwarded === 'https';
  if (isSecure && asking.protocol !== 'https:') return false;
  return sameHost(host ?? asked.host, asking);
}

function sameHost(host: string, asking: URL): boolean {
  // The host is parsed with the page's protocol, so that a default port counts as none on either side.
  const text = `${asking.protocol}//${host}`;
  return URL.canParse(text) && new URL(text).origin === asking.origin;
}

/** Headers for the answer to a preflight, beside those of {@link checkOrigin}. */
export const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': `content-type, ${TOKEN_HEADER}`,
  'access-control-max-age': '600',
};

/**
 * Refuses a token request at the address for sign-outs: a stranger's markup may name that address as a token URL, and
 * must not sign anybody out by it.
 * @throws Refusal `wrong-endpoint`
 */
export function checkIsNoTokenRequest(request: Request): void {
  if (request.headers.has(TOKEN_HEADER)) throw new Refusal('wrong-endpoint');
}

/**
 * Checks what the headers say of the body: its type, which a form of another site cannot send without a preflight, and
 * its length.
 * @throws Refusal `unsupported-media-type` or `body-too-large`
 */
export function checkBodyHeaders(request: Request): void {
  const type = request.headers.get('content-type');
  if (type !== JSON_TYPE && type?.split(';')[0]?.trim().toLowerCase() !== JSON_TYPE)
    throw new Refusal('unsupported-media-type');
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES)
    throw new Refusal('body-too-large');
}

/**
 * Reads the body as a JSON object; an empty one is `{}`.
 * @throws Refusal `bad-request` or `body-too-large`
 */
export async function readBody(request: Request, timeoutMs: number): Promise<Record<string, unknown>> {
  const text = await within(readText(request), { timeoutMs, leaving: request, late: 'bad-request' });
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('bad-request');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal('bad-request');
  return value as Record<string, unknown>;
}

async function readText(request: Request): Promise<string> {
  // A server has checked this length already. Servers in Node then read a text much faster than a stream.
  if (request.headers.has('content-length') && !request.bodyUsed) {
    const text = await request.text();
    if (text.length > MAX_BODY_BYTES) throw new Refusal('body-too-large');
    return text;
  }
  if (!request.body) return '';
  if (request.bodyUsed) throw new Refusal('bad-request');
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      reader.cancel().catch(() => {});
      throw new Refusal('body-too-large');
    }
    text += decoder.decode(value, { stream: true });
  }
}
