import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, it } from 'node:test';
import type { StandInDesk } from '../../src/testing.js';
import { withSharedDesk } from './desk-client.js';

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

describe('the control over HTTP, asked by somebody else', () => {
  let desk: StandInDesk;
  withSharedDesk((given) => void (desk = given));

  // Not by fetch, which chooses the Host header itself.
  const send = ({ method = 'POST', path = 'kick', headers = {} }: Sent) =>
    new Promise<{ status: number; error: string }>((resolve, reject) => {
      const { hostname, port, host } = new URL(desk.api);
      const options = { hostname, port, method, path: `/__stand-in__/${path}`, agent: false } as const;
      const call = request({ ...options, headers: { host, ...headers } }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, error: String(JSON.parse(text).error) }),
        );
      });
      call.on('error', reject);
      call.end(method === 'POST' ? '{"username":"agent@example.com"}' : undefined);
    });
  const json = { 'content-type': 'application/json' };
  const isUntouched = async (token: string) =>
    (await fetch(`${desk.api}/api/v1/user/profile`, { headers: { authorization: `Bearer ${token}` } }))
      .status === 200;

  const types = [
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; application/json',
    'application/jsonx',
    'application/json-patch+json',
  ];
  for (const type of types) {
    it(`refuses a POST of ${type ?? 'no type'} with HTTP 415, names the type, and does nothing`, async () => {
      const token = await desk.issueToken();
      const answer = await send({ headers: type ? { 'content-type': type } : {} });
      assert.equal(answer.status, 415);
      assert.match(answer.error, /application\/json/);
      assert.ok(answer.error.includes(`"${type ?? ''}"`), answer.error);
      assert.ok(await isUntouched(token));
    });
  }

  for (const type of ['application/json', 'application/json;charset=utf-8', 'Application/JSON ; charset=x']) {
    it(`takes a POST of ${type}`, async () => {
      const token = await desk.issueToken();
      assert.equal((await send({ headers: { 'content-type': type } })).status, 200);
      assert.ok(!(await isUntouched(token)));
    });
  }

  const foreignHosts = [
    'desk.example',
    'desk.example:9003',
    '127.0.0.1.example',
    'localhost.example:9003',
    'notlocalhost',
    '192.168.0.2:9003',
    '128.0.0.1',
    '[2001:db8::1]:9003',
  ];
  for (const host of foreignHosts) {
    it(`refuses a Host of ${host} with HTTP 403 and names it, also to read`, async () => {
      const token = await desk.issueToken();
      for (const sent of [
        { headers: { ...json, host } },
        { method: 'GET', path: 'state', headers: { host } },
      ]) {
        const answer = await send(sent);
        assert.equal(answer.status, 403);
        assert.match(answer.error, /loopback hosts only/);
        assert.ok(answer.error.includes(`"${host}"`), answer.error);
      }
      assert.ok(await isUntouched(token));
    });
  }

  for (const host of [
    'localhost',
    'LOCALHOST:1',
    'desk.localhost:9003',
    '127.0.0.2',
    '127.9.9.9:80',
    '[::1]',
  ]) {
    it(`takes a Host of ${host}`, async () => {
      assert.equal((await send({ headers: { ...json, host } })).status, 200);
      assert.equal((await send({ method: 'GET', path: 'state', headers: { host } })).status, 200);
    });
  }

  const foreignOrigins = [
    'https://attacker.example',
    'http://localhost.attacker.example',
    'http://127.0.0.1.attacker.example:80',
    'http://192.168.0.2',
    'null',
    'file://',
    'chrome-extension://abcdef',
    '',
  ];
  for (const origin of foreignOrigins) {
    it(`refuses a page of Origin "${origin}" with HTTP 403 and names it, also to read`, async () => {
      const token = await desk.issueToken();
      for (const sent of [
        { headers: { ...json, origin } },
        { method: 'GET', path: 'requests', headers: { origin } },
      ]) {
        const answer = await send(sent);
        assert.equal(answer.status, 403);
        assert.match(answer.error, /pages on loopback hosts only/);
        assert.ok(answer.error.includes(`"${origin}"`), answer.error);
      }
      assert.ok(await isUntouched(token));
    });
  }

  for (const origin of [
    'http://localhost:8000',
    'https://localhost',
    'http://127.0.0.1:3000',
    'http://[::1]:1',
  ]) {
    it(`takes a page of Origin ${origin}`, async () => {
      assert.equal((await send({ headers: { ...json, origin } })).status, 200);
    });
  }
});
