// The script and the style of a console, in the size and with the names that the settings ask for.

import { createCipheriv, createHash } from 'node:crypto';
import type { DeskSettings } from '../state/settings.js';

/** The script or the style of a console, as the desk sends it. */
export interface ConsoleAsset {
  /** The name below `assets/`, with a hash where a browser may keep it for long. */
  readonly name: string;
  readonly text: string;
}

type AssetSettings = Pick<DeskSettings, 'caching' | 'scriptBytes' | 'scriptPadding'>;

// A script of some megabytes is put together and hashed once, and not for each page.
const MOST_KEPT = 8;
const kept = new Map<string, ConsoleAsset>();

/** Gives the script of a console, filled up to the size in the settings. */
export function scriptAsset(settings: AssetSettings, text: string): ConsoleAsset {
  return asset(`js ${settings.scriptBytes} ${settings.scriptPadding}`, settings, text);
}

/** Gives the style of a console. */
export function styleAsset(settings: AssetSettings, text: string): ConsoleAsset {
  return asset('css', settings, text);
}

function asset(kind: string, settings: AssetSettings, text: string): ConsoleAsset {
  const key = `${kind} ${settings.caching} ${text}`;
  const known = kept.get(key);
  if (known) return known;
  const [extension = ''] = kind.split(' ');
  const filled = extension === 'js' ? text + padding(settings, Buffer.byteLength(text)) : text;
  const hash = createHash('sha256').update(filled).digest('hex').slice(0, 16);
  const name = settings.caching === 'hashed' ? `console-${hash}.${extension}` : `console.${extension}`;
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, { name, text: filled });
  return { name, text: filled };
}

function padding({ scriptBytes, scriptPadding }: AssetSettings, have: number): string {
  const wanted = scriptBytes - have - '/*\n*/\n'.length;
  if (wanted <= 0) return '';
  const fill = scriptPadding === 'random' ? randomText(wanted) : 'padding '.repeat(wanted / 8 + 1);
  return `/*${fill.slice(0, wanted)}\n*/\n`;
}

// The text is the same for every desk, and so is its hash.
function randomText(length: number): string {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16));
  return cipher.update(Buffer.alloc(length)).toString('base64url');
}
