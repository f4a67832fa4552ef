/** How far from the viewport a lazy console starts, so that it is there when it is scrolled to. */
const MARGIN = '300px';

/** Calls back once when the element comes near the viewport. @returns the end of it */
export function whenNearViewport(element: Element, near: () => void): () => void {
  const { IntersectionObserver } = element.ownerDocument.defaultView ?? window;
  if (IntersectionObserver === undefined) {
    // A test environment has no layout: everything counts as near.
    near();
    return () => undefined;
  }
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      near();
    },
    { rootMargin: MARGIN },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
