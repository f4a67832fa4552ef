import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TWO_FACTOR_CODE, type StandInDesk } from '../../src/testing.js';
import { sealPassword } from '../../src/testing/state/password.js';
import { AGENT, call, codes, login, stoppedClock, withDesk, withSharedDesk } from './desk-client.js';

describe('POST /auth/v1/login', () => {
  let desk: StandInDesk;
  withSharedDesk((given) => void (desk = given));

  it('answers with a token and the user, and nothing about refresh or expiry', async () => {
    const answer = await login(desk, AGENT);
    assert.deepEqual([answer.status, answer.code, answer.message], [200, 200, 'success']);
    assert.deepEqual(Object.keys(answer.data), ['accessToken', 'user']);
    assert.equal(answer.data.user.username, AGENT.username);
    assert.equal(answer.data.user.password, undefined);
  });

  const refused: [string, Record<string, unknown>][] = [
    ['a wrong password', { ...AGENT, password: 'wrong' }],
    ['an unknown user', { username: 'nobody@example.com', password: 'wrong' }],
    ['a disabled user', { username: 'disabled@example.com', password: 'not-a-secret-disabled' }],
    ['neither password nor hash', { username: AGENT.username }],
    ['a missing captcha on a web channel', { ...AGENT, channel: 'WEB' }],
    ['a missing captcha where no channel is named', { ...AGENT, channel: '' }],
    ['a wrong captcha', { ...AGENT, channel: 'WEB', captchaUid: 'x', captchaCode: 'ABCD' }],
  ];
  for (const [name, fields] of refused) {
    it(`says HTTP 200 and code -1 to ${name}`, async () => {
      desk.reset();
      assert.deepEqual(codes(await login(desk, fields)), { status: 200, code: -1, data: false });
    });
  }

  it('folds unknown and disabled users into a wrong password', async () => {
    desk.reset();
    const unknown = await login(desk, { username: 'nobody@example.com', password: 'x' });
    const disabled = await login(desk, {
      username: 'disabled@example.com',
      password: 'not-a-secret-disabled',
    });
    assert.equal(unknown.message, disabled.message);
  });

  it('answers a body that is no JSON with HTTP 400 and code 400', async () => {
    const answer = await call(desk.api, '/auth/v1/login', { body: 'username=agent' });
    assert.deepEqual(codes(answer), { status: 400, code: 400, data: false });
  });

  it('takes the older name of the channel, client', async () => {
    const answer = await call(desk.api, '/auth/v1/login', { body: { ...AGENT, client: 'FLUTTER' } });
    assert.equal(answer.code, 200);
  });

  it('takes the password sealed under a key made from the salt beside it', async () => {
    desk.reset();
    const passwordSalt = 'any-salt';
    const sealed = { passwordHash: sealPassword(AGENT.password, passwordSalt), passwordSalt };
    assert.equal((await login(desk, { username: AGENT.username, ...sealed })).code, 200);
    const other = await login(desk, { username: AGENT.username, ...sealed, passwordSalt: 'other' });
    assert.equal(other.code, -1);
  });
});

describe('too many wrong passwords', () => {
  const wrong = { username: AGENT.username, password: 'wrong' };

  it('counts down, then locks for ten minutes, without Retry-After', async () => {
    const clock = stoppedClock();
    await withDesk({ now: clock.now }, async (desk) => {
      const messages = [];
      for (let attempt = 0; attempt < 4; attempt += 1) {
        const answer = await login(desk, wrong);
        assert.deepEqual(codes(answer), { status: 200, code: -1, data: false });
        assert.equal(answer.headers.get('retry-after'), null);
        messages.push(answer.message);
      }
      assert.match(messages[0] ?? '', /2 attempts left/);
      assert.match(messages[1] ?? '', /1 attempts left/);
      assert.match(messages[2] ?? '', /10 minutes/);
      clock.pass(60 * 9);
      assert.match((await login(desk, wrong)).message ?? '', /1 minutes/);
      clock.pass(61);
      assert.match((await login(desk, wrong)).message ?? '', /2 attempts left/);
    });
  });

  it('still lets a right password in while locked', async () => {
    await withDesk({}, async (desk) => {
      for (let attempt = 0; attempt < 3; attempt += 1) await login(desk, wrong);
      assert.equal((await login(desk, AGENT)).code, 200);
    });
  });
});

