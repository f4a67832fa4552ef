// Finds the texts for the language of an element, and follows what changes in its document. The English texts are in
// `terms.ts`.

import { shared, tellFollowers } from '../copies.js';
import { parseLanguage } from '../language.js';
import { warnOnce } from '../warn-once.js';
import { en, type Terms } from './terms.js';

/**
 * Gives the translations by language tag, of all copies of this library. English is built into each. Any script can put
 * something else here.
 */
function translations(): Map<unknown, unknown> {
  const place = shared();
  return place.terms instanceof Map ? place.terms : (place.terms = new Map<unknown, unknown>());
}

/** The key of a translation that also serves related languages that have none. */
const relatives = (language: string): string => `${language}*`;

/**
 * Adds a translation for a language tag such as `zh-CN`. Elements that are in the page already show it at once, also
 * those of other copies of this library. It also serves related tags that have no translation, such as `pt` for `pt-BR`.
 */
export function registerTerms(tag: string, terms: Terms): void {
  const { tag: key, language, chinese = language } = parseLanguage(String(tag));
  const texts = { ...terms, lang: usableTag(String(terms.lang || key)) };
  // A tag that names no language must not take the place of English.
  if (!key) return;
  const known = translations();
  known.set(key, texts);
  if (!known.has(relatives(chinese))) known.set(relatives(chinese), texts);
  tellFollowers();
}

/** Brings the two kinds of Chinese, which give way to those that a script of the page registers, before or after. */
export function bringChinese(simplified: Terms, traditional: Terms): void {
  translations().set(relatives('zh-cn'), simplified).set(relatives('zh-tw'), traditional);
  tellFollowers();
}

const warnOfTag = (): void => warnOnce('something that is no language tag names a language.');

/** Gives a tag that browsers take: `Intl` throws at all others. */
function usableTag(tag: string): string {
  for (const one of [tag, parseLanguage(tag).tag])
    try {
      return Intl.getCanonicalLocales(one)[0] ?? 'en';
    } catch {
      // The next spelling may be right.
    }
  warnOfTag();
  return 'en';
}

/** Gives the texts for a language tag, or for the nearest one there is, else the English ones. */
export function termsFor(name: string): Terms {
  const { tag, language, chinese = language } = parseLanguage(name);
  // A longer word may be the name of a language, as Windows has it.
  if (name && !/^[a-z]{2,3}$/.test(language)) warnOfTag();
  const known = translations();
  const found = [tag, chinese, relatives(chinese), language].map((key) => known.get(key)).find(Boolean);
  if (!found) return en;
  // A translation for another version of this library lacks some texts.
  const texts = Object.entries(found).filter(([, text]) => typeof text === 'string');
  const terms = { ...en, ...(Object.fromEntries(texts) as Partial<Terms>) };
  return { ...terms, lang: usableTag(terms.lang) };
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

/** The callbacks, each with the document of its element. */
const followers = new Map<() => void, Document>();
let observer: MutationObserver | undefined;

function observe(target: Document): void {
  observer ??= new MutationObserver(() => {
    for (const follow of followers.keys()) follow();
  });
  // The document itself is observed, since its root element may be replaced.
  observer.observe(target, { attributes: true, attributeFilter: ['lang', 'contenteditable'], subtree: true });
}

/**
 * Calls back when the language changes somewhere in a document, or an area begins or ends to be edited.
 *
 * @returns a function that ends this
 */
export function followDocument(follower: () => void, target: Document): () => void {
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
