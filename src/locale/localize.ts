import { en, type Terms } from './terms.js';

/** Translations by lower-case language tag; English is built in. */
const translations = new Map<string, Terms>();

/** Adds a translation for a language tag such as `zh-CN`. Elements that are there take it at once. */
export function registerTerms(tag: string, terms: Terms): void {
  translations.set(tag.toLowerCase(), terms);
  for (const update of followers) update();
}

/** Chinese is told apart by script, not by country: Hong Kong and Macau read Traditional. */
const ALIASES: Readonly<Record<string, string>> = {
  zh: 'zh-cn',
  'zh-hans': 'zh-cn',
  'zh-sg': 'zh-cn',
  'zh-hant': 'zh-tw',
  'zh-hk': 'zh-tw',
  'zh-mo': 'zh-tw',
};

/** The terms for a language tag, the nearest there is, else English. */
export function termsFor(tag: string): Terms {
  const parts = tag.toLowerCase().replaceAll('_', '-').split('-');
  for (let length = parts.length; length > 0; length -= 1) {
    const candidate = parts.slice(0, length).join('-');
    const terms = translations.get(candidate) ?? translations.get(ALIASES[candidate] ?? '');
    if (terms !== undefined) return terms;
  }
  return en;
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
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'], subtree: true });
  return () => {
    followers.delete(update);
    if (followers.size === 0) observer?.disconnect();
  };
}
