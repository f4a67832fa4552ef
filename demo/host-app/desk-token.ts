export type TokenReason = 'initial' | 'renew' | 'rejected';

/** What the app's own server said. */
export type TokenAnswer =
  | { readonly kind: 'token'; readonly token: string; readonly lifeMs: number }
  /** Nobody is signed in to the app any more. */
  | { readonly kind: 'signed-out'; readonly code: string }
  /** The desk does not let this user in, and would not at the next try either. */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'failed'; readonly code: string; readonly retryMs?: number };

interface Body {
  readonly accessToken?: string;
  readonly expiresAt?: string;
  readonly code?: string;
}

const TIMEOUT_MS = 30_000;
const FINAL = new Set([403, 409]);

/** End and hash of the last token: enough to tell the server which one it was. */
let held: { readonly expiresAt: string; readonly tokenHash: string } | undefined;

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Asks the app's own server for the signed-in user's token. Never rejects. */
export async function askForToken(reason: TokenReason): Promise<TokenAnswer> {
  try {
    const response = await fetch('/desk/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason, ...held }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return await read(response, (await response.json()) as Body);
  } catch {
    return { kind: 'failed', code: 'network' };
  }
}

async function read(response: Response, body: Body): Promise<TokenAnswer> {
  const { accessToken: token, expiresAt, code = 'server-error' } = body;
  if (response.status === 401) return { kind: 'signed-out', code };
  if (FINAL.has(response.status)) return { kind: 'refused', code };
  if (!response.ok || token === undefined || expiresAt === undefined) {
    const seconds = Number(response.headers.get('retry-after') ?? NaN);
    return { kind: 'failed', code, retryMs: seconds > 0 ? seconds * 1000 : undefined };
  }
  held = { expiresAt, tokenHash: await sha256Hex(token) };
  // By the server's clock: the browser's may be wrong.
  const now = Date.parse(response.headers.get('date') ?? '') || Date.now();
  return { kind: 'token', token, lifeMs: Date.parse(expiresAt) - now };
}
