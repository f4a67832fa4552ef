import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { measure } from './sizes.mjs';

/** The folder of a source file, or the package it came with. */
function folderOf(source) {
  const [, name] =
    /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ??
    /\bsrc\/(elements\/[\w-]+(?=\/)|[^/]+(?=\/))/.exec(source) ??
    [];
  return name ?? 'src';
}

/** The pieces of a script, each with the source file that it came from by the script's own source map. */
function piecesOf(script) {
  const map = new SourceMap(JSON.parse(readFileSync(`${script}.map`, 'utf8')));
  const pieces = [];
  for (const [line, text] of readFileSync(script, 'utf8').split('\n').entries())
    for (let column = 0; column < text.length; column += 1) {
      const source = map.findEntry(line, column).originalSource ?? '';
      if (pieces.at(-1)?.source === source) pieces.at(-1).text += text[column];
      else pieces.push({ source, text: text[column] });
    }
  return pieces.filter(({ source }) => source !== '');
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

const bytesOf = (pieces) => Buffer.from(pieces.map(({ text }) => text).join(''));
const bySize = (a, b) => b.raw - a.raw;

/** Minified bytes of each folder and its modules, the largest first, and what the script would be shorter without it. */
export function folderSizes(script) {
  const all = piecesOf(script);
  const whole = measure(bytesOf(all)).brotli;
  return groupBy(all, ({ source }) => folderOf(source))
    .map(([folder, own]) => ({
      folder,
      raw: bytesOf(own).length,
      brotli: whole - measure(bytesOf(all.filter(({ source }) => folderOf(source) !== folder))).brotli,
      modules: groupBy(own, ({ source }) => source)
        .map(([source, pieces]) => ({ source: source.replace(/^.*\//, ''), raw: bytesOf(pieces).length }))
        .sort(bySize),
    }))
    .sort(bySize);
}

/** One line a folder: its bytes, and the five largest modules in it. */
export function folderTable(folders) {
  const rows = folders.map(({ folder, raw, brotli, modules }) => {
    const largest = modules.slice(0, 5).map(({ source, raw: bytes }) => `${source} ${bytes}`);
    return `${folder.padEnd(24)}${String(raw).padStart(7)}${String(brotli).padStart(7)}  ${largest.join(', ')}`;
  });
  return ['of the script file          raw     br  largest modules', ...rows].join('\n');
}
