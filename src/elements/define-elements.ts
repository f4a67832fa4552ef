import { BytedeskWorkspaceElement } from './workspace-element.js';

/** Registers the elements. A tag that is taken stays as it is, so two copies of this library can load. */
export function defineElements(): void {
  if (customElements.get('bytedesk-workspace') === undefined) {
    customElements.define('bytedesk-workspace', BytedeskWorkspaceElement);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'bytedesk-workspace': BytedeskWorkspaceElement;
  }
}
