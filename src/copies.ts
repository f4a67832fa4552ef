// What all copies of this library in a page share, also those of other versions: the page's settings, its translations,
// and who follows both.

import type { PageSettings } from './settings/page-settings.js';

/** The one place of the page. Copies of other versions read and write it, so its shape must stay. */
interface Shared {
  settings?: PageSettings;
  /** True once a copy of this library has warned of different settings. */
  isWarned?: boolean;
  debug?: boolean;
  /** One object of each copy of this library that has defined elements here. */
  copies?: Set<object>;
  /** A map of texts by language tag. Any script can write here, so `locale/localize.ts` checks what it finds. */
  terms?: unknown;
  readonly followers: Set<() => void>;
}

// The key is a symbol, because an element with an id can take any name of the window that is a text.
const PLACE = Symbol.for('bytedesk-embed.page-settings');

/** Gives what the copies share. */
export function shared(): Shared {
  const page = globalThis as { [PLACE]?: Shared };
  if (!Object.hasOwn(page, PLACE)) Object.defineProperty(page, PLACE, { value: { followers: new Set() } });
  return page[PLACE] as Shared;
}

/** Tells all who follow the settings and translations, in every copy, that they have changed. */
export function tellFollowers(): void {
  for (const follow of [...shared().followers]) follow();
}
