import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { DeskClient, type DeskClientOptions } from '../../src/index.js';
import { createStandInDesk } from '../../src/testing.js';
import { SAMPLE_TOKEN } from '../support/tokens.js';
import { fakeFetch } from './fake-fetch.js';
import { AGENT, allTextOf, clientOf, failureOf, issueToken } from './failures.js';
import { NodeScene } from './node-scene.js';

describe('what a DeskClient sends', () => {
  const scene = new NodeScene();
  const client = (options?: Partial<DeskClientOptions>): DeskClient => clientOf(scene, options);

  describe('get, post, put, delete', () => {
    it('reach any endpoint family, with or without the leading slash', async () => {
      const agent = client({ token: await issueToken(scene) });
      for (const path of [
        '/api/v1/user/organizations',
        'api/v1/ticket/statistic',
        '/api/v1/ticket/query?pageSize=3',
      ]) {
        assert.ok(await agent.get(path));
      }
      const changed = await agent.post<{ nickname: string }>('/api/v1/user/update', { nickname: 'Lan' });
      assert.equal(changed.nickname, 'Lan');
    });

    it('write the query', async () => {
      const agent = client({ token: await issueToken(scene) });
      const query = { pageNumber: 0, flag: true, none: null, left: undefined, text: 'a&b=ü' };
      await agent.get('/api/v1/ticket/query?first=1', { query });
      const [request] = scene.desk.requests();
      assert.deepEqual({ ...request?.query }, { first: '1', pageNumber: '0', flag: 'true', text: 'a&b=ü' });
      const sent: string[] = [];
      const fetch = fakeFetch(({ url }) => {
        sent.push(url.href);
        return Response.json({ code: 200 });
      });
      await client({ fetch, token: 'any' }).get('/api/v1/x', { query: { a: ['1', 2] } });
      assert.deepEqual(sent, [`${scene.api}/api/v1/x?a=1&a=2`]);
    });

    it('send the same body in a page whose scripts put toJSON on built-in prototypes', async () => {
      const sent: (string | undefined)[] = [];
      const fetch = fakeFetch(({ body }) => {
        sent.push(body);
        return new Response('{"code":200}');
      });
      const agent = client({ fetch, token: 'T' });
      const body = {
        list: ['a', { b: [1] }],
        at: new Date(1_767_225_600_007),
        n: 7,
        no: null,
        left: undefined,
      };
      await agent.post('/api/v1/x', body);
      const prototypes = [Array.prototype, String.prototype, Number.prototype, Date.prototype];
      const { toJSON } = Date.prototype;
      for (const prototype of prototypes) {
        const value = (): string => '"replaced"';
        Object.defineProperty(prototype, 'toJSON', { value, configurable: true, writable: true });
      }
      try {
        await agent.post('/api/v1/x', body);
      } finally {
        for (const prototype of prototypes) Reflect.deleteProperty(prototype, 'toJSON');
        Object.defineProperty(Date.prototype, 'toJSON', {
          value: toJSON,
          configurable: true,
          writable: true,
        });
      }
      assert.equal(sent[1], sent[0]);
      assert.deepEqual(JSON.parse(sent[0] ?? ''), {
        list: ['a', { b: [1] }],
        at: '2026-01-01T00:00:00.007Z',
        n: 7,
        no: null,
      });
    });

    it('send the verbs, and the token below /api/ only', async () => {
      const seen: unknown[] = [];
      const fetch = fakeFetch(({ url, method, headers, body }) => {
        seen.push([method, url.pathname, headers.get('authorization'), body]);
        return Response.json({ code: 200 });
      });
      const agent = client({ api: 'https://desk.example.com/base/', fetch, token: 'T' });
      await agent.put('/api/v1/x', { a: 1 });
      await agent.delete('/api/v1/x');
      await agent.post('/visitor/api/v1/init', {});
      await agent.get('/kaptcha/api/v1/get');
      assert.deepEqual(seen, [
        ['PUT', '/base/api/v1/x', 'Bearer T', '{"a":1}'],
        ['DELETE', '/base/api/v1/x', 'Bearer T', undefined],
        ['POST', '/base/visitor/api/v1/init', null, '{}'],
        ['GET', '/base/kaptcha/api/v1/get', null, undefined],
      ]);
    });

    const refused = [
      '',
      '/',
      '?a=1',
      'https://evil.example/api/v1/x',
      'HTTPS:evil.example',
      'javascript:alert(1)',
      '//evil.example/api',
      '\\\\evil.example\\api',
      '/\\evil.example',
      '/api/v1\\x',
      '/api/../auth/v1/login',
      '/api/./x',
      '/api/%2e%2e/x',
      '/api/%252e%252e/x',
      '/api/..%2fx',
      '/api/..;a/x',
      '/api/a%2fb',
      '/api/a%5cb',
      '/api/v1/\tx',
      '/api/v1/x?a=\nb',
      '/api/v1/x#hash',
      '/api/v1/x?accessToken=SECRET',
      '/api/v1/x?AccessToken%20=SECRET',
    ];
    for (const path of refused) {
      it(`refuse ${JSON.stringify(path)}, and repeat nothing of it`, async () => {
        const error = await failureOf(client({ token: 'any' }).get(path));
        assert.equal(error.code, 'invalid-path');
        assert.doesNotMatch(allTextOf(error), /SECRET/);
        assert.deepEqual(scene.paths, []);
      });
    }

    it('refuse a token in the query', async () => {
      const error = await failureOf(
        client({ token: 'any' }).get('/api/v1/x', { query: { accessToken: 'a' } }),
      );
      assert.equal(error.code, 'invalid-path');
    });
  });

  describe('its settings', () => {
    for (const [api, code] of [
      ['desk.example.com', 'invalid-server'],
      ['https://user:pass@desk.example.com', 'invalid-server'],
      ['https://desk.example.com/?a=1', 'invalid-server'],
    ] as const) {
      it(`refuses the server ${api}`, () => {
        assert.throws(() => new DeskClient({ api }), { name: 'BytedeskError', code });
      });
    }

    for (const token of ['with space', 'line\nbreak', 'ünicode']) {
      it(`refuses the token ${JSON.stringify(token)}`, () => {
        assert.throws(() => client({ token }), { code: 'token-malformed' });
      });
    }

    it('takes a URL, and a base path', async () => {
      const based = await createStandInDesk({ basePath: '/service' });
      const agent = new DeskClient({ api: new URL(`${based.api}/`) });
      await agent.login(AGENT);
      assert.equal((await agent.profile()).username, AGENT.username);
      await based.close();
    });

    it('shows nothing of the token to whoever prints it', () => {
      const token = SAMPLE_TOKEN;
      const agent = client({ token });
      const text = inspect(agent, { depth: 9, showHidden: true }) + JSON.stringify(agent);
      assert.ok(!text.includes(token));
    });
  });
});
