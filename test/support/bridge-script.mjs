import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from '../../scripts/build/entries.mjs';

let building;

/** The bridge as one classic script, built from the source as it is shipped. */
export function bridgeScript() {
  building ??= build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    build: {
      target: 'es2022',
      write: false,
      lib: {
        entry: join(ROOT, 'src', 'bridge-script.ts'),
        formats: ['iife'],
        name: 'BytedeskBridge',
        fileName: () => 'bridge.js',
      },
    },
  }).then(([{ output }]) => output[0].code);
  return building;
}

/** Serves it to browser tests, which hand it to their desks. */
export function serveBridgeScript() {
  return {
    name: 'bridge-script',
    async serve({ path }) {
      if (path === '/__test__/bridge.js') return { body: await bridgeScript(), type: 'js' };
      return undefined;
    },
  };
}
