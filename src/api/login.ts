import { isRecord, unexpectedData } from './desk-answer.js';

/** Body of a login. Give `password`, or `passwordHash` with `passwordSalt`; the rest where the desk asks for it. */
export interface LoginParams {
  readonly username?: string;
  readonly password?: string;
  /** The password sealed under a key made from `passwordSalt`; used by the desk only where `password` is empty. */
  readonly passwordHash?: string;
  readonly passwordSalt?: string;
  /** From {@link Captcha}; needed on other channels than `FLUTTER`. */
  readonly captchaUid?: string;
  readonly captchaCode?: string;
  readonly deviceUid?: string;
  readonly device?: string;
  /**
   * Default `FLUTTER`: no captcha, and tokens that live 365 days. A channel with `web` in its name gives tokens of 30
   * days and asks for a captcha.
   */
  readonly channel?: string;
  /** Older name of `channel`. */
  readonly client?: string;
  /** Default `BYTEDESK`. */
  readonly platform?: string;
  /** Second factor, where the deployment has it switched on. */
  readonly twoFactorEnabled?: boolean;
  readonly mobile?: string;
  readonly country?: string;
  /** The code that came to `mobile`. */
  readonly code?: string;
}

/** Body of a login with a token. */
export type TokenLoginParams = Pick<LoginParams, 'channel' | 'platform' | 'device'>;

/** A user as the desk tells of them. Not checked: read members as what an outsider sent. */
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

/** What a login gives. There is neither a refresh token nor a date of expiry in it; see `decodeToken`. */
export interface LoginResult {
  readonly accessToken: string;
  readonly user: DeskUser;
}

/** A captcha to show: kept by the desk for 5 minutes. */
export interface Captcha {
  readonly captchaUid: string;
  /** Picture as a data URL. */
  readonly captchaImage: string;
}

const FIXED = { channel: 'FLUTTER', platform: 'BYTEDESK' } as const;

/** The body with the documentation's fixed values, where the caller has none of their own. */
export function withFixed(params: LoginParams & { readonly accessToken?: string }): object {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null);
  return { ...FIXED, ...Object.fromEntries(given) };
}

/** @throws BytedeskError `server-error` without a token: an answer that says success is not enough */
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
