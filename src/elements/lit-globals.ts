/**
 * Lit keeps these on the window and creates each only where it is missing. An element of the page with one of these
 * names as its `id` would be taken for Lit's own, and none of our elements could be defined. Own properties cannot be
 * hidden in this way. This module is imported before Lit.
 */
const NAMES = ['litPropertyMetadata', 'reactiveElementVersions', 'litIssuedWarnings'];

for (const name of [...NAMES, 'reactiveElementPolyfillSupport', 'reactiveElementPolyfillSupportDevMode']) {
  if (!Object.hasOwn(globalThis, name)) Reflect.set(globalThis, name, undefined);
}

export {};
