// What is to be seen of the console's page, and where the console is.

import { consolePath } from './console-route.js';
import { send } from './host-link.js';

/** True while the page is hidden until a sign-in or a sign-out is done. Nothing is reported before that. */
export let isHidden = false;
/** The path that the host knows. */
let knownPath = '';

/** Hides the page. The style is set by script, since a policy of the desk may forbid style attributes in markup. */
export function hide(hides = true): void {
  const { documentElement: page } = document;
  page.inert = isHidden = hides;
  page.style.opacity = hides ? '0' : '';
  reportRoute();
}

export const reveal = (): void => hide(false);

/** Gives the path to a host, which is then told of each change. */
export const takePath = (): string => (knownPath = consolePath());

export function reportRoute(): void {
  if (!isHidden && consolePath() !== knownPath) send({ type: 'route:changed', path: takePath() });
}

/** Calls back now or when the page has loaded, since there is nothing to see before that. */
export function whenLoaded(action: () => void): void {
  if (document.readyState === 'complete') action();
  else addEventListener('load', () => setTimeout(action));
}
