// As much of a WebSocket server as the desk needs, so that it depends on no further package.

import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

// RFC 6455, section 1.3, fixes this value.
const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT_FRAME = 0x81;
const OPCODE_TEXT = 0x1;
const OPCODE_CLOSE = 0x8;
/** A close frame that is empty and names no reason. */
const CLOSE_FRAME = Buffer.from([0x88, 0]);
const MOST_FRAME_BYTES = 65_536;

/** A connection between the desk and a console. Of the console's texts only the first one matters. */
export interface PushSocket {
  /** The first text that came, or null if the connection ended before one came. */
  readonly firstText: Promise<string | null>;
  send(text: string): void;
  close(): void;
  onClose(listener: () => void): void;
}

/** Finishes the WebSocket handshake, or ends the connection if the request is none. */
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
  let receive: (text: string | null) => void;
  const firstText = new Promise<string | null>((resolve) => (receive = resolve));
  const closed = new Promise<void>((resolve) => {
    let received: Buffer = Buffer.alloc(0);
    socket.once('close', resolve);
    socket.on('error', () => socket.destroy());
    // A page that is torn down closes nothing, and a server's sockets stay half open by themselves.
    socket.on('end', () => socket.end());
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      for (let next = readFrame(received); next; next = readFrame(received)) {
        received = received.subarray(next.length);
        if (next.opcode === OPCODE_TEXT) receive(next.payload.toString('utf8'));
        if (next.opcode !== OPCODE_CLOSE) continue;
        resolve();
        socket.end();
      }
      if (received.length > MOST_FRAME_BYTES) socket.destroy();
    });
  });
  void closed.then(() => receive(null));
  return {
    firstText,
    send: (text) => void (socket.writable && socket.write(frame(text))),
    close: () => void (socket.writable && socket.end(CLOSE_FRAME)),
    onClose: (listener) => void closed.then(listener),
  };
}

// A browser masks what it sends (RFC 6455, section 5.3). No message of a console is longer than some kilobytes.
function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; length: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  const start = short === 126 ? 4 : 2;
  if (short === 127 || bytes.length < start + 4) return null;
  const size = short === 126 ? bytes.readUInt16BE(2) : short;
  const length = start + 4 + size;
  if (bytes.length < length) return null;
  const mask = bytes.subarray(start, start + 4);
  const payload = Buffer.from(bytes.subarray(start + 4, length)).map(
    (byte, at) => byte ^ (mask[at % 4] ?? 0),
  );
  return { opcode: bytes.readUInt8(0) & 0x0f, payload: Buffer.from(payload), length };
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
