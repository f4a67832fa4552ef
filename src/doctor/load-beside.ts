// Gets the doctor from the file beside the script file, `bytedesk-doctor.js`, which the same build has made: its integrity
// value stands in here. Only the script file has this module, in the place of `load.ts`.

import { createElement, queryAll, read } from '../dom.js';
import { BytedeskError } from '../errors.js';
import { resolveAddress } from '../settings/page-settings.js';
import type { Doctor } from './doctor.js';

/** Put in by the build. */
declare const __DOCTOR_INTEGRITY__: string;

const FILE = 'bytedesk-doctor.js';

/** Where the file leaves the doctor. */
const DOCTOR = Symbol.for('bytedesk-embed.doctor');
const page = globalThis as { [DOCTOR]?: Doctor };

// The property comes from the prototype, since an image can take this name of the document.
const current = read('currentScript') as HTMLScriptElement | null;

/** @throws BytedeskError `network` */
export async function loadDoctor(): Promise<Doctor> {
  try {
    if (!page[DOCTOR]) await run();
    return page[DOCTOR] as Doctor;
  } catch {
    throw new BytedeskError(
      'network',
      'bytedesk-doctor.js could not be loaded. Serve it unchanged beside bytedesk-embed.js, and allow it in script-src.',
    );
  }
}

function run(): Promise<unknown> {
  // A module has no current script, nor has a text that a library evaluates.
  const own = current?.src ? current : queryAll<HTMLScriptElement>('script[src*="bytedesk-embed"]')[0];
  const src = new URL(FILE, own?.src || location.href).href;
  const script = createElement('script');
  script.integrity = __DOCTOR_INTEGRITY__;
  script.crossOrigin = 'anonymous';
  script.nonce = own?.nonce ?? '';
  try {
    script.src = src;
  } catch {
    // Trusted Types let no text become a script's address; `import` they do not look at. It checks no integrity, so the
    // address must not depend on a `<base>`, which anybody may have written.
    const beside = resolveAddress(own?.getAttribute('src') ?? '', 'src');
    return import(/* @vite-ignore */ new URL(FILE, beside).href);
  }
  return new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = reject;
    (read('head') ?? read('documentElement')).append(script);
  }).finally(() => script.remove());
}
