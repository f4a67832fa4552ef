import { SCENARIOS } from '../../src/testing/scenarios.js';

/** All that was seen of the real console. Its script blocks the page for a shorter time, so that many tests can load it. */
export const AS_OBSERVED: object = {
  ...SCENARIOS['as-observed']?.settings,
  scriptBytes: 400_000,
  scriptBlocks: 150,
};

/** Agent consoles of the stand-in desk, by name: what the desk's settings are for each. */
export const AGENT_CONSOLES: Readonly<Record<string, object>> = {
  newer: {},
  'early-2025': { generation: 'early-2025' },
  'as-observed': AS_OBSERVED,
};

/** True for consoles that run on the host's own token. */
export const runsOnHostsToken = (name: string): boolean => name !== 'newer';

/**
 * A console of early 2025 in which a test does by message what a person does by hand: `{ enter: token }` is the sign-in form,
 * `leave` the sign-out, `{ call: path }` anything that asks the API. It takes no token from its address. It says `done` after its
 * first call, to who asks by `ping` or enters.
 */
export const BY_HAND_CONSOLE = `<!doctype html>
<html><head><title>Console by hand</title></head><body><output></output><script>
const login = () => localStorage.getItem('ACCESS_TOKEN') || '';
const show = () => (document.querySelector('output').value = login() ? 'in' : 'sign in');
const call = async (path, method = 'GET') => {
  const { status } = await fetch(path, { method, headers: { Authorization: 'Bearer ' + login() } });
  if (status === 400 || status === 401 || status === 403) leave();
};
const store = (token) => {
  localStorage.setItem('AUTH_STORE', JSON.stringify({ state: { accessToken: token }, version: 0 }));
  if (token) localStorage.setItem('ACCESS_TOKEN', token);
  else localStorage.removeItem('ACCESS_TOKEN');
  history.pushState(null, '', token ? '/agent/chat' : '/agent/auth/login');
  show();
};
const leave = () => {
  if (!login()) return;
  void call('/api/v1/user/logout', 'POST');
  store('');
};
addEventListener('message', ({ data }) => {
  if (data.enter) store(data.enter), begun = call('/api/v1/user/profile');
  if (data === 'leave') leave();
  if (data.call) call(data.call);
  if (data.enter || data === 'ping') begun.then(() => parent.postMessage('done', '*'));
});
show();
let begun = login() ? call('/api/v1/user/profile') : Promise.resolve();
</script></body></html>`;
