// Signs in with a password.

import { readJson, text, type JsonBody } from '../http/body.js';
import { badRequest, ok, refuse, route } from '../http/envelope.js';
import type { DeskApp, DeskContext } from '../http/env.js';
import type { DeskState } from '../state/desk-state.js';
import { openPassword } from '../state/password.js';
import { TWO_FACTOR_CODE } from '../state/two-factor.js';
import type { StandInUser } from '../state/users.js';
import { signIn } from './sign-in.js';

/** Adds `POST /auth/v1/login` and the captcha before it, as on a ByteDesk server of 2026. */
export function addLogin(app: DeskApp, state: DeskState): void {
  route(app, 'GET', '/kaptcha/api/v1/get', () => ok(state.captchas.create()));
  route(app, 'POST', '/kaptcha/api/v1/check', async (context) => {
    const body = await readJson(context);
    if (!body) return badRequest('JSON parse error');
    return isCaptchaRight(state, body) ? ok(true) : refuse('i18n.captcha.error');
  });
  route(app, 'POST', '/auth/v1/login', (context) => login(context, state));
}

async function login(context: DeskContext, state: DeskState): Promise<Response> {
  const body = await readJson(context);
  if (!body) return badRequest('JSON parse error');
  const channel = channelOf(body);
  // One channel name skips the captcha, which is why the documentation calls it fixed.
  const needsCaptcha = state.settings.captcha && channel.toUpperCase() !== 'FLUTTER';
  if (needsCaptcha && !isCaptchaRight(state, body)) return refuse('i18n.captcha.error');
  if (!text(body, 'password') && !text(body, 'passwordHash')) return refuse('i18n.password.required');

  const user = state.users.find(text(body, 'username'));
  if (!user || !user.enabled || user.deleted || passwordOf(body) !== user.password) {
    return refuseWrongPassword(state, text(body, 'username').trim().toLowerCase());
  }
  // The real server checks the lock, too, but drops the outcome: a right password still signs in.
  const refusal = checkSecondFactor(state, user, body);
  if (refusal) return refusal;
  state.lockout.succeed(user.username);
  return signIn(state, user, { channel, device: text(body, 'device') });
}

/** Gives the channel of a sign-in; `client` is its older name. */
export function channelOf(body: JsonBody): string {
  return text(body, 'channel') || text(body, 'client') || 'WEB';
}

function isCaptchaRight(state: DeskState, body: JsonBody): boolean {
  return state.captchas.check(text(body, 'captchaUid'), text(body, 'captchaCode'));
}

function passwordOf(body: JsonBody): string | null {
  return text(body, 'password') || openPassword(text(body, 'passwordHash'), text(body, 'passwordSalt'));
}

function refuseWrongPassword(state: DeskState, username: string): Response {
  if (state.settings.server === 'mid-2025') return refuse('Wrong username or password', 500);
  const refusal = state.lockout.fail(username);
  if ('lockedMinutes' in refusal) {
    return refuse(`Too many attempts, try again in ${refusal.lockedMinutes} minutes`);
  }
  return refuse(`Wrong username or password, ${refusal.triesLeft} attempts left`);
}

function checkSecondFactor(state: DeskState, user: StandInUser, body: JsonBody): Response | null {
  if (!state.settings.twoFactor || !user.twoFactor) return null;
  if (text(body, 'mobile') && text(body, 'mobile') !== user.mobile)
    return refuse('i18n.mobile.not.match', -3);
  return text(body, 'code') === TWO_FACTOR_CODE ? null : refuse('i18n.auth.code.error', -2);
}
