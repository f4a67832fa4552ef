import { BytedeskLoginButtonElement } from './login-button/login-button-element.js';
import { BytedeskWorkspaceElement } from './workspace/workspace-element.js';

/** Registers the elements. A tag that is taken stays as it is, so two copies of this library can load. */
export function defineElements(): void {
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
