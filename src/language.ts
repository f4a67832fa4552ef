/** The parts of a language tag that this library needs. */
export interface LanguageTag {
  /** The whole tag in lower case with dashes, without character set and modifiers. */
  readonly tag: string;
  /** The primary subtag in lower case, two letters where there are two. */
  readonly language: string;
  /** The kind of Chinese, by script where the tag names one, else by region. Absent for other languages. */
  readonly chinese?: 'zh-cn' | 'zh-tw';
}

/** Codes of three letters for Chinese, those of old Windows, and `cn`, which is a country but often written. */
const CHINESE = /^(?:zh[st]?|zho|chi|cmn|yue|ch[st]|cn)$/;

/**
 * Reads a language tag as systems write it: `zh-Hant-HK`, `en_US`, `zh_CN.UTF-8`, `zh_CN_#Hans`, `zh_TW@stroke`, or the
 * first of a list. Any other text counts as an unknown language, and never throws.
 */
export function parseLanguage(tag: string): LanguageTag {
  const [first = ''] = tag.toLowerCase().split(/[.@,;]/);
  const [language = '', ...rest] = first.match(/[a-z\d]+/g) ?? [];
  const whole = [language, ...rest].join('-');
  if (!CHINESE.test(language)) return { tag: whole, language };
  const namesOne = /(?:^|-)(?:hant|cht|tw|hk|mo)(?:-|$)/.test(whole);
  const isTraditional = !/-(?:hans|chs)(?:-|$)/.test(whole) && (namesOne || /^(?:zht|yue$)/.test(whole));
  return { tag: whole, language: 'zh', chinese: isTraditional ? 'zh-tw' : 'zh-cn' };
}
