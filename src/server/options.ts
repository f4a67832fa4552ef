import type { LoginParams } from '../api/login.js';
import { parseServer } from '../url/origin.js';
import { readEncryptionKeys } from './sealer.js';
import type { LogEvent } from './log-event.js';
import type { TokenStorage } from './storage.js';

/** Whoever is signed in at the host. Further members are handed on to `credentials`. */
export interface HostUser {
  /** Stable and unique at the host: tokens are kept by it. */
  readonly id: string;
}

type FurtherLoginFields = 'passwordHash' | 'passwordSalt' | 'device' | 'deviceUid' | SecondFactorFields;
type SecondFactorFields = 'twoFactorEnabled' | 'mobile' | 'country' | 'code';

/** A user's login at the desk, sent to `POST /auth/v1/login` and to nobody else. */
export interface DeskCredentials extends Pick<LoginParams, FurtherLoginFields> {
  readonly username: string;
  /** Or `passwordHash` and `passwordSalt`. */
  readonly password?: string;
}

/** Options of `createTokenHandler` and `createLogoutHandler`. Give both the same object: they share what it holds. */
export interface TokenEndpointOptions<User extends HostUser = HostUser> {
  /** Base URL of the desk's API. */
  readonly api: string;
  /** Says who is signed in at the host, or null. It must not read the request's body. */
  readonly authorize: (request: Request) => User | null | Promise<User | null>;
  /** That user's login at the desk, or null for a user who has none. */
  readonly credentials: (user: User) => DeskCredentials | null | Promise<DeskCredentials | null>;
  /** An unstorage `Storage` that several machines share; the memory of this process when left out. */
  readonly storage?: TokenStorage;
  /**
   * 32 bytes, as they are or in base64url; required with `storage`. Not a passphrase. Of a list the first one encrypts;
   * what the others have encrypted is still found, rewritten and revoked.
   */
  readonly encryptionKey?: string | Uint8Array | readonly (string | Uint8Array)[];
  /** Exact origins of pages that may ask beside those of the endpoint's own origin. */
  readonly allowedOrigins?: readonly string[];
  /** Seconds after which a token is no longer handed out but replaced and revoked; 86,400 (24 hours). */
  readonly maxAge?: number;
  /** Seconds that a replaced token lives on, for consoles that are just starting with it; 60. */
  readonly grace?: number;
  /** Seconds that one answer of the desk, of `authorize` or of `credentials` may take; 10. */
  readonly timeout?: number;
  /** Seconds for which two refused logins keep a user's further ones away from the desk; 600. */
  readonly lockWindow?: number;
  /** Gets what happens, without passwords and tokens. */
  readonly log?: (event: LogEvent) => void;
  /** Used for calls of the desk instead of the global one. */
  readonly fetch?: typeof fetch;
  /** The time in milliseconds since 1970, for tests. */
  readonly now?: () => number;
}

/** @internal What a call of the desk needs to know. */
export interface DeskPlan {
  readonly api: URL;
  readonly maxAgeMs: number;
  readonly timeoutMs: number;
  readonly lockWindowMs: number;
  readonly fetch: typeof fetch | undefined;
  readonly now: () => number;
}

/** @internal Options, checked and in the units of the inside. */
export interface EndpointPlan<User extends HostUser = HostUser> extends DeskPlan {
  readonly authorize: TokenEndpointOptions<User>['authorize'];
  readonly credentials: TokenEndpointOptions<User>['credentials'];
  readonly storage: TokenStorage | undefined;
  /** Newest first; none where nothing is encrypted. */
  readonly secrets: readonly Uint8Array<ArrayBuffer>[];
  readonly allowedOrigins: ReadonlySet<string>;
  readonly graceMs: number;
}

/**
 * @internal
 * @throws BytedeskError `invalid-server` for an `api` that is no base URL
 * @throws TypeError for every other wrong option; the text repeats no key
 */
export function readOptions<User extends HostUser>(options: TokenEndpointOptions<User>): EndpointPlan<User> {
  const { storage, encryptionKey, allowedOrigins = [], now = Date.now } = options;
  for (const name of ['authorize', 'credentials'] as const) {
    if (typeof options[name] !== 'function') throw new TypeError(`${name} must be a function.`);
  }
  if (storage && encryptionKey === undefined) {
    throw new TypeError('A shared storage needs an encryptionKey: tokens are not stored in clear text.');
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
    fetch: options.fetch,
    now,
  };
}

// Patterns and `null` would let in whom nobody thought of.
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
