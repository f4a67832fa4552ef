/** Reads a .po file whose messages stand on one line each. @returns {Map<string, string>} */
export function readTranslations(text) {
  const pairs = text.matchAll(/^msgid (".*")\nmsgstr (".*")$/gm);
  return new Map([...pairs].map(([, id, translation]) => [JSON.parse(id), JSON.parse(translation)]));
}

/** The binary form that WordPress reads (GNU gettext manual, "The Format of GNU MO Files"). */
export function messageFile(translations) {
  const pairs = [...translations].map((pair) => pair.map((text) => Buffer.from(text)));
  pairs.sort(([a], [b]) => Buffer.compare(a, b));
  const tables = Buffer.alloc(28 + pairs.length * 16);
  const texts = [];
  let offset = tables.length;
  [0x950412de, 0, pairs.length, 28, 28 + pairs.length * 8, 0, tables.length].forEach((value, index) =>
    tables.writeUInt32LE(value, index * 4),
  );
  for (const column of [0, 1]) {
    pairs.forEach((pair, row) => {
      const place = 28 + column * pairs.length * 8 + row * 8;
      tables.writeUInt32LE(pair[column].length, place);
      tables.writeUInt32LE(offset, place + 4);
      texts.push(pair[column], Buffer.from([0]));
      offset += pair[column].length + 1;
    });
  }
  return Buffer.concat([tables, ...texts]);
}

/** The form that WordPress hands to scripts of the editor. */
export function scriptTranslations(translations) {
  const messages = [...translations].map(([id, text]) => [id, id === '' ? { domain: 'messages' } : [text]]);
  return JSON.stringify({ domain: 'messages', locale_data: { messages: Object.fromEntries(messages) } });
}
