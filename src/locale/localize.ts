import { parseLanguage } from '../language.js';
import { en, type Terms } from './terms.js';

/** Translations by lower-case language tag; English is built in. */
const translations = new Map<string, Terms>();

/** Adds a translation for a language tag such as `zh-CN`. Elements that are there take it at once. */
export function registerTerms(tag: string, terms: Terms): void {
  // A translation that was made for an earlier version lacks some texts.
  translations.set(tag.toLowerCase(), { ...en, ...terms });
  update();
}

/** The terms for a language tag, the nearest there is, else English. */
export function termsFor(tag: string): Terms {
  const { language, chinese } = parseLanguage(tag);
  return translations.get(chinese ?? tag.toLowerCase()) ?? translations.get(language) ?? en;
}

/**
 * The language that holds for an element: its own or its nearest ancestor's `lang`, through shadow roots. The element may
 * stand in another window, whose nodes are no instances of this window's classes.
 */
export function nearestLanguage(element: Element): string {
  for (let within: Element | undefined = element; within !== undefined; within = hostOf(within)) {
    const found = within.closest('[lang]:not([lang=""])');
    // A form's own methods can be hidden by its fields.
    if (found !== null) return Element.prototype.getAttribute.call(found, 'lang') ?? '';
  }
  return '';
}

function hostOf(element: Element): Element | undefined {
  const root = element.getRootNode();
  // An image named `host` would be the `host` of a document.
  return Object.prototype.toString.call(root) === '[object ShadowRoot]'
    ? (root as ShadowRoot).host
    : undefined;
}

/** Who follows the language, each with the document it stands in. */
const followers = new Map<() => void, Document>();
let observer: MutationObserver | undefined;

function observe(target: Document): void {
  observer ??= new MutationObserver(update);
  // The document itself is observed, since its root element may be replaced.
  observer.observe(target, { attributes: true, attributeFilter: ['lang'], subtree: true });
}

function update(): void {
  for (const follower of followers.keys()) follower();
}

/** Calls back when a `lang` changes in a document. @returns the end of it */
export function followLanguage(follower: () => void, target: Document): () => void {
  followers.set(follower, target);
  observe(target);
  return () => {
    followers.delete(follower);
    const others = new Set(followers.values());
    if (others.has(target)) return;
    // An observer can only leave all documents at once.
    observer?.disconnect();
    for (const other of others) observe(other);
  };
}
