/**
 * Calls of a document through its prototype: an image or a form in the page can take any name of the document itself,
 * and would break, or answer, a plain call.
 */

/** Makes an element as `document.createElement` does. */
export const createElement = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  owner: Document = document,
): HTMLElementTagNameMap[K] => Document.prototype.createElement.call(owner, tag) as HTMLElementTagNameMap[K];

/** Finds elements as `document.querySelectorAll` does. */
export const queryAll = <E extends Element>(selector: string, owner: Document = document): E[] => [
  ...(Document.prototype.querySelectorAll.call(owner, selector) as NodeListOf<E>),
];
