/**
 * Calls methods of a document through its prototype. An image or a form in the page can take any name of the document
 * itself, and would break, or answer, a plain call.
 */

/** Makes an element as `document.createElement` does. */
export const createElement = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  owner: Document = document,
): HTMLElementTagNameMap[K] => Document.prototype.createElement.call(owner, tag) as HTMLElementTagNameMap[K];

/** Finds elements as `document.querySelectorAll` does. */
export const queryAll = <E extends Element>(selector: string, owner: Document = document): E[] => [
  ...(Document.prototype.querySelectorAll.call(owner, selector) as NodeListOf<E>),
];

/** Reads a property of a document. A plain read would give an image, or the window of a frame, that has this name. */
export const read = <K extends keyof Document>(name: K, owner: Document = document): Document[K] =>
  Reflect.get(Document.prototype, name, owner);

/** Gives the window of an element's document, or the page's own for a document that is shown nowhere. */
export const windowOf = ({ ownerDocument }: Node): Window & typeof globalThis =>
  read('defaultView', ownerDocument ?? document) ?? window;

/** False for an element of a document that is shown nowhere: one that a script has parsed, or of a frame that is gone. */
export const hasWindow = ({ ownerDocument }: Element): boolean => read('defaultView', ownerDocument) !== null;

/** True for a document that the browser prepares before anybody has asked for it. */
export const isPrerendering = (owner: Document): boolean =>
  (owner as { prerendering?: boolean }).prerendering === true;

/** Gives the kind of a node, 1 for an element. A node of another window is no instance of this window's classes. */
export const kindOf = (node: Node): number => Reflect.get(Node.prototype, 'nodeType', node);

export const isElement = (node: Node): node is Element => kindOf(node) === 1;

/** Areas that somebody edits: what stands in them is saved as it is. An island that is not editable is saved, too. */
const EDITED = '[contenteditable]:not([contenteditable="false" i])';

export const isEdited = (element: Element): boolean =>
  read('designMode', element.ownerDocument) === 'on' ||
  Element.prototype.closest.call(element, EDITED) !== null;

/** Gives Chromium's list of the features that this browser knows and this page allows; other browsers have none. */
export const featurePolicy = (): FeaturePolicy | undefined =>
  Reflect.get(Document.prototype, 'featurePolicy', document) as FeaturePolicy | undefined;

interface FeaturePolicy {
  features?(): readonly string[];
  allowsFeature(name: string): boolean;
}
