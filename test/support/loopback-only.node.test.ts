import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { isLoopback, loopbackOnly } from './loopback-only.mjs';

describe('isLoopback', () => {
  for (const address of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1']) {
    it(`knows ${address}`, () => assert.equal(isLoopback(address), true));
  }
  for (const address of [
    '10.0.0.1',
    '::ffff:10.0.0.1',
    '::',
    '2001:db8::127.0.0.1',
    '1127.0.0.1',
    '',
    undefined,
  ]) {
    it(`refuses ${address}`, () => assert.equal(isLoopback(address), false));
  }
});

describe('loopbackOnly', () => {
  let server: Server;
  let port: number;
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find((address) => address.family === 'IPv4' && !address.internal)?.address;

  /** What the server says to a request, or to a websocket's first line. */
  async function answer(host: string, headers: string): Promise<string> {
    const socket = connect(port, host);
    socket.on('error', () => undefined);
    socket.end(`GET / HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`);
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    await once(socket, 'close');
    return text.split('\r\n')[0] ?? '';
  }

  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';

  before(async () => {
    server = createServer((_, response) => response.end('secret'));
    server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
    server.listen(0);
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    loopbackOnly().serverStart({ server, app: { middleware: [] } });
  });
  after(() => server.close());

  it('serves loopback', async () => {
    assert.equal(await answer('127.0.0.1', 'Connection: close\r\n'), 'HTTP/1.1 200 OK');
    assert.equal(await answer('127.0.0.1', upgrade), 'HTTP/1.1 101 Switching Protocols');
  });

  it('says nothing to other addresses', { skip: outside ? false : 'no other network address' }, async () => {
    assert.equal(await answer(outside!, 'Connection: close\r\n'), '');
    assert.equal(await answer(outside!, upgrade), '');
  });

  it('drops a socket whose address is gone', () => {
    let destroyed = false;
    server.emit('connection', { destroy: () => (destroyed = true), on: () => undefined });
    assert.equal(destroyed, true);
  });
});
