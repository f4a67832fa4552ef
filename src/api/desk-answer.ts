// Reads an answer of the desk and decides what it means: data, a coded error, or the end of a token. Every request of
// this library to the desk is judged here, since the desk says many failures with HTTP 200.

import { BytedeskError, type ErrorCode } from '../errors.js';

/** An answer of the desk: its HTTP status, and its envelope if it had one. */
export interface DeskAnswer {
  readonly status: number;
  readonly envelope: DeskEnvelope | null;
}

/** The shape of every answer of the desk's API. */
export interface DeskEnvelope {
  readonly code: number;
  readonly message: unknown;
  readonly data: unknown;
}

/** The kind of request: the same refusal means something else for a login than for a call. */
export type CallKind = 'call' | 'login' | 'token-login';

const TEXTS: Partial<Record<ErrorCode, string>> = {
  'login-failed': 'The desk refused the login.',
  'second-factor-required': 'The desk asks for a second factor, or refused the one it was given.',
  'seat-limit': 'The organisation has no seat left.',
  'account-disabled': 'The account is disabled.',
  unauthorized: 'The desk does not accept the token.',
  forbidden: 'The user is not allowed to do this.',
  'not-found': 'The desk has no such endpoint or object.',
};

/** Errors for the `code` of refused logins that came with HTTP 200 (ByteDesk server, 2025 and 2026). */
const LOGIN_CODES: Readonly<Record<number, ErrorCode>> = {
  [-1]: 'login-failed',
  [-2]: 'second-factor-required',
  [-3]: 'second-factor-required',
  403: 'account-disabled',
};

/** Reads an answer's text; `envelope` is `null` for a text that is not the desk's JSON. */
export function readAnswer(status: number, text: string): DeskAnswer {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { status, envelope: null };
  }
  if (!isRecord(value) || typeof value['code'] !== 'number') return { status, envelope: null };
  return { status, envelope: { code: value['code'], message: value['message'], data: value['data'] } };
}

/**
 * Sums an answer up in one number: 200 is success, and no other number is.
 *
 * The desk answers many failures with HTTP 200 and a `code` of its own in the body (ByteDesk server, 2026), so the
 * number is that `code` where the HTTP status is a success, else the status. An answer that is not the desk's JSON
 * counts as 0.
 */
export function verdictOf({ status, envelope }: DeskAnswer): number {
  return isSuccess(status) ? (envelope?.code ?? 0) : status;
}

/**
 * True if the desk itself refuses the token: with a 401 in its own envelope. Gates in front of the desk (basic
 * authentication, single sign-on) answer 401 as well, in their own words, but know nothing of the token.
 */
export const isTokenRefusal = (answer: DeskAnswer): boolean =>
  verdictOf(answer) === 401 && answer.envelope?.code === 401;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The `data` of a success: HTTP 2xx **and** `code` 200.
 *
 * @param secrets texts that no error may repeat
 * @throws BytedeskError for every other answer
 */
export function dataOf(answer: DeskAnswer, kind: CallKind, secrets: readonly string[] = []): unknown {
  const { status, envelope } = answer;
  if (verdictOf(answer) === 200) return envelope?.data;
  const code = errorCode(answer, kind);
  const text = TEXTS[code] ?? 'The desk failed to answer as it should.';
  throw new BytedeskError(code, `${text} (HTTP ${status}, code ${envelope?.code ?? 'none'})`, {
    status,
    deskCode: envelope?.code,
    deskMessage: readable(envelope?.message, secrets),
  });
}

/** The error for a success whose `data` has the wrong shape. */
export function unexpectedData(): BytedeskError {
  return new BytedeskError('server-error', 'The desk’s answer lacks what was asked for.', {
    status: 200,
    deskCode: 200,
  });
}

function errorCode(answer: DeskAnswer, kind: CallKind): ErrorCode {
  const { envelope } = answer;
  const verdict = verdictOf(answer);
  const atLogin = kind === 'call' || envelope === null ? undefined : loginCode(answer, envelope, kind);
  if (atLogin !== undefined) return atLogin;
  if (verdict === 401) return 'unauthorized';
  if (verdict === 403) return 'forbidden';
  return verdict === 404 && envelope !== null ? 'not-found' : 'server-error';
}

function loginCode({ status }: DeskAnswer, envelope: DeskEnvelope, kind: CallKind): ErrorCode | undefined {
  if (status === 403) return /disabled/i.test(String(envelope.message)) ? 'account-disabled' : 'seat-limit';
  // The documentation answers a failed login with HTTP 401; servers of the middle of 2025 answer with `code` 500.
  const failed = isSuccess(status) ? envelope.code === 500 : status === 401;
  if (kind === 'login' && failed) return 'login-failed';
  return isSuccess(status) ? LOGIN_CODES[envelope.code] : undefined;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** The desk's own message, unless it is only a key of its translations or repeats a secret. */
function readable(message: unknown, secrets: readonly string[]): string | undefined {
  if (typeof message !== 'string' || message === '' || message.startsWith('i18n.')) return undefined;
  const isRepeating = secrets.some((secret) => secret !== '' && message.includes(secret));
  return isRepeating || /\beyJ[\w-]{10}/.test(message) ? undefined : message;
}
