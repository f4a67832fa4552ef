// Watches the storage and the address of the console's page.

import { wrap } from './attempt.js';
import { ANYWHERE, ELSEWHERE, HERE } from './console-session.js';
import { isLogin, readLogin } from './login-store.js';

/** Watches the stored login, in this page and from other tabs. */
export function watchStorage(onChange: (by: number) => void): void {
  for (const name of ['setItem', 'removeItem', 'clear']) {
    wrap(Storage.prototype, name, (area, [key]) => {
      if (!isLogin(area, key)) return undefined;
      // A login that is not there any more was removed by another page, of which no event has told yet.
      const by = readLogin() ? HERE : ANYWHERE;
      return () => onChange(by);
    });
  }
  addEventListener('storage', ({ storageArea, key }) => {
    if (isLogin(storageArea, key)) onChange(ELSEWHERE);
  });
}

/** Watches the address. `onChange` is called after the script that changed it has finished. */
export function watchRoutes(onChange: () => void): void {
  const changed = (): void => queueMicrotask(onChange);
  for (const name of ['pushState', 'replaceState']) wrap(history, name, () => changed);
  addEventListener('popstate', changed);
}
