// Tells when a lazy workspace is to start.

import { windowOf } from '../../dom.js';
import { warnOnce } from '../../warn-once.js';

/** How far from the viewport a lazy console starts, so that it is there when the user scrolls to it. */
const MARGIN = '300px';

/** The most lazy workspaces and blocks of a page that run at the same time, since anybody may write a hundred. */
const MOST = 20;

let running: Element[] = [];

/** Counts an element that is to start now and will be on the page. @returns false if too many run already */
export function mayStart(element: Element): boolean {
  running = running.filter((other) => other.isConnected && other !== element);
  if (running.length < MOST) return running.push(element) > 0;
  warnOnce(`${MOST} consoles run already. Further blocks and lazy elements wait.`);
  return false;
}

/** Calls back once when the element comes near the viewport. @returns a function that ends this */
export function whenNearViewport(element: Element, near: () => void): () => void {
  const { IntersectionObserver } = windowOf(element);
  if (IntersectionObserver === undefined) {
    // A test environment has no layout, so everything counts as near.
    near();
    return () => undefined;
  }
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting) || !mayStart(element)) return;
      observer.disconnect();
      near();
    },
    { rootMargin: MARGIN },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
