/** Console script: the sign-in form with picture, privacy notice and, when asked for, the second factor. */
export const signInScript = String.raw`
let captcha = null;

function showSignIn() {
  const captchaRow = page.captcha ? captchaField() : null;
  const code = el(
    'label',
    { class: 'field', hidden: true },
    el('span', {}, t('code')),
    el('input', { name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code' }),
  );
  const problem = el('p', { class: 'problem', role: 'alert' });
  const submit = button(t('signIn'), null, { class: 'button primary wide' });
  const form = el(
    'form',
    { class: 'sign-in', novalidate: true },
    el(
      'div',
      { class: 'mark', 'aria-hidden': 'true' },
      icon(page.console === 'agent' ? 'chat' : 'dashboard'),
    ),
    el('h1', {}, t(page.console + 'Title')),
    el('p', { class: 'lead' }, t('signInLead')),
    field('username', { autocomplete: 'username', value: readStore('bytedesk_login_credentials').username }),
    field('password', { type: 'password', autocomplete: 'current-password' }),
    captchaRow,
    code,
    el(
      'label',
      { class: 'check' },
      el('input', { type: 'checkbox', name: 'privacy' }),
      el('span', {}, t('privacy')),
    ),
    problem,
    submit,
  );
  onSend(form, submit, async () => {
    problem.textContent = '';
    submit.disabled = true;
    const failure = await trySignIn(form).catch((error) => error.message);
    submit.disabled = false;
    if (!failure) return;
    if (failure.code === -2) code.hidden = false;
    problem.textContent = t('signInFailed') + ': ' + (failure.message || failure);
    if (page.captcha) refreshCaptcha(form);
  });
  root.replaceChildren(el('main', { class: 'sign-in-page' }, form), el('footer', {}, standInLine()));
  if (page.captcha) refreshCaptcha(form);
}

function field(name, attributes) {
  return el(
    'label',
    { class: 'field' },
    el('span', {}, t(name)),
    el('input', { name, required: true, ...attributes }),
  );
}

function captchaField() {
  const picture = el('img', { alt: t('captcha'), width: 132, height: 44 });
  const again = el(
    'button',
    { type: 'button', class: 'picture', title: t('captchaAgain'), 'aria-label': t('captchaAgain') },
    picture,
  );
  again.addEventListener('click', () => refreshCaptcha(again.form));
  const input = el('input', {
    name: 'captcha',
    id: 'captcha',
    maxlength: 4,
    autocomplete: 'off',
    required: true,
  });
  return el(
    'div',
    { class: 'field' },
    el('label', { for: 'captcha' }, t('captcha')),
    el('div', { class: 'captcha' }, input, again),
  );
}

async function refreshCaptcha(form) {
  try {
    captcha = await get('/kaptcha/api/v1/get');
    form.querySelector('img').src = captcha.captchaImage;
    form.dataset.captchaUid = captcha.captchaUid;
  } catch {
    captcha = null;
  }
}

async function trySignIn(form) {
  const values = new FormData(form);
  if (!values.get('privacy')) return t('privacyMissing');
  const answer = await request('POST', '/auth/v1/login', {
    username: values.get('username'),
    ...(await passwordFields(values.get('password'))),
    captchaUid: captcha ? captcha.captchaUid : '',
    captchaCode: values.get('captcha') || '',
    twoFactorEnabled: Boolean(values.get('code')),
    code: values.get('code') || '',
    platform: 'BYTEDESK',
    channel: 'WEB',
    device: deviceUid(),
    deviceUid: deviceUid(),
  });
  if (answer.code !== 200 || !answer.data?.accessToken) return answer;
  storeLogin(answer.data);
  go(INDEX);
  enter();
  return null;
}

function standInLine() {
  return el('p', { class: 'stand-in' }, t('notReal'));
}
`;
