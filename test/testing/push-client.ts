import { connect } from 'node:net';
import type { StandInDesk } from '../../src/testing.js';

/** A console as far as pushes go: Node 20 has no WebSocket client, and a console only ever reads. */
export interface PushClient {
  /** The next thing the desk said; waits for it. */
  next(): Promise<unknown>;
  /** Says something to the desk, as a console does at the start of a live connection. */
  say(text: string): void;
  /** Resolves when the desk has ended it. */
  readonly ended: Promise<void>;
  /** Resolves when the desk has let go too. */
  close(): Promise<void>;
}

export async function openPushSocket(desk: StandInDesk, query: Record<string, string>): Promise<PushClient> {
  const url = new URL(desk.api);
  const socket = connect(Number(url.port), url.hostname);
  let received = Buffer.alloc(0);
  let isOpen = false;
  const waiting: (() => void)[] = [];
  const texts: string[] = [];
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (!isOpen) {
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      received = received.subarray(end + 4);
      isOpen = true;
    }
    for (let frame = readFrame(received); frame; frame = readFrame(received)) {
      texts.push(frame.text);
      received = received.subarray(frame.length);
    }
    for (const wake of waiting.splice(0)) wake();
  });
  socket.write(
    `GET ${url.pathname.replace(/\/$/, '')}/websocket?${new URLSearchParams(query)} HTTP/1.1\r\nHost: ${url.host}\r\n` +
      'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: c3RhbmQtaW4tZGVzay1rZXk=\r\n\r\n',
  );
  const changed = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  while (!isOpen) await changed();
  return {
    async next() {
      while (texts.length === 0) await changed();
      return JSON.parse(texts.shift() ?? '');
    },
    say: (text) => void socket.write(maskedFrame(text)),
    ended: new Promise((resolve) => socket.once('close', () => resolve())),
    close: () =>
      new Promise((resolve) => {
        socket.once('close', () => resolve());
        // A masked, empty close frame, as a browser sends it.
        socket.write(Buffer.from([0x88, 0x80, 0, 0, 0, 0]));
      }),
  };
}

function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text, 'utf8');
  const mask = [0x12, 0x34, 0x56, 0x78];
  const size = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 0xff];
  const [first = 0, ...rest] = size;
  return Buffer.concat([
    Buffer.from([0x81, 0x80 | first, ...rest, ...mask]),
    payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0)),
  ]);
}

function readFrame(bytes: Buffer): { text: string; length: number } | null {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 0x7f;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < start) return null;
  const size =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < start + size) return null;
  return { text: bytes.subarray(start, start + size).toString('utf8'), length: start + size };
}
