// Sends every answer but the control's: counted, compressed, and slowed down as the settings say.

import { gzipSync } from 'node:zlib';
import type { DeskState } from '../state/desk-state.js';
import type { DeskContext, DeskNext } from './env.js';
import type { Pending } from './pending.js';
import { ALREADY_SENT } from './spoil.js';

const CHUNKS_PER_SECOND = 20;
const TEXT = /^(?:text\/|application\/json)/;

/** The last step of every answer but the control's: it is counted, compressed and held back as the settings say. */
export function deliver(state: DeskState, pending: Pending) {
  const line = new Line(pending);
  return async (context: DeskContext, next: DeskNext): Promise<void> => {
    const { path } = context.req;
    if (path.startsWith('/__stand-in__/')) return next();
    state.fetches.add(path, { requests: 1 });
    await next();
    const { res } = context;
    if (res.status === 304) state.fetches.add(path, { notModified: 1 });
    if (res.headers.has(ALREADY_SENT) || !res.body) return;
    const { bytes, headers } = await compressed(state, context);
    headers.set('content-length', String(bytes.length));
    const isHeldBack = state.settings.bytesPerSecond > 0;
    if (!isHeldBack) state.fetches.add(path, { bytes: bytes.length });
    // Otherwise the headers of the old answer would be put over those of the new one.
    context.res = undefined;
    context.res = new Response(isHeldBack ? heldBack(bytes) : bytes, { status: res.status, headers });

    function heldBack(all: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
      let sent = 0;
      return new ReadableStream({
        async pull(controller) {
          const { bytesPerSecond } = state.settings;
          const chunk = all.subarray(sent, sent + chunkSize(bytesPerSecond));
          await line.pass(chunk.length, bytesPerSecond);
          sent += chunk.length;
          state.fetches.add(path, { bytes: chunk.length });
          controller.enqueue(chunk);
          if (sent >= all.length) controller.close();
        },
      });
    }
  };
}

async function compressed(
  state: DeskState,
  { req, res }: DeskContext,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; headers: Headers }> {
  const bytes = new Uint8Array(await res.arrayBuffer());
  const headers = new Headers(res.headers);
  if (!state.settings.compress || !TEXT.test(headers.get('content-type') ?? '')) return { bytes, headers };
  headers.append('vary', 'Accept-Encoding');
  if (!/\bgzip\b/.test(req.header('accept-encoding') ?? '')) return { bytes, headers };
  headers.set('content-encoding', 'gzip');
  return { bytes: new Uint8Array(gzipSync(bytes)), headers };
}

// Chunks are small enough for several answers to share the line. Without a limit there is one chunk.
const chunkSize = (bytesPerSecond: number): number =>
  bytesPerSecond > 0 ? Math.ceil(bytesPerSecond / CHUNKS_PER_SECOND) : Number.MAX_SAFE_INTEGER;

/** One slow line for all answers: a chunk is sent when those before it are through. */
class Line {
  readonly #pending: Pending;
  #freeAtMs = 0;

  constructor(pending: Pending) {
    this.#pending = pending;
  }

  async pass(bytes: number, bytesPerSecond: number): Promise<void> {
    if (bytesPerSecond === 0) return;
    const nowMs = performance.now();
    this.#freeAtMs = Math.max(nowMs, this.#freeAtMs) + (bytes / bytesPerSecond) * 1000;
    await this.#pending.wait(this.#freeAtMs - nowMs);
  }
}
