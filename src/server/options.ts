// The options of the token endpoint, and their checks at start.

import type { LoginParams } from '../api/login.js';
import { parseServer } from '../url/origin.js';
import { readEncryptionKeys } from './sealer.js';
import type { LogEvent } from './log-event.js';
import type { TokenStorage } from './storage.js';

/** The user who is signed in at the host. Further members are handed on to `credentials`. */
export interface HostUser {
  /** A stable id, unique at the host, by which tokens are kept. */
  readonly id: string;
}

type FurtherLoginFields = 'passwordHash' | 'passwordSalt' | 'device' | 'deviceUid' | SecondFactorFields;
type SecondFactorFields = 'twoFactorEnabled' | 'mobile' | 'country' | 'code';

/** A user's login at the desk, sent to `POST /auth/v1/login` and to nobody else. */
export interface DeskCredentials extends Pick<LoginParams, FurtherLoginFields> {
  readonly username: string;
  /** The password; `passwordHash` with `passwordSalt` can stand in its place. */
  readonly password?: string;
}

/**
 * Options of `createTokenHandler` and `createLogoutHandler`. Give both the same object, by which they share what they
 * hold.
 */
export interface TokenEndpointOptions<User extends HostUser = HostUser> {
  /** Base URL of the desk's API. */
  readonly api: string;
  /** Tells who is signed in at the host, or gives null. It must not read the request's body. */
  readonly authorize: (request: Request) => User | null | Promise<User | null>;
  /** Gives that user's login at the desk, or null for a user who has none. */
  readonly credentials: (user: User) => DeskCredentials | null | Promise<DeskCredentials | null>;
  /** An unstorage `Storage` that several machines share. Without it the memory of this process is used. */
  readonly storage?: TokenStorage;
  /**
   * A key of 32 random bytes, as they are or in base64url; required with `storage`. A passphrase is refused. Of a list
   * the first key encrypts; what the others have encrypted is still found, rewritten and revoked.
   */
  readonly encryptionKey?: string | Uint8Array | readonly (string | Uint8Array)[];
  /** Exact origins of pages that may ask, beside those of the endpoint's own origin. */
  readonly allowedOrigins?: readonly string[];
  /** Seconds after which a token is replaced and revoked instead of handed out; default 86,400 (24 hours). */
  readonly maxAge?: number;
  /** Seconds that a replaced token stays valid, for consoles that are just starting with it; default 60. */
  readonly grace?: number;
  /** Seconds that one answer of the desk, of `authorize` or of `credentials` may take; default 10. */
  readonly timeout?: number;
  /** Seconds for which two refused logins keep a user's further ones away from the desk; default 600. */
  readonly lockWindow?: number;
  /**
   * The number of logins that one user's pages can cause within a minute, by signing out and asking again for instance;
   * default 20. There are up to three times as many where tokens end that soon.
   */
  readonly loginsPerMinute?: number;
  /** Gets each event, without passwords and tokens. */
  readonly log?: (event: LogEvent) => void;
  /** A `fetch` for calls to the desk, instead of the global one. */
  readonly fetch?: typeof fetch;
  /** Gives the time in milliseconds since 1970; tests replace it. */
  readonly now?: () => number;
}

/** @internal The options that a call to the desk needs. */
export interface DeskCallSettings {
  readonly api: URL;
  readonly maxAgeMs: number;
  readonly timeoutMs: number;
  readonly lockWindowMs: number;
  readonly fetch: typeof fetch | undefined;
  readonly now: () => number;
}

/** @internal The options, checked, with the units that the inside uses. */
export interface EndpointSettings<User extends HostUser = HostUser> extends DeskCallSettings {
  readonly authorize: TokenEndpointOptions<User>['authorize'];
  readonly credentials: TokenEndpointOptions<User>['credentials'];
  readonly storage: TokenStorage | undefined;
  /** The keys, newest first; empty where nothing is encrypted. */
  readonly secrets: readonly Uint8Array<ArrayBuffer>[];
  readonly allowedOrigins: ReadonlySet<string>;
  readonly graceMs: number;
  readonly loginsPerMinute: number;
}

/**
 * Checks the options.
 * @internal
 * @throws BytedeskError `invalid-server` for an `api` that is no base URL
 * @throws TypeError for every other wrong option; the text repeats no key
 */
export function readOptions<User extends HostUser>(
  options: TokenEndpointOptions<User>,
): EndpointSettings<User> {
  const { storage, encryptionKey, allowedOrigins = [], loginsPerMinute = 20, now = Date.now } = options;
  for (const name of ['authorize', 'credentials'] as const) {
    if (typeof options[name] !== 'function') throw new TypeError(`${name} must be a function.`);
  }
  if (storage && encryptionKey === undefined) {
    throw new TypeError('A shared storage needs an encryptionKey: tokens are not stored in clear text.');
  }
  if (!Number.isInteger(loginsPerMinute) || loginsPerMinute < 1) {
    throw new TypeError('loginsPerMinute must be a whole number from 1 on.');
  }
  return {
    api: parseServer(options.api),
    authorize: options.authorize,
    credentials: options.credentials,
    storage,
    secrets: encryptionKey === undefined ? [] : readEncryptionKeys(encryptionKey),
    allowedOrigins: new Set(allowedOrigins.map(exactOrigin)),
    maxAgeMs: milliseconds(options, 'maxAge', 86_400),
    graceMs: milliseconds(options, 'grace', 60),
    timeoutMs: milliseconds(options, 'timeout', 10),
    lockWindowMs: milliseconds(options, 'lockWindow', 600),
    loginsPerMinute,
    fetch: options.fetch,
    now,
  };
}

// Patterns and `null` are refused, since they would admit pages that nobody thought of.
function exactOrigin(origin: string): string {
  const isExact = URL.canParse(origin) && new URL(origin).origin === origin && /^https?:[^*]+$/.test(origin);
  if (!isExact) throw new TypeError('allowedOrigins takes exact origins, such as https://crm.example.com.');
  return origin;
}

function milliseconds(
  options: Pick<TokenEndpointOptions, 'maxAge' | 'grace' | 'timeout' | 'lockWindow'>,
  name: 'maxAge' | 'grace' | 'timeout' | 'lockWindow',
  byDefault: number,
): number {
  const seconds = options[name] ?? byDefault;
  const isUsable = Number.isFinite(seconds) && (name === 'grace' ? seconds >= 0 : seconds > 0);
  if (!isUsable) throw new TypeError(`${name} must be a number of seconds.`);
  return seconds * 1000;
}
