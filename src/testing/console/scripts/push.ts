/** Console script: what the desk has to say, in place of the real one's MQTT, and what the stand-in makes it do. */
export const pushScript = String.raw`
let live = null;

// One connection per signed-in user; a change of user makes a new one.
function connectPush() {
  const username = session.token ? session.user?.username || '' : '';
  const query = { console: page.console, username, live: hasOwnLive ? 'strict' : 'plain' };
  const url = pushUrl && pushUrl + '?' + new URLSearchParams(query);
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
      return message.confirm ? showKickDialog() : endKicked();
    case 'confirm-kick':
      return kickDialog && endKicked();
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

function endKicked() {
  signOut({ refused: true });
  toast(t('kicked'));
}

// Until the agent has confirmed it, the console stays as it is, with a token that is dead.
let kickDialog = null;
function showKickDialog() {
  if (kickDialog || !session.token) return;
  const confirm = button(t('confirm'), endKicked, { class: 'button primary', 'data-action': 'confirm-kick' });
  const text = el('p', { id: 'kick-text' }, t('kickNotice'));
  const box = el('div', { role: 'alertdialog', 'aria-modal': 'true', 'aria-labelledby': 'kick-text' }, text, confirm);
  kickDialog = el('div', { class: 'dialog' }, box);
  document.body.append(kickDialog);
  confirm.focus();
}

function closeKickDialog() {
  kickDialog?.remove();
  kickDialog = null;
}
`;
