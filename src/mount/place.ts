// Puts an element into its host, for blocks and for `mount()`.

import { createElement, isElement, kindOf } from '../dom.js';

export const WORKSPACE = 'bytedesk-workspace';

/** Finds the element that was put into a host before. */
export const findIn = (host: Element, tag: string): Element | undefined =>
  [...host.children].find(({ localName }) => localName === tag);

/** Elements that show something though they hold no text. */
const SHOWS = 'img[src],svg,video,audio,canvas,iframe,object,embed,input,button,select,textarea,hr,a[href]';
/** Elements that show nothing, whatever they hold: those of an editor's own, hidden ones, and code. */
const SHOWS_NOTHING = '[data-mce-bogus=all],[hidden],[type=hidden],script,style,template,noscript';
const { prototype } = Element;

/**
 * True for what readers do not see: white space, characters without width, comments, line breaks and empty paragraphs,
 * with which editors fill an empty block.
 */
function isFiller(node: Node): boolean {
  // Besides texts there are comments and processing instructions.
  if (!isElement(node)) return kindOf(node) > 4 || !/[^\s\xad\u200b-\u200f\u2060]/.test(node.nodeValue ?? '');
  if (prototype.matches.call(node, SHOWS_NOTHING)) return true;
  return (
    !node.localName.includes('-') &&
    !prototype.matches.call(node, SHOWS) &&
    [...node.childNodes].every(isFiller)
  );
}

/**
 * Gives the nodes of a host's content. That of a block from before it was mounted stands in an element of ours where it
 * was saved, and would otherwise be wrapped once more each time that a sanitizer takes our element away.
 */
const contentOf = (host: Node): Node[] =>
  [...host.childNodes].flatMap((node) =>
    isElement(node) && prototype.matches.call(node, 'div[slot=error]') ? contentOf(node) : [node],
  );

/** What stood in a host before, by the element that stands there now. */
const before = new WeakMap<Element, readonly Node[]>();

/** Puts an element into a host. The content of the host is shown if the element fails. */
export function place(host: Element, element: Element): void {
  const nodes = contentOf(host);
  before.set(element, nodes);
  host.replaceChildren(element);
  // Empty content would replace the panel that explains the failure.
  if (nodes.every(isFiller)) return;
  const content = createElement('div');
  content.slot = 'error';
  content.append(...nodes);
  element.append(content);
}

/** True for an element that was put into its host by this file, and not by markup. */
export const isPlaced = (element: Element): boolean => before.has(element);

/** Takes an element that was placed out again, and puts back what stood there. */
export function takeOut(element: Element): void {
  const nodes = before.get(element);
  if (nodes) element.replaceWith(...nodes);
}
