import { createElement } from '../dom.js';
import { BytedeskWorkspaceElement } from '../elements/workspace/workspace-element.js';
import { BytedeskError } from '../errors.js';
import { pageSettings } from '../settings/page-settings.js';
import { resolveSettings } from '../settings/resolve.js';
import { namesServer, NEVER_IN_BLOCK } from '../settings/trust.js';
import { warnOnce } from '../warn-once.js';
import { UnusableMarkup } from './tell.js';

/** What a block may say of itself. */
const GOOD =
  /^(bytedesk=workspace|(server|api|path|label|lang)=.*|height=([\d.]+([a-z]+|%)?|\w+\(.*\))|(timeout|renew-before|check-interval)=[\d.]+|loading=(eager|lazy)|sign-in=(token|console)|entry=(direct|login)|delivery=(url|bridge)|expired-view=(keep|cover))$/;

/** Warns of what no block or link may say: anybody may write one. It is ignored. */
export function warnOfIgnored(markup: Element): void {
  for (const name of BytedeskWorkspaceElement.observedAttributes)
    if (NEVER_IN_BLOCK.test(name) && markup.hasAttribute(`data-${name}`))
      warnOnce(`data-${name} is ignored: only the page itself says that.`);
}

/**
 * The workspace that a block asks for. Whoever may write a comment may write a block: it cannot say who gets the token.
 *
 * @throws BytedeskError `untrusted-origin`, `invalid-server`, `invalid-path` or `mixed-content`; Error for another value
 * that cannot be used
 */
export function workspaceFor(block: Element): BytedeskWorkspaceElement {
  if (!namesServer(pageSettings()))
    throw new BytedeskError(
      'untrusted-origin',
      'A block mounts only where the page names a server: in data-server of the script tag, or in configure().',
    );
  const element = createElement('bytedesk-workspace');
  // A page may have a hundred.
  element.setAttribute('loading', 'lazy');
  for (const name of ['bytedesk', ...BytedeskWorkspaceElement.observedAttributes]) {
    const value = block.getAttribute(`data-${name}`)?.trim();
    if (!value || NEVER_IN_BLOCK.test(name)) continue;
    if (!GOOD.test(`${name}=${value}`)) throw new UnusableMarkup(`A block has an unusable data-${name}.`);
    // As attributes: these outlive a clone, such as a snapshot of Turbo's.
    if (name !== 'bytedesk') element.setAttribute(name, value);
  }
  resolveSettings(element.consoleAttributes);
  warnOfIgnored(block);
  return element;
}
