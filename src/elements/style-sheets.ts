// Puts style sheets into shadow roots, also without constructed sheets and without custom elements of this document.

import type { CSSResult } from '@lit/reactive-element';
import { createElement, windowOf } from '../dom.js';

/** The constructed sheets of each document, so that two hundred elements share one. */
const shared = new WeakMap<Document, Map<CSSResult, CSSStyleSheet>>();

/**
 * Gives a shadow root the style sheets of its element class.
 *
 * A constructed sheet belongs to the document it was made for: another document refuses it, and the browser empties
 * `adoptedStyleSheets` when an element moves to another document. Call this again after such a move.
 */
export function adoptStyles(root: ShadowRoot, styles: readonly CSSResult[]): void {
  root.querySelectorAll('style').forEach((style) => style.remove());
  if ('adoptedStyleSheets' in root) root.adoptedStyleSheets = [];
  const sheets = shared.get(root.ownerDocument) ?? new Map<CSSResult, CSSStyleSheet>();
  shared.set(root.ownerDocument, sheets);
  for (const style of styles) {
    const known = sheets.get(style);
    if (known !== undefined) root.adoptedStyleSheets = [...root.adoptedStyleSheets, known];
    else {
      const sheet = addSheet(root, style.cssText);
      if (sheet !== null && sheet.ownerNode === null) sheets.set(style, sheet);
    }
  }
}

/**
 * Adds a style sheet to a shadow root. A browser without constructed sheets gets a `<style>` element, which a
 * Content-Security-Policy without `'unsafe-inline'` refuses; then the element works without its styles.
 *
 * @returns the sheet, or `null` where the environment has none
 */
export function addSheet(root: ShadowRoot, cssText: string): CSSStyleSheet | null {
  const view = windowOf(root);
  try {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(cssText);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return sheet;
  } catch {
    const style = createElement('style', root.ownerDocument);
    style.textContent = cssText;
    root.append(style);
    return style.sheet;
  }
}
