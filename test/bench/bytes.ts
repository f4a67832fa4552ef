import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { figure, type Bench, type Row } from './bench.js';
import { distFile } from './browser/approaches.js';
import { peerScripts } from './browser/peers.js';

function row(what: string, text: string, goal?: number): Row {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  const brotli = brotliCompressSync(text, { params }).length;
  const gzip = gzipSync(text, { level: 9 }).length;
  return {
    what,
    value: `${figure(brotli)} brotli, ${figure(gzip)} gzip, ${figure(Buffer.byteLength(text))} raw`,
    ...(goal && { goal: `≤ ${figure(goal)} brotli`, isMet: brotli <= goal }),
  };
}

/** What a page, or a console, downloads. */
export const bench: Bench = {
  name: 'bytes',
  run: async () => {
    const { superset, penpal } = peerScripts();
    return [
      row('script-tag file', distFile('bytedesk-embed.js'), 25_500),
      row('bridge', distFile('bytedesk-bridge.js'), 3_500),
      ...(superset === undefined ? [] : [row('Superset', superset)]),
      ...(penpal === undefined ? [] : [row('penpal', penpal)]),
    ];
  },
};
