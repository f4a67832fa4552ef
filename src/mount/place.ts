import { createElement } from '../dom.js';

export const WORKSPACE = 'bytedesk-workspace';

/** The element that was put into a host before. */
export const findIn = (host: Element, tag: string): Element | undefined =>
  [...host.children].find(({ localName }) => localName === tag);

/** Puts an element into a host. What stands there shows if the element fails. */
export function place(host: Element, element: Element): void {
  const content = createElement('div');
  content.slot = 'error';
  content.append(...host.childNodes);
  // An empty one would take the place of the panel that says what is wrong.
  if (content.childElementCount || content.textContent?.trim()) element.append(content);
  host.append(element);
}
