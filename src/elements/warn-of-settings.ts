// Warnings for the page's developer.

import { queryAll } from '../dom.js';
import { warnOnce } from '../warn-once.js';
import { DEFAULT_SANDBOX, isUsableSandbox } from '../frame/permissions.js';
import type { ConsoleSettings } from '../settings/resolve.js';

/** Warns of settings that work, but not as their author may believe. */
export function warnOfSettings(settings: ConsoleSettings): void {
  if (settings.sandbox !== DEFAULT_SANDBOX && !isUsableSandbox(settings.sandbox)) {
    warnOnce('a console cannot start in this sandbox: it needs allow-scripts and allow-same-origin.');
  }
  if (settings.origin === window.location.origin) {
    warnOnce('desk and host page share an origin, which makes the sandbox of the frame meaningless.');
  }
  const policy = queryAll<HTMLMetaElement>('meta[name="referrer"]').pop()?.content;
  if (policy?.trim().toLowerCase() === 'unsafe-url') {
    warnOnce('with the referrer policy unsafe-url the desk learns the whole address of this page.');
  }
}
