import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { build, type Rolldown } from 'vite';
import type * as server from '../../src/server.js';
import { AGENT, withDesk } from '../testing/desk-client.js';

/** What every edge runtime has, and nothing of Node. */
const WEB = {
  ...{ AbortController, AbortSignal, Blob, CustomEvent, Event, EventTarget, Headers, ReadableStream },
  ...{
    Request,
    Response,
    TextDecoder,
    TextEncoder,
    URL,
    URLSearchParams,
    Uint8Array,
    ArrayBuffer,
    CryptoKey,
  },
  ...{ atob, btoa, clearTimeout, crypto, fetch, setTimeout },
};

async function bundle(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: 'src/server.ts', formats: ['iife'], name: 'server' },
    },
  });
  const [{ output: files }] = output as Rolldown.RolldownOutput[] as [Rolldown.RolldownOutput];
  return files[0].code;
}

describe('bytedesk-embed/server', () => {
  it('runs where there are only Web APIs', async () => {
    const context = createContext({ ...WEB });
    runInContext(await bundle(), context);
    await withDesk({}, async (desk) => {
      const items = new Map<string, unknown>();
      const storage = {
        getItem: async (key: string) => items.get(key) ?? null,
        setItem: async (key: string, value: string) => void items.set(key, value),
        removeItem: async (key: string) => void items.delete(key),
      };
      const options = {
        api: desk.api,
        authorize: () => ({ id: 'one' }),
        credentials: () => AGENT,
        storage,
        encryptionKey: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY',
      };
      const { createTokenHandler } = runInContext('server', context) as typeof server;
      const handler = createTokenHandler(options);
      const ask = (): Promise<Response> =>
        handler(
          new Request('https://crm.example.com/desk/token', {
            method: 'POST',
            headers: { origin: 'https://crm.example.com', 'content-type': 'application/json' },
            body: '{"reason":"initial"}',
          }),
        );
      const answers = [await ask(), await ask()];
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200],
      );
      assert.equal(items.size, 1);
      assert.equal(desk.requests().length, 1);
    });
  });
});
