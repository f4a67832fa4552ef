/**
 * Lit keeps these on the window and creates each only where it is missing. An element of the page whose `id` is one of
 * the names would be taken for it, and no element of ours could be defined. As own properties they cannot be clobbered.
 * This module is imported before Lit.
 */
const NAMES = ['litPropertyMetadata', 'reactiveElementVersions', 'litIssuedWarnings'];

for (const name of [...NAMES, 'reactiveElementPolyfillSupport', 'reactiveElementPolyfillSupportDevMode']) {
  if (!Object.hasOwn(globalThis, name)) Reflect.set(globalThis, name, undefined);
}

export {};
