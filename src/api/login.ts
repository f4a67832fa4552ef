// The bodies of logins and the shapes of their answers, for `desk-client.ts`.

import { isRecord, unexpectedData } from './desk-answer.js';

/**
 * Body of a login. Give `password`, or `passwordHash` with `passwordSalt`; the other members are for desks that ask for
 * them.
 */
export interface LoginParams {
  readonly username?: string;
  readonly password?: string;
  /** The password sealed under a key made from `passwordSalt`. The desk reads it only where `password` is empty. */
  readonly passwordHash?: string;
  readonly passwordSalt?: string;
  /** The `captchaUid` of a {@link Captcha}; needed on channels other than `FLUTTER`. */
  readonly captchaUid?: string;
  readonly captchaCode?: string;
  readonly deviceUid?: string;
  readonly device?: string;
  /**
   * The default `FLUTTER` needs no captcha and gives tokens that live 365 days. A channel with `web` in its name gives
   * tokens of 30 days and asks for a captcha.
   */
  readonly channel?: string;
  /** The older name of `channel`. */
  readonly client?: string;
  /** Default `BYTEDESK`. */
  readonly platform?: string;
  /** Whether this login uses a second factor, where the deployment has it switched on. */
  readonly twoFactorEnabled?: boolean;
  readonly mobile?: string;
  readonly country?: string;
  /** The code that was sent to `mobile`. */
  readonly code?: string;
}

/** Body of a login with a token. */
export type TokenLoginParams = Pick<LoginParams, 'channel' | 'platform' | 'device'>;

/** A user as the desk describes them. The members are not checked: treat them as outside data. */
export interface DeskUser {
  readonly uid?: string;
  readonly username?: string;
  readonly nickname?: string;
  readonly avatar?: string;
  readonly email?: string;
  readonly mobile?: string;
  readonly enabled?: boolean;
  readonly [member: string]: unknown;
}

/** The result of a login. It has neither a refresh token nor a date of expiry; see `decodeToken`. */
export interface LoginResult {
  readonly accessToken: string;
  readonly user: DeskUser;
}

/** A captcha to show. The desk keeps it for 5 minutes. */
export interface Captcha {
  readonly captchaUid: string;
  /** The picture, as a data URL. */
  readonly captchaImage: string;
}

const FIXED = { channel: 'FLUTTER', platform: 'BYTEDESK' } as const;

/** The body, with the documentation's fixed values where the caller gives none. */
export function withFixed(params: LoginParams & { readonly accessToken?: string }): object {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null);
  return { ...FIXED, ...Object.fromEntries(given) };
}

/**
 * Reads the answer to a login. @throws BytedeskError `server-error` without a token: an answer that claims success is
 * not enough
 */
export function loginResult(data: unknown): LoginResult {
  if (!isRecord(data)) throw unexpectedData();
  const { accessToken, user } = data;
  if (typeof accessToken !== 'string' || accessToken === '') throw unexpectedData();
  return { accessToken, user: isRecord(user) ? user : {} };
}

/** @throws BytedeskError `server-error` */
export function userOf(data: unknown): DeskUser {
  if (!isRecord(data)) throw unexpectedData();
  return data;
}

/** @throws BytedeskError `server-error` */
export function captchaOf(data: unknown): Captcha {
  if (!isRecord(data)) throw unexpectedData();
  const { captchaUid, captchaImage } = data;
  if (typeof captchaUid !== 'string' || typeof captchaImage !== 'string') throw unexpectedData();
  return { captchaUid, captchaImage };
}
