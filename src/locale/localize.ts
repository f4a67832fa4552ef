import { parseLanguage } from '../language.js';
import { en, type Terms } from './terms.js';

/** Translations by lower-case language tag; English is built in. */
const translations = new Map<string, Terms>();

/** Adds a translation for a language tag such as `zh-CN`. Elements that are there take it at once. */
export function registerTerms(tag: string, terms: Terms): void {
  // Those made for an earlier version lack some.
  translations.set(tag.toLowerCase(), { ...en, ...terms });
  for (const update of followers) update();
}

/** The terms for a language tag, the nearest there is, else English. */
export function termsFor(tag: string): Terms {
  const { language, chinese } = parseLanguage(tag);
  return translations.get(chinese ?? tag.toLowerCase()) ?? translations.get(language) ?? en;
}

/** The language that holds for an element: its own or its nearest ancestor's `lang`, through shadow roots. */
export function nearestLanguage(element: Element): string {
  for (let node: Node | null = element; node !== null;) {
    if (node instanceof Element && node.getAttribute('lang')) return node.getAttribute('lang') ?? '';
    node = node instanceof ShadowRoot ? node.host : node.parentNode;
  }
  return '';
}

const followers = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Calls back when a `lang` changes in the document. @returns the end of it */
export function followLanguage(update: () => void): () => void {
  followers.add(update);
  observer ??= new MutationObserver(() => {
    for (const follower of followers) follower();
  });
  observer.observe(document, { attributes: true, attributeFilter: ['lang'], subtree: true });
  return () => {
    followers.delete(update);
    if (followers.size === 0) observer?.disconnect();
  };
}
