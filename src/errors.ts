// The one error class of the library, with stable codes.

/** The codes of all errors of this library. Codes are stable, message texts are not. */
export type ErrorCode =
  | 'invalid-server'
  | 'invalid-path'
  | 'mixed-content'
  | 'token-missing'
  | 'token-malformed'
  | 'token-expired'
  | 'token-revoked'
  | 'token-source-failed'
  | 'login-failed'
  | 'second-factor-required'
  | 'seat-limit'
  | 'account-disabled'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'server-error'
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'popup-blocked'
  | 'frame-timeout'
  | 'frame-blocked'
  | 'identity-conflict'
  | 'untrusted-origin'
  | 'bridge-missing'
  | 'bridge-incompatible';

/** Further members of a {@link BytedeskError}. */
export interface BytedeskErrorOptions {
  /** The error behind this one. It never holds a token. */
  readonly cause?: unknown;
  /** The HTTP status of the desk's answer. */
  readonly status?: number;
  /** The `code` in the desk's answer, which may differ from the HTTP status. */
  readonly deskCode?: number;
  /** Whether asking again cannot help, see {@link BytedeskError.isFinal}. */
  readonly isFinal?: boolean;
  /** The `message` in the desk's answer; absent where it is only an `i18n.` key. */
  readonly deskMessage?: string;
}

/** The one error class of this library. Switch on `code`. No text of it ever holds a token. */
export class BytedeskError extends Error {
  override readonly name = 'BytedeskError';
  readonly code: ErrorCode;
  readonly status: number | undefined;
  readonly deskCode: number | undefined;
  readonly deskMessage: string | undefined;
  /**
   * True where another automatic attempt cannot help: the token source said that nobody is signed in there, or gave
   * something that cannot be a token.
   */
  readonly isFinal: boolean;

  constructor(code: ErrorCode, message: string, options: BytedeskErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.deskCode = options.deskCode;
    this.deskMessage = options.deskMessage;
    this.isFinal = options.isFinal ?? false;
  }
}

/**
 * Turns anything caught into a {@link BytedeskError}, and keeps one that already is. An error of the browser or of
 * foreign code is not handed on, not even as a cause, because its text may quote an address with the token in it.
 */
export function toBytedeskError(caught: unknown, code: ErrorCode, message: string): BytedeskError {
  return caught instanceof BytedeskError ? caught : new BytedeskError(code, message);
}
