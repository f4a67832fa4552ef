import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { DIST } from '../../scripts/build/entries.mjs';

const SCRIPT = /^\/dist\/(bytedesk-\w+\.js)$/;

/** Serves the built script files byte for byte, as their integrity values ask: the plugins would rewrite them. */
export function builtFiles() {
  return async function middleware(context, next) {
    const [, name = ''] = SCRIPT.exec(context.path) ?? [];
    if (name === '' || !existsSync(join(DIST, name))) return next();
    context.set({ 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' });
    context.body = createReadStream(join(DIST, name));
  };
}
