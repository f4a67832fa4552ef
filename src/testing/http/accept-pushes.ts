// Accepts the WebSocket connections of consoles: the stand-in's own, and the live ones.

import type { Server } from 'node:http';
import type { DeskState } from '../state/desk-state.js';
import { acceptPushSocket, type PushSocket } from './websocket.js';

/**
 * Accepts the connections of consoles. The real desk speaks MQTT over WebSocket on port 9885; the stand-in keeps the
 * path, and sends JSON texts on its own port. A console with its name in the query listens to the stand-in. Any other
 * caller wants a live connection, and has to say first who it is.
 */
export function acceptPushes(server: Server, state: DeskState): void {
  server.on('upgrade', (request, socket) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://stand-in');
    const push = acceptPushSocket(request, socket);
    if (!push) return;
    if (!searchParams.has('console')) return void acceptLive(push, state);
    const remove = state.push.add({
      console: searchParams.get('console') ?? '',
      username: searchParams.get('username')?.toLowerCase() || null,
      hasLive: searchParams.get('live') === 'strict',
      send: (message) => push.send(JSON.stringify(message)),
    });
    push.onClose(remove);
  });
}

// The first text is what an MQTT client tells its broker: its id, its user, and the token as password.
async function acceptLive(push: PushSocket, state: DeskState): Promise<void> {
  const hello = parsed(await push.firstText);
  if (!hello) return push.close();
  const { clientId, username, password } = hello;
  const row = await state.tokens.accept(password);
  if (row?.username !== username) {
    state.live.refuse(clientId, username);
    push.send(JSON.stringify({ type: 'refused' }));
    return push.close();
  }
  const ended = state.live.connect(clientId, username, {
    send: (message) => push.send(JSON.stringify(message)),
    close: () => push.close(),
  });
  push.onClose(ended);
  push.send(JSON.stringify({ type: 'connected' }));
}

interface Hello {
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
}

function parsed(text: string | null): Hello | null {
  try {
    const { clientId, username, password } = JSON.parse(text ?? '') as Partial<Record<string, unknown>>;
    if (typeof clientId !== 'string' || typeof username !== 'string' || typeof password !== 'string')
      return null;
    return { clientId, username: username.toLowerCase(), password };
  } catch {
    return null;
  }
}
