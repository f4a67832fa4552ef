// Finds the texts for an element's language, and follows changes of language. The English texts are in `terms.ts`.

import { parseLanguage } from '../language.js';
import { warnOnce } from '../warn-once.js';
import { en, type Terms } from './terms.js';

/** The translations by language tag. English is built in. */
const translations = new Map<string, Terms>();

/**
 * Adds a translation for a language tag such as `zh-CN`. Elements that are in the page already show it at once. It also
 * serves related tags that have no translation, such as `pt` for `pt-BR`.
 */
export function registerTerms(tag: string, terms: Terms): void {
  const { tag: key, language, chinese = language } = parseLanguage(String(tag));
  // A translation for an earlier version lacks some texts.
  const complete = { ...en, ...terms, lang: usableTag(String(terms.lang || key)) };
  // A tag that names no language must not take the place of English.
  if (!key) return;
  translations.set(key, complete);
  if (!translations.has(chinese)) translations.set(chinese, complete);
  update();
}

const warnOfTag = (): void => warnOnce('something that is no language tag names a language.');

/** Gives a tag that browsers take: `Intl` throws at all others. */
function usableTag(tag: string): string {
  for (const one of [tag, parseLanguage(tag).tag])
    try {
      return Intl.getCanonicalLocales(one)[0] ?? en.lang;
    } catch {
      // The next spelling may be right.
    }
  warnOfTag();
  return en.lang;
}

/** Gives the texts for a language tag, or for the nearest one there is, else the English ones. */
export function termsFor(name: string): Terms {
  const { tag, language, chinese = language } = parseLanguage(name);
  if (name && !/^[a-z]{2,8}(?:-|$)/.test(tag)) warnOfTag();
  return [tag, chinese, language].map((key) => translations.get(key)).find(Boolean) ?? en;
}

/**
 * Gives the language of an element: its own `lang` or that of its nearest ancestor, through shadow roots. The element
 * may stand in another window, whose nodes are no instances of this window's classes.
 */
export function nearestLanguage(element: Element): string {
  for (let within: Element | undefined = element; within !== undefined; within = hostOf(within)) {
    const found = within.closest('[lang]:not([lang=""])');
    // A field of a form can hide a method of the form.
    if (found !== null) return Element.prototype.getAttribute.call(found, 'lang') ?? '';
  }
  return '';
}

function hostOf(element: Element): Element | undefined {
  const root = element.getRootNode();
  // In a document, `host` could be an image with that name.
  return Object.prototype.toString.call(root) === '[object ShadowRoot]'
    ? (root as ShadowRoot).host
    : undefined;
}

/** The callbacks that follow the language, each with the document of its element. */
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

/** Calls back when a `lang` changes in a document. @returns a function that ends this */
export function followLanguage(follower: () => void, target: Document): () => void {
  followers.set(follower, target);
  observe(target);
  return () => {
    followers.delete(follower);
    const others = new Set(followers.values());
    if (others.has(target)) return;
    // An observer cannot stop observing a single document.
    observer?.disconnect();
    for (const other of others) observe(other);
  };
}
