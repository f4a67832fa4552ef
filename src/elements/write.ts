// Writes the texts of panels and buttons.

/** The text that was written into each element, since a page translator may show another one there. */
const written = new WeakMap<HTMLElement, string>();

/**
 * Writes a text unless it was written last. A text that is written again is announced again by screen readers, and takes
 * away what a page translator made of it.
 */
export function write(element: HTMLElement, text: string): void {
  if (written.get(element) === text) return;
  written.set(element, text);
  element.textContent = text;
}
