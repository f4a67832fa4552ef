import type { Terms } from './terms.js';

/** Simplified Chinese. */
export const zhCN: Terms = {
  agentConsole: '客服工作台',
  adminConsole: '客服管理后台',
  openConsole: '进入客服系统',
  windowBlocked: '窗口被浏览器拦截了，请点此打开。',
  loading: '正在打开工作台…',
  expired: '登录已过期，请重新登录后继续。',
  signedOut: '您已退出登录。',
  tryAgain: '重试',
  errorTimeout: '工作台迟迟没有打开，请检查网络后重试。',
  errorBlocked: '当前页面的安全设置不允许显示工作台。',
  errorIdentity: '工作台里可能还登录着其他账号，请刷新本页后再试。',
  errorAddress: '工作台地址配置有误，请联系本页面的管理员。',
  errorToken: '未能登录工作台，请重新登录。',
  errorOther: '工作台暂时无法显示。',
};
