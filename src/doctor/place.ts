// Finds out where an element stands, how large it is, and what hides it.

import type { Examined } from './examine.js';
import type { ElementFacts } from './types.js';

export function placeOf(element: Examined): ElementFacts['place'] {
  const { width, height } = element.getBoundingClientRect();
  const isSeen = 'checkVisibility' in element ? element.checkVisibility() : true;
  const hasNoSize = element.isConnected && (!isSeen || width === 0 || height === 0);
  return {
    isOtherWindow: element.ownerDocument !== document,
    hasNoSize,
    isLazy: element.waitsForViewport === true,
    size: `${Math.round(width)}×${Math.round(height)} px`,
    hider: hasNoSize ? hiderOf(element) : '',
  };
}

/**
 * The element that hides this one, or itself, by tag name and declaration. A width of nothing comes from the outermost that
 * has none; a height of nothing goes the other way, from what is inside.
 */
function hiderOf(element: Element): string {
  let narrow = '';
  let isNarrow = true;
  for (
    let node: Element | undefined = element;
    node;
    node = node.assignedSlot ?? node.parentElement ?? (node.getRootNode() as Partial<ShadowRoot>).host
  ) {
    const style = getComputedStyle(node);
    const { display } = style;
    const says = (declaration: string): string => `<${node?.localName ?? ''}> ${declaration}`;
    if (display === 'none' || (display === 'contents' && node === element))
      return says(`display: ${display}`);
    if (style.getPropertyValue('content-visibility') === 'hidden') return says('content-visibility: hidden');
    isNarrow &&= display === 'contents' || node.getBoundingClientRect().width === 0;
    if (isNarrow && display !== 'contents') narrow = says('width: 0');
  }
  return narrow || `<${element.localName}> height: 0`;
}
