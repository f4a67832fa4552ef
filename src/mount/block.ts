// Reads a block of CMS markup. `settings/trust.ts` says what a block may name at all.

import { createElement } from '../dom.js';
import { BytedeskWorkspaceElement } from '../elements/workspace/workspace-element.js';
import { mayStart } from '../elements/workspace/near-viewport.js';
import { BytedeskError } from '../errors.js';
import { pageSettings } from '../settings/page-settings.js';
import { resolveSettings } from '../settings/resolve.js';
import { namesServer, NEVER_IN_BLOCK } from '../settings/trust.js';
import { warnOnce } from '../warn-once.js';
import { UnusableMarkup } from './report.js';

/** The values that the attributes of a block can have. */
const GOOD =
  /^(bytedesk=workspace|(server|api|path|label|lang)=.*|height=([\d.]+([a-z]+|%)?|\w+\(.*\))|(timeout|renew-before|check-interval)=[\d.]+|loading=(eager|lazy)|sign-in=(token|console)|entry=(direct|login)|delivery=(url|bridge)|expired-view=(keep|cover))$/;

/** Warns of attributes that are ignored in blocks and links, because anybody may write one. */
export function warnOfIgnored(markup: Element): void {
  for (const name of BytedeskWorkspaceElement.observedAttributes)
    if (NEVER_IN_BLOCK.test(name) && markup.hasAttribute(`data-${name}`))
      warnOnce(`data-${name} is ignored: only the page itself says that.`);
}

/**
 * Makes the workspace that a block asks for. Whoever may write a comment may write a block, so a block cannot say who
 * gets the token.
 *
 * @throws BytedeskError `untrusted-origin`, `invalid-server`, `invalid-path` or `mixed-content`; Error for another
 * value that cannot be used
 */
export function workspaceFor(block: Element): BytedeskWorkspaceElement {
  if (!namesServer(pageSettings()))
    throw new BytedeskError(
      'untrusted-origin',
      'A block mounts only where the page names a server: in data-server of the script tag, or in configure().',
    );
  const element = createElement('bytedesk-workspace');
  // A page may have a hundred blocks.
  element.setAttribute('loading', 'lazy');
  for (const name of ['bytedesk', ...BytedeskWorkspaceElement.observedAttributes]) {
    const value = block.getAttribute(`data-${name}`)?.trim();
    if (!value || NEVER_IN_BLOCK.test(name)) continue;
    if (!GOOD.test(`${name}=${value}`)) throw new UnusableMarkup(`A block has an unusable data-${name}.`);
    // Attributes are set instead of properties, because they survive a clone, such as a snapshot of Turbo.
    if (name === 'bytedesk' || (value === 'eager' && !mayStart(element))) continue;
    element.setAttribute(name, value);
  }
  // An element of another copy of this library refuses its attributes itself, and then shows what stood in the block.
  if (element instanceof BytedeskWorkspaceElement) resolveSettings(element.consoleAttributes);
  warnOfIgnored(block);
  return element;
}
