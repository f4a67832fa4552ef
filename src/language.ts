/** What this library needs to know of a language tag. */
export interface LanguageTag {
  /** Primary subtag, lower case. */
  readonly language: string;
  /** Which Chinese: by script where the tag names one, else by region. Absent for other languages. */
  readonly chinese?: 'zh-cn' | 'zh-tw';
}

/** Reads a language tag such as `zh-Hant-HK` or `en_US`. Anything else has an unknown language, never an error. */
export function parseLanguage(tag: string): LanguageTag {
  const [language = '', ...rest] = tag.trim().toLowerCase().split(/[-_]/);
  if (language !== 'zh') return { language };
  const traditional = rest.includes('hant') || (!rest.includes('hans') && /tw|hk|mo/.test(rest.join()));
  return { language, chinese: traditional ? 'zh-tw' : 'zh-cn' };
}
