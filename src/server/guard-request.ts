import { Refusal } from './answers.js';
import { within } from './within.js';

const MAX_BODY_BYTES = 4096;

/** What pages send along when they ask for a token. */
const TOKEN_HEADER = 'x-bytedesk-embed';

/**
 * Decides whether a request comes from a page that may ask, and which headers its answer needs.
 *
 * `Host` is what the browser wrote into the address, unless a proxy rewrites it; `X-Forwarded-Host` is not believed,
 * since anybody can send it. `X-Forwarded-Proto` can only make the decision stricter.
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

function isSameOrigin(request: Request, origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const [asked, asking] = [new URL(request.url), new URL(origin)];
  if (asking.origin !== origin) return false;
  const forwarded = request.headers.get('x-forwarded-proto')?.split(',')[0]?.trim();
  // Behind a proxy that ends TLS the request arrives as http; the page's https is never a step down.
  const isSecure = asked.protocol === 'https:' || forwarded === 'https';
  if (isSecure && asking.protocol !== 'https:') return false;
  return sameHost(request.headers.get('host') ?? asked.host, asking);
}

function sameHost(host: string, asking: URL): boolean {
  // Parsed with the page's protocol, so that a default port counts as none on either side.
  const text = `${asking.protocol}//${host}`;
  return URL.canParse(text) && new URL(text).origin === asking.origin;
}

/** Headers for the answer of a preflight, beside those of {@link checkOrigin}. */
export const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': `content-type, ${TOKEN_HEADER}`,
  'access-control-max-age': '600',
};

/**
 * Refuses a page that was led to ask the sign-out for a token: markup of a stranger must not sign anybody out.
 * @throws Refusal `wrong-endpoint`
 */
export function checkIsNoTokenRequest(request: Request): void {
  if (request.headers.has(TOKEN_HEADER)) throw new Refusal('wrong-endpoint');
}

/** @throws Refusal `unsupported-media-type`; a form of another site cannot send this type without a preflight */
export function checkContentType(request: Request): void {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Refusal('unsupported-media-type');
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES)
    throw new Refusal('body-too-large');
}

/**
 * Reads the body as a JSON object; an empty one is `{}`.
 * @throws Refusal `bad-request` or `body-too-large`
 */
export async function readBody(request: Request, timeoutMs: number): Promise<Record<string, unknown>> {
  const text = await within(readText(request), { timeoutMs, signal: request.signal, late: 'bad-request' });
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
  // A server has made sure of this length; servers in Node then read a text much faster than a stream.
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
