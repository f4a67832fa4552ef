import { resolveSettings } from '../settings/resolve.js';
import { pageDefaults } from '../settings/page-defaults.js';
import { BytedeskWorkspaceElement } from '../elements/workspace/workspace-element.js';
import { BytedeskError } from '../errors.js';

/** What a block may say of itself. */
const GOOD =
  /^(bytedesk=workspace|(server|api|path|token-url|label|lang)=.*|height=([\d.]+([a-z]+|%)?|\w+\(.*\))|(timeout|renew-before|check-interval)=[\d.]+|loading=(eager|lazy)|storage=(ephemeral|persistent)|sign-in=(token|console)|entry=(direct|login)|delivery=(url|bridge)|expired-view=(keep|cover))$/;

/**
 * The workspace that a block asks for. Whoever may write a comment may write a block: it cannot say who gets the token.
 *
 * @throws BytedeskError `untrusted-origin`, `invalid-server`, `invalid-path` or `mixed-content`; Error for another value
 * that cannot be used
 */
export function workspaceFor(block: Element): BytedeskWorkspaceElement {
  const element = document.createElement('bytedesk-workspace');
  // A page may have a hundred.
  element.setAttribute('loading', 'lazy');
  for (const name of ['bytedesk', ...BytedeskWorkspaceElement.observedAttributes]) {
    const value = block.getAttribute(`data-${name}`)?.trim();
    if (!value || /^(token|sandbox|allow)$/.test(name)) continue;
    if (!GOOD.test(`${name}=${value}`)) throw new Error(`A block has an unusable data-${name}.`);
    // As attributes: these outlive a clone, such as a snapshot of Turbo's.
    if (name !== 'bytedesk') element.setAttribute(name, value);
  }
  const { tokenUrl } = resolveSettings(element.consoleAttributes).session;
  const isForeign = element.tokenUrl && !tokenUrl?.startsWith(`${location.origin}/`);
  if (isForeign || !pageDefaults().server)
    throw new BytedeskError('untrusted-origin', 'A block wants what the script tag does not name.');
  return element;
}
