/** Console script, last part: from the first line to the first view. */
export const startScript = String.raw`
async function start() {
  useLanguage(language);
  readLogin();
  await loadConfig();
  await takeToken();
  render();
  connectPush();
  connectLive();
  if (session.token) enter();
  runFaults();
}

// A stored login wins: the token in the address is looked at only when nobody seems to be signed in.
async function takeToken() {
  const token = new URLSearchParams(location.search).get('accessToken');
  if (!token || !takesTokenHere()) return;
  root.replaceChildren(
    el('main', { class: 'validating' }, el('p', { role: 'status' }, t('validating'))),
    el('footer', {}, standInLine()),
  );
  try {
    await swapToken(token);
    stripToken();
    afterTokenLogin();
  } catch {
    toast(t('tokenFailed'));
    afterTokenFailure();
  }
}

async function runFaults() {
  if (document.readyState !== 'complete')
    await new Promise((done) => window.addEventListener('load', done, { once: true }));
  if (page.redirectTo) return location.assign(page.redirectTo);
  if (page.selfReload) return location.reload();
  if (page.strayMessages) postStray(page.strayMessages);
}

window.addEventListener('offline', () => toast(t('offline')));
start();
`;
