import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

// Fixed by RFC 6455, section 1.3.
const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT_FRAME = 0x81;
const OPCODE_CLOSE = 0x8;

/** One way only: the desk sends text, whatever the console sends but a close is ignored. */
export interface PushSocket {
  send(text: string): void;
  onClose(listener: () => void): void;
}

/** Finishes the WebSocket handshake, or ends the connection if it is none. */
export function acceptPushSocket(request: IncomingMessage, socket: Duplex): PushSocket | null {
  const key = request.headers['sec-websocket-key'];
  if (!key || request.headers.upgrade?.toLowerCase() !== 'websocket') {
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    return null;
  }
  const accept = createHash('sha1')
    .update(key + HANDSHAKE_GUID)
    .digest('base64');
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const closed = new Promise<void>((resolve) => {
    socket.once('close', resolve);
    socket.on('error', () => socket.destroy());
    // A page that is torn down says no goodbye, and a server's sockets stay half open by themselves.
    socket.on('end', () => socket.end());
    socket.on('data', (chunk: Buffer) => {
      if (((chunk[0] ?? 0) & 0x0f) !== OPCODE_CLOSE) return;
      resolve();
      socket.end();
    });
  });
  return {
    send: (text) => void (socket.writable && socket.write(frame(text))),
    onClose: (listener) => void closed.then(listener),
  };
}

function frame(text: string): Buffer {
  const payload = Buffer.from(text, 'utf8');
  return Buffer.concat([header(payload.length), payload]);
}

function header(length: number): Buffer {
  if (length < 126) return Buffer.from([TEXT_FRAME, length]);
  if (length < 0x10000) {
    const short = Buffer.from([TEXT_FRAME, 126, 0, 0]);
    short.writeUInt16BE(length, 2);
    return short;
  }
  const long = Buffer.alloc(10);
  long.set([TEXT_FRAME, 127]);
  long.writeBigUInt64BE(BigInt(length), 2);
  return long;
}
