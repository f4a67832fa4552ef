/** What the sandboxed console may do, each with the reason it is needed. */
export const DEFAULT_SANDBOX = [
  'allow-scripts', // the console is a single-page app
  'allow-same-origin', // it keeps its login in localStorage and is blank without
  'allow-forms', // its sign-in form
  'allow-popups', // help, files and links open in windows
  'allow-popups-to-escape-sandbox', // which are dead (no dialogs, no downloads) inside the sandbox
  'allow-downloads', // QR codes and files of a conversation
].join(' ');

/** Features delegated to the console. Without `clipboard-write` one click on "copy" blanks it. */
export const DEFAULT_ALLOW = [
  'clipboard-write',
  'microphone',
  'camera',
  'display-capture',
  'fullscreen',
  'autoplay',
].join('; ');

/**
 * The iframe's `allow` value. A frame without `src` has no origin of its own to delegate to, so a feature that
 * stands alone gets the desk's origin; one that names its allow list is left as it is.
 */
export function framePermissions(allow: string, origin: string): string {
  return allow
    .split(';')
    .map((feature) => feature.trim())
    .filter((feature) => feature !== '')
    .map((feature) => (/\s/.test(feature) ? feature : `${feature} ${origin}`))
    .join('; ');
}

/** True if a console can start in this sandbox at all. */
export function isUsableSandbox(sandbox: string): boolean {
  const flags = sandbox.toLowerCase().split(/\s+/);
  return flags.includes('allow-scripts') && flags.includes('allow-same-origin');
}
