import { workspaceFor } from './block.js';
import { followLink } from './link.js';
import { findIn, place, WORKSPACE } from './place.js';
import { tell } from './tell.js';

const BLOCK = '[data-bytedesk]:not(a,form)';

// Of the prototypes: fields and images can take these names of a form and of the document.
const { prototype } = Element;

/** Blocks that were left alone. */
const refused = new WeakSet<Element>();

function mountBlock(block: Element): void {
  if (refused.has(block) || block.closest(WORKSPACE) || findIn(block, WORKSPACE)) return;
  try {
    place(block, workspaceFor(block));
  } catch (error) {
    refused.add(block);
    tell(block, error);
  }
}

function mountIfBlock(node: Node): void {
  if (node instanceof Element && prototype.matches.call(node, BLOCK)) mountBlock(node);
}

function watch(): void {
  Document.prototype.querySelectorAll.call(document, BLOCK).forEach(mountBlock);
  new MutationObserver((mutations) => {
    for (const { target, addedNodes } of mutations) {
      // A block from now on, or one whose element was taken away: by what morphs a page into its server's markup.
      mountIfBlock(target);
      for (const node of addedNodes) {
        mountIfBlock(node);
        if (node instanceof Element) prototype.querySelectorAll.call(node, BLOCK).forEach(mountBlock);
      }
    }
  }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-bytedesk'] });
}

/** Turns the page's blocks and links into consoles, and those that come later. For the script tag; once per page. */
export function autoMount(): void {
  const follow = (event: MouseEvent): void => void followLink(event);
  // On the window, where the page's own handlers have had their say.
  addEventListener('click', follow);
  addEventListener('auxclick', follow);
  // What stands in a block must be there as a whole.
  if (Reflect.get(Document.prototype, 'readyState', document) === 'loading')
    addEventListener('DOMContentLoaded', watch);
  else watch();
}
