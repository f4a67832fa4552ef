import { BytedeskWorkspaceElement } from './elements/workspace-element.js';

/** Registers an element unless its tag is taken, as it is when two copies of this library load. */
function define(tag: string, element: CustomElementConstructor): void {
  if (customElements.get(tag) === undefined) customElements.define(tag, element);
}

define('bytedesk-workspace', BytedeskWorkspaceElement);

declare global {
  interface HTMLElementTagNameMap {
    'bytedesk-workspace': BytedeskWorkspaceElement;
  }
}
