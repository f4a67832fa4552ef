import type { Server } from 'node:http';
import type { DeskState } from '../state/desk-state.js';
import { acceptPushSocket } from './websocket.js';

/**
 * Where consoles listen for what the desk has to say. The real desk speaks MQTT over WebSocket on port 9885; the
 * stand-in keeps the path and sends plain JSON texts on its own port.
 */
export function acceptPushes(server: Server, state: DeskState): void {
  server.on('upgrade', (request, socket) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://stand-in');
    const push = acceptPushSocket(request, socket);
    if (!push) return;
    const remove = state.push.add({
      console: searchParams.get('console') ?? '',
      username: searchParams.get('username')?.toLowerCase() || null,
      send: (message) => push.send(JSON.stringify(message)),
    });
    push.onClose(remove);
  });
}
