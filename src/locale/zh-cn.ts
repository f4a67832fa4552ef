// The texts of panels and buttons in Simplified Chinese. `elements/workspace/panels/panel-content.ts` chooses among them.
// `test/locale/localize.test.ts` fails for a term that is missing, empty, without a Chinese character or with a traditional one,
// `test/locale/docs.node.test.ts` for one that docs/panels.zh-CN.md does not show.

import type { Terms } from './terms.js';

/** Simplified Chinese. */
export const zhCN: Terms = {
  lang: 'zh-CN',
  agentConsole: '客服工作台',
  adminConsole: '客服管理后台',
  openConsole: '进入客服系统',
  windowBlocked: '窗口被浏览器拦截了，请点此打开。',
  loading: '正在打开工作台…',
  slow: '加载时间比平时长，请稍候',
  expired: '登录已过期',
  signedOut: '您已退出登录',
  signInFailed: '工作台登录失败',
  offline: '网络已断开',
  noAnswer: '工作台没有响应',
  blocked: '无法在当前页面显示工作台',
  setup: '当前页面的工作台配置有误',
  seats: '客服坐席已满',
  disabled: '您的账号已被停用',
  conflict: '工作台可能仍登录着 {} 的账号',
  conflictUnknown: '工作台可能仍登录着其他人的账号',
  comesBack: '网络恢复后，工作台会自动打开。',
  checkConnection: '请检查网络后重试。',
  contact: '请联系管理员。',
  newTabOrContact: '请在新标签页中打开，或联系管理员。',
  signInHere: '请刷新页面后重新登录。',
  reloadForOwn: '刷新页面后即可使用您自己的账号。',
  signOutThere: '请先退出该账号，再使用您自己的账号。',
  signOutBelow: '请先在下方工作台中退出登录，再点击“继续”。',
  retry: '{}自动重试。',
  tryAgain: '重试',
  signIn: '重新登录',
  reloadPage: '刷新页面',
  newTab: '在新标签页中打开',
  showConsole: '前往工作台退出登录',
  goOn: '继续',
};
