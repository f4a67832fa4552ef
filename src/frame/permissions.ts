// What a frame may do by default. An element's `sandbox` and `allow` replace it.

import { featurePolicy } from '../dom.js';

/** The rights of a sandboxed console, each with the reason for which it is needed. */
export const DEFAULT_SANDBOX = [
  'allow-scripts', // the console is a single-page app
  'allow-same-origin', // it keeps its login in localStorage and is blank without
  'allow-forms', // its sign-in form
  'allow-popups', // help, files and links open in windows
  'allow-popups-to-escape-sandbox', // which are dead (no dialogs, no downloads) inside the sandbox
  'allow-downloads', // QR codes and files of a conversation
].join(' ');

/** The feature, and the permission, by which a page reaches private addresses. */
export const LOCAL_NETWORK = 'local-network-access';

/** Features delegated to the console. Without `clipboard-write` one click on "copy" blanks it. */
export const DEFAULT_ALLOW = [
  'clipboard-write',
  'microphone',
  'camera',
  'display-capture',
  'fullscreen',
  'autoplay',
  LOCAL_NETWORK, // a public console may have its API on a private address
].join('; ');

/** True where the browser has local network access as a feature; others would warn of the name. */
function hasLocalNetwork(): boolean {
  return featurePolicy()?.features?.().includes(LOCAL_NETWORK) === true;
}

/**
 * Gives the iframe's `allow` value. A frame without `src` has no origin of its own to delegate to, so a feature without
 * an allow list gets the desk's origin. A feature that names its list stays as it is.
 */
export function framePermissions(allow: string, origin: string): string {
  return allow
    .split(';')
    .map((feature) => feature.trim())
    .filter((feature) => feature !== '' && (feature !== LOCAL_NETWORK || hasLocalNetwork()))
    .map((feature) => (/\s/.test(feature) ? feature : `${feature} ${origin}`))
    .join('; ');
}

/** True if a console can start in this sandbox at all. */
export function isUsableSandbox(sandbox: string): boolean {
  const flags = sandbox.toLowerCase().split(/\s+/);
  return flags.includes('allow-scripts') && flags.includes('allow-same-origin');
}
