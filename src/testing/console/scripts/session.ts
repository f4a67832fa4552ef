/** Console script: the stored login, requests to the API, signing in and out. */
export const sessionScript = String.raw`
let api = page.base;
let pushUrl = '';
let liveUrl = '';
let device = '';
const session = { token: '', user: null, leaving: false };

async function loadConfig() {
  if (page.console === 'agent' && page.compiledApi) return useCompiledAddress();
  try {
    const config = await (await fetch(home + '/config.json')).json();
    api = config.enabled ? config.apiUrl : location.origin + page.base;
    pushUrl = liveUrl = config.websocketUrl;
  } catch {
    api = location.origin + page.base;
  }
}

// Early in 2025: what config.json names is kept, and used from the next load on. Nothing waits for it.
function useCompiledAddress() {
  const isKnown = localStorage.getItem('CONFIG_ENABLED_AGENT') === 'true';
  api = isKnown ? localStorage.getItem('CONFIG_API_URL_AGENT') : page.compiledApi;
  liveUrl = isKnown
    ? localStorage.getItem('CONFIG_WEBSOCKET_URL_AGENT')
    : page.compiledApi.replace(/^http/, 'ws') + '/websocket';
  pushUrl = location.origin.replace(/^http/, 'ws') + page.base + '/websocket';
  fetch(home + '/config.json')
    .then((answer) => answer.json())
    .then((config) => {
      localStorage.setItem('CONFIG_ENABLED_AGENT', config.enabled);
      localStorage.setItem('CONFIG_API_URL_AGENT', config.apiUrl);
      localStorage.setItem('CONFIG_WEBSOCKET_URL_AGENT', config.websocketUrl);
      localStorage.setItem('CONFIG_HTML_URL_AGENT', config.htmlUrl);
    })
    .catch(() => {});
}

function readStore(key) {
  const text = localStorage.getItem(key);
  try {
    return JSON.parse(text) || {};
  } catch {
    return {};
  }
}

function writeStore(key, state) {
  localStorage.setItem(key, JSON.stringify({ state, version: 0 }));
}

// AUTH_STORE decides what is shown, ACCESS_TOKEN what is sent; both are needed.
function readLogin() {
  session.token = readStore('AUTH_STORE').state?.accessToken || '';
  session.user = readStore('USER_STORE').state?.userInfo || null;
}

function deviceUid() {
  device ||= readStore('USER_STORE').state?.deviceUid || 'web_' + Math.random().toString(36).slice(2, 12);
  return device;
}

function storeLogin({ accessToken, user }) {
  session.token = accessToken;
  session.user = user;
  session.leaving = false;
  localStorage.setItem('ACCESS_TOKEN', accessToken);
  writeStore('AUTH_STORE', { accessToken });
  writeStore('USER_STORE', { userInfo: user, deviceUid: deviceUid() });
  localStorage.setItem('bytedesk_login_credentials', JSON.stringify({ username: user.username }));
}

function clearLogin() {
  const uid = session.user ? session.user.uid : undefined;
  session.token = '';
  session.user = null;
  localStorage.removeItem('ACCESS_TOKEN');
  writeStore('AUTH_STORE', { accessToken: '' });
  writeStore('USER_STORE', { userInfo: { uid }, deviceUid: deviceUid() });
  for (const key of ['AGENT_STORE', 'ORGANIZATION_STORE', 'THREAD_STORE', 'MESSAGE_STORE'])
    writeStore(key, {});
}

class RequestError extends Error {
  constructor(status) {
    super(t('requestFailed') + ' ' + status);
    this.status = status;
  }
}

// XMLHttpRequest, as in the real console: what watches a console's requests has to see these.
function request(method, path, body) {
  const token = localStorage.getItem('ACCESS_TOKEN') || '';
  const needsToken = path.startsWith('/api');
  if (needsToken && token.length <= 10) return Promise.reject(new RequestError(601));
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open(method, api + path);
    call.setRequestHeader('Content-Type', 'application/json');
    if (needsToken) call.setRequestHeader('Authorization', 'Bearer ' + token);
    call.onerror = () => reject(new RequestError(0));
    call.onload = () => {
      if (call.status >= 200 && call.status < 300) resolve(parsed(call.responseText));
      else reject(new RequestError(call.status));
      if (needsToken && [400, 401, 403].includes(call.status)) signOut({ refused: true });
    };
    call.send(body === undefined ? null : JSON.stringify(body));
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { code: 0, message: '', data: null };
  }
}

const get = (path) => request('GET', path).then((answer) => answer.data);
const post = (path, body) => request('POST', path, body || {}).then((answer) => answer.data);

// A refused call of any kind ends the session, and the logout call then goes out more than once.
function signOut({ refused } = {}) {
  if (session.leaving || !session.token) return;
  session.leaving = true;
  for (let times = refused ? page.logoutCalls : 1; times > 0; times -= 1) post('/api/v1/user/logout').catch(() => {});
  clearLogin();
  closeKickDialog();
  go('/auth/login', { replace: true });
  connectPush();
  endLive();
}

async function swapToken(accessToken) {
  const answer = await request('POST', '/auth/v1/login/accessToken', {
    accessToken,
    channel: 'WEB',
    platform: 'BYTEDESK',
    device: deviceUid(),
  });
  if (answer.code !== 200 || !answer.data?.accessToken) throw new RequestError(answer.code);
  storeLogin(answer.data);
}
`;