describe('the captcha', () => {
  it('is a picture of four characters, as a data URL, good for one web login', async () => {
    await withDesk({}, async (desk) => {
      const { data } = await call(desk.api, '/kaptcha/api/v1/get');
      assert.match(data.captchaImage, /^data:image\/svg\+xml;base64,/);
      const captchaCode = desk.captchaCode(data.captchaUid);
      assert.match(captchaCode ?? '', /^[A-Z0-9]{4}$/);
      const fields = { ...AGENT, channel: 'WEB', captchaUid: data.captchaUid, captchaCode };
      assert.equal((await login(desk, fields)).code, 200);
    });
  });

  it('is forgotten after five minutes', async () => {
    const clock = stoppedClock();
    await withDesk({ now: clock.now }, async (desk) => {
      const { data } = await call(desk.api, '/kaptcha/api/v1/get');
      const captchaCode = desk.captchaCode(data.captchaUid);
      clock.pass(5 * 60);
      const fields = { ...AGENT, channel: 'WEB', captchaUid: data.captchaUid, captchaCode };
      assert.equal((await login(desk, fields)).code, -1);
    });
  });

  it('can be checked by itself, and switched off', async () => {
    await withDesk({}, async (desk) => {
      const { data } = await call(desk.api, '/kaptcha/api/v1/get');
      const body = { captchaUid: data.captchaUid, captchaCode: desk.captchaCode(data.captchaUid) };
      assert.equal((await call(desk.api, '/kaptcha/api/v1/check', { body })).data, true);
      desk.set({ captcha: false });
      assert.equal((await login(desk, { ...AGENT, channel: 'WEB' })).code, 200);
    });
  });
});

describe('accounts with something in the way', () => {
  const twoFactor = {
    username: 'twofactor@example.com',
    password: 'not-a-secret-twofactor',
    mobile: '13800000007',
  };
  const cases: [string, Record<string, unknown>, number][] = [
    ['no second factor', { ...twoFactor }, -2],
    ['a wrong second factor', { ...twoFactor, code: '000000' }, -2],
    ['a mobile that is not theirs', { ...twoFactor, code: TWO_FACTOR_CODE, mobile: '1' }, -3],
    ['the right second factor', { ...twoFactor, code: TWO_FACTOR_CODE }, 200],
  ];
  for (const [name, fields, code] of cases) {
    it(`answers ${name} with HTTP 200 and code ${code}`, async () => {
      await withDesk({}, async (desk) => {
        const answer = await login(desk, fields);
        assert.deepEqual([answer.status, answer.code], [200, code]);
      });
    });
  }

  it('asks for no second factor where the deployment has it switched off', async () => {
    await withDesk({ twoFactor: false }, async (desk) => {
      assert.equal((await login(desk, twoFactor)).code, 200);
    });
  });

  it('answers a member disabled by an administrator with HTTP 200 and code 403', async () => {
    await withDesk({}, async (desk) => {
      desk.setUser(AGENT.username, { memberDisabled: true });
      const answer = await login(desk, AGENT);
      assert.deepEqual(codes(answer), { status: 200, code: 403, data: false });
      assert.match(answer.message ?? '', /^i18n\./);
    });
  });

  it('answers with HTTP 403 when no seat is left; one user with many tokens holds one seat', async () => {
    await withDesk({ maxMembers: 1 }, async (desk) => {
      assert.equal((await login(desk, AGENT)).code, 200);
      assert.equal((await login(desk, AGENT)).code, 200);
      const second = { username: 'second@example.com', password: 'not-a-secret-second' };
      assert.deepEqual(codes(await login(desk, second)), { status: 403, code: 403, data: false });
      desk.revoke(AGENT.username);
      assert.equal((await login(desk, second)).code, 200);
    });
  });

  it('answers a wrong password with HTTP 200 and code 500 on servers of the middle of 2025', async () => {
    await withDesk({ server: 'mid-2025' }, async (desk) => {
      const answer = await login(desk, { ...AGENT, password: 'wrong' });
      assert.deepEqual(codes(answer), { status: 200, code: 500, data: false });
    });
  });
});
