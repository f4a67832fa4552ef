// The tags of the elements: their registration, and their types for TypeScript.

import { countCopy } from '../settings/page-settings.js';
import { BytedeskLoginButtonElement } from './login-button/login-button-element.js';
import { BytedeskWorkspaceElement } from './workspace/workspace-element.js';

/** Registers the elements. A tag that is taken stays as it is, so two copies of this library can be in one page. */
export function defineElements(): void {
  countCopy(BytedeskWorkspaceElement);
  const elements = {
    'bytedesk-workspace': BytedeskWorkspaceElement,
    'bytedesk-login-button': BytedeskLoginButtonElement,
  };
  for (const [tag, element] of Object.entries(elements)) {
    if (!customElements.get(tag)) customElements.define(tag, element);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bytedesk-workspace': BytedeskWorkspaceElement;
    'bytedesk-login-button': BytedeskLoginButtonElement;
  }
}
