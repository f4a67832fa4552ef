/** The playground's own texts; the elements bring theirs. */
export const texts = {
  en: {
    where: 'This page is on {page}, the console on {desk}.',
    realDesk: 'a real desk',
    language: 'Language',
    heading: 'Customer service',
    paths: 'Console pages',
    chat: 'Conversations',
    ticket: 'Tickets',
    contact: 'Contacts',
    admin: 'Administration',
    session: 'Session',
    state: 'State',
    evidence: 'Evidence',
    ends: 'Token ends',
    agentStatus: 'Agent',
    never: 'not known',
    over: 'over',
    user: 'Signed in to this page as',
    life: 'Token lives',
    life30: '30 seconds',
    life90: '90 seconds',
    life3600: '1 hour',
    life2592000: '30 days',
    renew: 'New token',
    reload: 'Reload console',
    logout: 'Sign out',
    status: 'Agent’s status',
    available: 'Available',
    busy: 'Busy',
    offline: 'Offline',
    events: 'Events',
    clear: 'Clear',
    empty: 'What the console tells this page appears here.',
    unread: '{count} unread',
    noToken: 'This page’s own server could not get a token: ',
  },
  'zh-CN': {
    where: '本页面位于 {page}，工作台位于 {desk}。',
    realDesk: '真实服务器',
    language: '语言',
    heading: '在线客服',
    paths: '工作台页面',
    chat: '会话',
    ticket: '工单',
    contact: '联系人',
    admin: '管理后台',
    session: '登录状态',
    state: '状态',
    evidence: '依据',
    ends: '令牌到期',
    agentStatus: '客服',
    never: '未知',
    over: '已到期',
    user: '本页面登录账号',
    life: '令牌有效期',
    life30: '30 秒',
    life90: '90 秒',
    life3600: '1 小时',
    life2592000: '30 天',
    renew: '换新令牌',
    reload: '重新加载',
    logout: '退出登录',
    status: '客服状态',
    available: '在线',
    busy: '忙碌',
    offline: '离线',
    events: '事件',
    clear: '清空',
    empty: '工作台发给本页面的消息会显示在这里。',
    unread: '{count} 条未读',
    noToken: '本页面的服务器未能取得令牌：',
  },
} as const;

export type Language = keyof typeof texts;
export type TextName = keyof (typeof texts)['en'];

export const isLanguage = (value: string): value is Language => Object.hasOwn(texts, value);

/** Puts the texts of a language into the page, where `data-text` and `data-label` name them. */
export function applyTexts(language: Language, values: Readonly<Record<string, string>>): void {
  const text = (name: string): string =>
    (texts[language] as Readonly<Record<string, string>>)[name]?.replace(
      /\{(\w+)\}/g,
      (_, key: string) => values[key] ?? '',
    ) ?? '';
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    element.textContent = text(element.dataset['text'] ?? '');
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-label]')) {
    element.setAttribute('aria-label', text(element.dataset['label'] ?? ''));
  }
}
