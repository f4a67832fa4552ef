// The refusals that the token endpoint can answer with, and how they become responses.

/** The `code` of an answer that is not a success. Codes are stable. */
export type EndpointCode = keyof typeof REFUSALS;

/** The texts are fixed, so that nothing that the desk, the storage or the host's functions said gets into an answer. */
const REFUSALS = {
  'bad-request': [400, 'The body is not the JSON that this endpoint takes.'],
  unauthorized: [401, 'Nobody is signed in.'],
  'untrusted-origin': [403, 'Requests of this origin are not taken.'],
  forbidden: [403, 'This user has no login at the desk.'],
  'wrong-endpoint': [403, 'This address signs out; it gives no token.'],
  'login-failed': [403, 'The desk refused the user name or password.'],
  'account-disabled': [403, 'The account is disabled at the desk.'],
  'method-not-allowed': [405, 'Use POST.'],
  'second-factor-required': [409, 'The desk asks for a second factor.'],
  'body-too-large': [413, 'The body is too large.'],
  'unsupported-media-type': [415, 'The content type must be application/json.'],
  'too-many-requests': [429, 'There was a login just now, or too many. Try again later.'],
  'login-locked': [429, 'The desk has locked the login for a while.'],
  aborted: [499, 'The request was given up.'],
  'token-source-failed': [500, 'The endpoint failed.'],
  network: [502, 'The desk could not be reached.'],
  'server-error': [502, 'The desk gave no usable answer.'],
  'seat-limit': [503, 'The desk has no seat left.'],
  'sign-out-in-doubt': [503, 'It is not certain whether the user has signed out. Try again.'],
  timeout: [504, 'The desk did not answer in time.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

/** Ends a request with one of the codes above. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: EndpointCode;
  /** Milliseconds after which another try makes sense. */
  readonly retryAfterMs: number | undefined;

  constructor(code: EndpointCode, retryAfterMs?: number) {
    super(REFUSALS[code][1]);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  get status(): number {
    return REFUSALS[this.code][0];
  }
}

const COMMON = { 'cache-control': 'no-store', vary: 'origin', 'x-content-type-options': 'nosniff' };

/** Answers with a JSON text. */
export function textAnswer(status: number, text: string, headers: Record<string, string>): Response {
  return new Response(text, {
    status,
    headers: { ...COMMON, 'content-type': 'application/json', ...headers },
  });
}

export function emptyAnswer(headers: Record<string, string>): Response {
  return new Response(null, { status: 204, headers: { ...COMMON, ...headers } });
}

export function refusalAnswer(refusal: Refusal, headers: Record<string, string>): Response {
  const { code, message, status, retryAfterMs } = refusal;
  const further: Record<string, string> = {};
  if (code === 'method-not-allowed') further.allow = 'POST, OPTIONS';
  if (retryAfterMs !== undefined)
    further['retry-after'] = String(Math.max(1, Math.ceil(retryAfterMs / 1000)));
  return textAnswer(status, JSON.stringify({ code, message }), { ...headers, ...further });
}
