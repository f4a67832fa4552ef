import { crc32, deflateRawSync } from 'node:zlib';

const UTF8_NAMES = 0x800;
const DEFLATE = 8;
const VERSION = 20;
/** 1 January 1980: the same files make the same zip. */
const DATE = 0x21;

const record = (...fields) =>
  Buffer.concat(
    fields.map(([value, size]) => {
      const bytes = Buffer.alloc(size);
      bytes.writeUIntLE(value, 0, size);
      return bytes;
    }),
  );

/** A zip file (PKWARE's APPNOTE, version 2.0) of `[name, content]` pairs. */
export function zip(entries) {
  const [files, directory] = [[], []];
  let offset = 0;
  for (const [name, content] of entries) {
    const title = Buffer.from(name);
    const packed = deflateRawSync(content);
    const shared = [
      [VERSION, 2],
      [UTF8_NAMES, 2],
      [DEFLATE, 2],
      [0, 2],
      [DATE, 2],
      [crc32(content), 4],
      [packed.length, 4],
      [content.length, 4],
      [title.length, 2],
      [0, 2],
    ];
    const local = Buffer.concat([record([0x04034b50, 4], ...shared), title, packed]);
    const place = [
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 4],
      [offset, 4],
    ];
    directory.push(record([0x02014b50, 4], [VERSION, 2], ...shared, ...place), title);
    files.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const count = [entries.length, 2];
  const end = record([0x06054b50, 4], [0, 2], [0, 2], count, count, [index.length, 4], [offset, 4], [0, 2]);
  return Buffer.concat([...files, index, end]);
}
