import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where downloads are kept: outside node_modules, which `npm ci` empties. */
export function cacheFolder() {
  const places = {
    darwin: join(homedir(), 'Library', 'Caches'),
    win32: process.env.LOCALAPPDATA ?? homedir(),
  };
  const base = process.env.XDG_CACHE_HOME || (places[process.platform] ?? join(homedir(), '.cache'));
  return join(base, 'bytedesk-embed');
}
