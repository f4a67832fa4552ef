/** Console script: the live connection to the desk, in place of the real one's MQTT. */
export const pushScript = String.raw`
let live = null;

// One connection per signed-in user; a change of user makes a new one.
function connectPush() {
  const username = session.token ? session.user?.username || '' : '';
  const url = pushUrl && pushUrl + '?' + new URLSearchParams({ console: page.console, username });
  if (live && live.url === url && live.readyState <= WebSocket.OPEN) return;
  live?.close();
  if (!url) return;
  live = new WebSocket(url);
  live.addEventListener('message', (event) => onPush(JSON.parse(event.data)));
}

// Closed and opened again by hand, so that the page may be kept while the host's user goes back and forth.
window.addEventListener('pagehide', () => live?.close());
window.addEventListener('pageshow', (event) => event.persisted && connectPush());

function onPush(message) {
  switch (message.type) {
    case 'kickoff':
      signOut();
      return toast(t('kicked'));
    case 'visitor-message':
      return onVisitorMessage(message.threadUid);
    case 'post':
      return message.raw ? postRaw(message.message) : tellHost(message.message.type, message.message.data);
    case 'flood':
      return flood(message.count);
    case 'stray':
      return postStray(message.kind);
    case 'reload':
      return location.reload();
    case 'redirect':
      return location.assign(message.url);
    case 'navigate':
      return go(message.path);
    case 'sign-out':
      return signOut();
  }
}
`;
