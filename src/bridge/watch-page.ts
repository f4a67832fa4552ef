import { attempt, wrap } from './attempt.js';
import { isLogin } from './login-store.js';

const afterwards = (action: () => void) => (result: unknown) => {
  attempt(action);
  return result;
};

/** Watches the stored login, in this page and from other tabs. `isRemote`: another tab did it. */
export function watchStorage(onChange: (isRemote?: boolean) => void): void {
  for (const name of ['setItem', 'removeItem', 'clear']) {
    wrap(Storage.prototype, name, (area, [key]) => (isLogin(area, key) ? afterwards(onChange) : undefined));
  }
  addEventListener('storage', ({ storageArea, key }) => {
    if (isLogin(storageArea, key)) onChange(true);
  });
}

/** Watches the address; `onChange` is called when the script that changed it is through. */
export function watchRoutes(onChange: () => void): void {
  const changed = (): void => queueMicrotask(onChange);
  for (const name of ['pushState', 'replaceState']) wrap(history, name, () => afterwards(changed));
  addEventListener('popstate', changed);
  // Sees what goes past the wrappers, where it exists.
  const { navigation } = globalThis as { navigation?: EventTarget };
  navigation?.addEventListener('currententrychange', changed);
}
