import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export function measure(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  };
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
  };
}

export const integrity = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

export function sizeTable(sizes) {
  const width = Math.max(...Object.keys(sizes).map((name) => name.length));
  const row = (name, ...cells) =>
    [name.padEnd(width), ...cells.map((cell) => String(cell).padStart(9))].join('');
  const number = (value) => value.toLocaleString('en-US');
  const rows = Object.entries(sizes).map(([name, { raw, gzip, brotli }]) =>
    row(name, number(raw), number(gzip), number(brotli)),
  );
  return [row('file', 'raw', 'gzip -9', 'br -11'), ...rows].join('\n');
}
