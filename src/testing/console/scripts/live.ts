/** Console script: the live connection where it is strict. It stands for the real agent console's MQTT client. */
export const liveScript = String.raw`
const hasOwnLive = page.console === 'agent' && page.live === 'strict';
const RECONNECT_MS = 1000;
let mqtt = null;
// A client that was begun for nobody is ended when the profile comes, and the page never begins another.
let isSpent = false;

// From memory: user, device and token as they are now. A token that is stored later never gets here.
function connectLive() {
  if (!hasOwnLive || !session.token || mqtt || isSpent) return;
  const { uid, username } = session.user || {};
  mqtt = { hello: null, socket: null, timer: 0 };
  if (username)
    mqtt.hello = { clientId: uid + '/web/' + deviceUid(), username, password: session.token };
  openLive(mqtt);
}

function openLive(client) {
  const socket = new WebSocket(liveUrl);
  client.socket = socket;
  if (client.hello) socket.addEventListener('open', () => socket.send(JSON.stringify(client.hello)));
  socket.addEventListener('message', (event) => onPush(JSON.parse(event.data)));
  socket.addEventListener('close', () => {
    if (client === mqtt) client.timer = setTimeout(() => openLive(client), RECONNECT_MS);
  });
}

// The profile is there.
function meetLive() {
  if (mqtt && !mqtt.hello) {
    isSpent = true;
    endLive();
  }
  connectLive();
}

function endLive() {
  const client = mqtt;
  mqtt = null;
  clearTimeout(client?.timer);
  client?.socket.close();
}

window.addEventListener('pagehide', endLive);
window.addEventListener('pageshow', (event) => event.persisted && connectLive());
`;
