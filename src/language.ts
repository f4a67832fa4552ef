/** The parts of a language tag that this library needs. */
export interface LanguageTag {
  /** The whole tag in lower case with dashes, without character set and modifiers. */
  readonly tag: string;
  /** The primary subtag in lower case, two letters where there are two. */
  readonly language: string;
  /** The kind of Chinese, by script where the tag names one, else by region. Absent for other languages. */
  readonly chinese?: 'zh-cn' | 'zh-tw';
}

/** Codes for Chinese, those of old Windows and its name there, and `cn`, which is a country but often written. */
const CHINESE = /^(zh[sto]?|chi(nese)?|cmn|yue|ch[st]|cn)$/;
const SIMPLIFIED = /\b(hans|chs)\b/;
const TRADITIONAL = /\b((hant|cht|tw|hk|mo)\b|trad|taiwan|hong|maca)|^zht|^yue$/;

/**
 * Reads a language tag as systems write it: `zh-Hant-HK`, `en_US`, `zh_CN.UTF-8`, `zh_CN_#Hans`, `zh_TW@stroke`,
 * `Chinese (Traditional)_Taiwan.950`, or the first of a list. Any other text counts as an unknown language, and never
 * throws.
 */
export function parseLanguage(tag: string): LanguageTag {
  const [first = ''] = tag.toLowerCase().split(/[.@,;]/);
  const [code = '', ...rest] = first.match(/[a-z\d]+/g) ?? [];
  // Old codes, which Java wrote up to version 16.
  const language = code.replace(/^iw$/, 'he').replace(/^in$/, 'id').replace(/^ji$/, 'yi');
  const whole = [language, ...rest].join('-');
  if (!CHINESE.test(language)) return { tag: whole, language };
  const isTraditional = !SIMPLIFIED.test(whole) && TRADITIONAL.test(whole);
  return { tag: whole, language: 'zh', chinese: isTraditional ? 'zh-tw' : 'zh-cn' };
}
