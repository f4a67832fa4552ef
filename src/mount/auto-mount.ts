// Starts everything that CMS markup asks for: blocks become workspaces, and clicks on links open consoles. The script
// tag calls it.

import { tellFollowers } from '../copies.js';
import { isEdited, isElement, queryAll, read } from '../dom.js';
import {
  followPageSettings,
  mayBeTakenBack,
  type PageSettings,
  pageSettings,
} from '../settings/page-settings.js';
import { workspaceFor } from './block.js';
import { followLink } from './link.js';
import { findIn, place, takeOut, WORKSPACE } from './place.js';
import { report } from './report.js';

const BLOCK = '[data-bytedesk]:not(a,form)';

// The methods come from the prototypes, since fields and images can take these names of a form and of the document.
const { prototype } = Element;

/** The blocks that could not be used, and the page settings that held then. */
const refused = new WeakMap<Element, PageSettings>();

function mountBlock(block: Element): void {
  const known = findIn(block, WORKSPACE);
  if (isEdited(block)) {
    if (known) takeOut(known);
    return;
  }
  if (known || refused.get(block) === pageSettings() || block.closest(WORKSPACE)) return;
  try {
    place(block, workspaceFor(block));
  } catch (error) {
    if (mayBeTakenBack(error)) return;
    refused.set(block, pageSettings());
    report(block, error);
  }
}

function mountIfBlock(node: Node): void {
  if (isElement(node) && prototype.matches.call(node, BLOCK)) mountBlock(node);
}

/** Mounts an element that is a block, and all blocks in it. */
function mountIn(node: Node): void {
  mountIfBlock(node);
  if (isElement(node)) prototype.querySelectorAll.call(node, BLOCK).forEach(mountBlock);
}

function watch(): void {
  const mountAll = (): void => queryAll(BLOCK).forEach(mountBlock);
  mountAll();
  followPageSettings(mountAll);
  new MutationObserver((mutations) => {
    // `document.open()` takes all listeners away.
    listen();
    for (const { target, addedNodes, attributeName } of mutations) {
      // An area begins to be edited, or is edited no more.
      if (attributeName === 'contenteditable') mountIn(target);
      // The target may have become a block just now, or may have lost its element to a script that morphs the page into
      // its server's markup.
      else mountIfBlock(target);
      addedNodes.forEach(mountIn);
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ['data-bytedesk', 'contenteditable'],
  });
}

let wasDesigned = false;

/** Nothing tells that design mode is switched on or off, but whoever edits selects first. */
function followDesignMode(): void {
  const isDesigned = read('designMode') === 'on';
  if (isDesigned === wasDesigned) return;
  wasDesigned = isDesigned;
  tellFollowers();
}

const follow = (event: MouseEvent): void => void followLink(event);

function listen(): void {
  // The listener is on the window, so that the page's own handlers come first.
  addEventListener('click', follow);
  addEventListener('auxclick', follow);
  addEventListener('selectionchange', followDesignMode, true);
}

/**
 * Turns the page's blocks and links into consoles, also those that are added later. The script tag calls it once per
 * page.
 */
export function autoMount(): void {
  listen();
  // The content of a block must have been parsed completely.
  if (read('readyState') === 'loading') addEventListener('DOMContentLoaded', watch);
  else watch();
}
