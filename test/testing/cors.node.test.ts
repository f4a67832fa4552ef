import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StandInDesk } from '../../src/testing.js';
import { call, withSharedDesk } from './desk-client.js';

const ORIGIN = 'https://crm.example.com';
const FORBIDDEN = [
  'access-control-allow-credentials',
  'access-control-expose-headers',
  'access-control-max-age',
];

describe('CORS', () => {
  let desk: StandInDesk;
  withSharedDesk((given) => void (desk = given));

  it('answers a preflight for any origin, echoing method and headers asked for', async () => {
    const { status, headers } = await call(desk.api, '/api/v1/user/profile', {
      method: 'OPTIONS',
      headers: {
        origin: ORIGIN,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization,x-anything',
      },
    });
    assert.equal(status, 200);
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal(headers.get('access-control-allow-methods'), 'GET');
    assert.equal(headers.get('access-control-allow-headers'), 'authorization,x-anything');
    for (const name of FORBIDDEN) assert.equal(headers.get(name), null, name);
  });

  const paths: [string, number][] = [
    ['/agent/chat', 200],
    ['/kaptcha/api/v1/get', 200],
    ['/nothing/here', 200],
    ['/api/v1/user/profile', 401],
  ];
  for (const [path, status] of paths) {
    it(`lets any origin read ${path}, HTTP ${status}, without credentials`, async () => {
      const answer = await call(desk.api, path, { headers: { origin: ORIGIN } });
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      for (const name of FORBIDDEN) assert.equal(answer.headers.get(name), null, name);
    });
  }

  it('lets it read a 403 too', async () => {
    const token = await desk.issueToken('norights@example.com');
    const answer = await call(desk.api, '/api/v1/user/profile', { token, headers: { origin: ORIGIN } });
    assert.equal(answer.status, 403);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  });

  it('sets no cookie, is not cached, and says nosniff', async () => {
    const { headers } = await call(desk.api, '/agent/chat');
    assert.equal(headers.get('set-cookie'), null);
    assert.match(headers.get('cache-control') ?? '', /no-store/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  });
});
