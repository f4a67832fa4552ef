// Reads tokens: their claims, and whether a text can be a token at all. It is the only reader of tokens outside the
// bridge, which has a smaller one of its own (`bridge/token-claims.ts`).

import { decodeJwt } from 'jose';
import { BytedeskError } from './errors.js';

/**
 * Why a token ended: `expired` at the end that it names itself, `revoked` when the desk refused it after it had worked,
 * `rejected` when the desk refused it before it ever worked.
 */
export type TokenEndReason = 'expired' | 'revoked' | 'rejected';

/** The claims of an AccessToken. None of them is verified. */
export interface AccessTokenClaims {
  /** The user's name in lower case, or `null`. */
  readonly username: string | null;
  /** `bytedesk` in every token seen so far, or `null`. */
  readonly platform: string | null;
  readonly issuedAt: Date | null;
  readonly expiresAt: Date | null;
}

const OPAQUE: AccessTokenClaims = { username: null, platform: null, issuedAt: null, expiresAt: null };

/** The last moment that a `Date` can hold, in seconds. */
const LATEST_SECONDS = 8.64e12;

/** The year 5138. Permanent tokens of ByteDesk live 100 years, so a later date must be milliseconds by mistake. */
const LATEST_PLAUSIBLE_SECONDS = 1e11;

/**
 * Reads the claims of a ByteDesk AccessToken.
 *
 * It reads them and verifies nothing: neither the signature nor the end is checked, and the desk may have revoked the
 * token long ago. Use the claims for timing and display, never to decide who somebody is. ByteDesk keeps `username` and
 * `platform` in a JSON string inside `sub`; members that are missing or of another type are `null`.
 *
 * @throws BytedeskError `token-malformed` for anything that is not a JWT; the text never holds the token
 */
export function decodeToken(token: string): AccessTokenClaims {
  let claims: ReturnType<typeof decodeJwt>;
  try {
    claims = decodeJwt(token);
  } catch {
    // The error of jose is not handed on as cause, since it may quote the token.
    throw malformed('The token is not a readable JWT.');
  }
  const subject = parseSubject(claims.sub);
  return {
    username: text(subject['username']),
    platform: text(subject['platform']),
    issuedAt: date(claims.iat),
    expiresAt: date(claims.exp),
  };
}

/** White space of every kind, and the invisible characters that editors and chat programs put around copied text. */
const AROUND = /^[\s\u200b-\u200d\u2060]+|[\s\u200b-\u200d\u2060]+$/g;

/** Removes what copying leaves around a token: white space, line breaks and invisible characters. */
export const trimToken = (token: string): string => token.replace(AROUND, '');

/** Words that stand where a token should be: values of a script that became text, and the scheme of the header. */
const NO_TOKEN = /^(?:undefined|null|nan|true|false|bearer)$/i;

/**
 * Printable characters without quotes and without those of templates and lists. No token has any of the others, and
 * some cannot stand in a header.
 */
const POSSIBLE_TOKEN = /^[^\x00-\x20\x7f-\uffff"'`<>{}\\,%$;]+$/;

const malformed = (what: string): BytedeskError =>
  new BytedeskError('token-malformed', `${what} Hand over the text of the AccessToken alone.`, {
    isFinal: true,
  });

/**
 * Reads the claims of a token from the host, which may be opaque.
 *
 * @throws BytedeskError `token-malformed` for text that cannot be a Bearer token, such as `undefined`, one in quotes,
 * with `Bearer` before it or with white space in it, or for a JWT that was cut off
 */
export function readToken(token: string): AccessTokenClaims {
  if (NO_TOKEN.test(token) || !POSSIBLE_TOKEN.test(token))
    throw malformed('The token is a word, or has white space, quotes or other characters that no token has.');
  // `eyJ` is `{"` in base64url, with which every JWT begins. Such a token that cannot be decoded is damaged, and not
  // opaque.
  return token.startsWith('eyJ') ? decodeToken(token) : OPAQUE;
}

function parseSubject(subject: unknown): Record<string, unknown> {
  if (typeof subject !== 'string') return {};
  try {
    const value: unknown = JSON.parse(subject);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function date(seconds: unknown): Date | null {
  const usable =
    typeof seconds === 'number' && Number.isFinite(seconds) && Math.abs(seconds) <= LATEST_SECONDS;
  return usable ? new Date(seconds > LATEST_PLAUSIBLE_SECONDS ? seconds : seconds * 1000) : null;
}
