import type { Terms } from './terms.js';

/** Traditional Chinese. */
export const zhTW: Terms = {
  agentConsole: '客服工作台',
  adminConsole: '客服管理後台',
  openConsole: '進入客服系統',
  windowBlocked: '視窗被瀏覽器封鎖了，請點此開啟。',
  loading: '正在開啟工作台…',
  expired: '登入已過期，請重新登入後繼續。',
  signedOut: '您已登出。',
  tryAgain: '重試',
  errorTimeout: '工作台遲遲沒有開啟，請檢查網路後重試。',
  errorBlocked: '此頁面的安全性設定不允許顯示工作台。',
  errorIdentity: '工作台裡可能還登入著其他帳號，請重新整理此頁後再試。',
  errorAddress: '工作台網址設定有誤，請聯絡此頁面的管理員。',
  errorToken: '未能登入工作台，請重新登入。',
  errorOther: '工作台暫時無法顯示。',
};
