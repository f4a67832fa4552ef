import { afterEach, beforeEach } from 'node:test';
import { settle } from './fake-platform.js';

type Answer = (path: string, token: string) => Response | Promise<Response>;

const json = (status: number, body: object): Response => new Response(JSON.stringify(body), { status });

export const ALIVE = (): Response => json(200, { code: 200, data: { username: 'Agent@Example.com' } });
export const OVER = (): Response => json(401, { code: 401 });
export const FORBIDDEN = (): Response => json(403, { code: 403 });
export const PAGE = (): Response => new Response('<!doctype html>', { status: 200 });

/** Takes the place of `fetch` in every test of a file. */
export class FakeDesk {
  answer: Answer = ALIVE;
  readonly calls: {
    readonly path: string;
    readonly token: string;
    readonly signal: AbortSignal | undefined;
  }[] = [];

  constructor() {
    const { fetch } = globalThis;
    beforeEach(() => {
      this.answer = ALIVE;
      this.calls.length = 0;
      globalThis.fetch = async (input, init) => {
        const path = new URL(input as string).pathname;
        const token = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? '';
        this.calls.push({ path, token, signal: init?.signal ?? undefined });
        return this.answer(path, token);
      };
    });
    afterEach(async () => {
      await settle();
      globalThis.fetch = fetch;
    });
  }

  get paths(): string[] {
    return this.calls.map(({ path }) => path);
  }
}
