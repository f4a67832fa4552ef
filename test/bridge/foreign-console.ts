/**
 * A console of nobody's, that has nothing of the stand-in's: it keeps its token under another name, uses `fetch`, takes
 * `?accessToken=` on any path, and knows its user by the token. The bridge becomes the first script of its head.
 */
export const FOREIGN_CONSOLE = `<!doctype html>
<html><head><title>Hand-written console</title></head><body><output></output><script>
const KEY = 'my_login';
let token = localStorage.getItem(KEY) || '';
let live;
const show = () => (document.querySelector('output').value = token ? 'in' : 'sign in');
const userOf = () => token && JSON.parse(JSON.parse(atob(token.split('.')[1])).sub).username;

function listen() {
  live?.close();
  live = new WebSocket('ws://' + location.host + '/websocket?' + new URLSearchParams({ console: 'agent', username: userOf() }));
  live.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === 'sign-out' || message.type === 'kickoff') signOut();
    if (message.type === 'visitor-message') call('GET', '/api/v1/user/profile');
    if (message.type === 'navigate') history.pushState(null, '', '/agent' + message.path);
    if (message.type === 'reload') location.reload();
  };
}

async function call(method, path) {
  const answer = await fetch(path, { method, headers: { Authorization: 'Bearer ' + token } });
  if (answer.status === 401) leave();
  return answer.json();
}

function leave() {
  if (!token) return;
  token = '';
  localStorage.removeItem(KEY);
  history.replaceState(null, '', '/agent/auth/login');
  listen();
  show();
}

async function signOut() {
  await call('POST', '/api/v1/user/logout');
  leave();
}

async function start() {
  const given = new URLSearchParams(location.search).get('accessToken');
  if (given && !token) {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ accessToken: given, channel: 'WEB', platform: 'BYTEDESK' });
    const answer = await (await fetch('/auth/v1/login/accessToken', { method: 'POST', headers, body })).json();
    if (answer.code === 200) localStorage.setItem(KEY, (token = answer.data.accessToken));
    history.replaceState(null, '', location.pathname);
  }
  listen();
  show();
  if (token) call('GET', '/api/v1/user/profile');
}
start();
</script></body></html>`;
