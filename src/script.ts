import { defineElements } from './elements/define-elements.js';
import { configure } from './settings/page-settings.js';
import { settingsOfTag } from './settings/script-tag.js';
import { BytedeskLoginButtonElement } from './elements/login-button/login-button-element.js';
import { BytedeskWorkspaceElement } from './elements/workspace/workspace-element.js';
import { BytedeskError } from './errors.js';
import { registerTerms } from './locale/localize.js';
import { zhCN } from './locale/zh-cn.js';
import { zhTW } from './locale/zh-tw.js';
import { autoMount } from './mount/auto-mount.js';
import { mount } from './mount/mount.js';
import { openConsole } from './open-console.js';
import { decodeToken } from './access-token.js';
import { consoleUrl } from './url/console-url.js';

/** What the script tag offers to other scripts of the page, as `BytedeskEmbed`. */
const api = Object.freeze({
  BytedeskError,
  BytedeskLoginButtonElement,
  BytedeskWorkspaceElement,
  configure,
  consoleUrl,
  decodeToken,
  mount,
  openConsole,
  registerTerms,
});

declare global {
  /** Set by the script-tag file. */
  var BytedeskEmbed: typeof api | undefined;
}

// Of the second copy of this file, too: whichever tag names servers first binds the page.
settingsOfTag(configure);

// A second copy of this file leaves the rest to the first. An element with this id is no copy: it is no own property.
if (!Object.hasOwn(globalThis, 'BytedeskEmbed')) {
  globalThis.BytedeskEmbed = api;
  registerTerms('zh-CN', zhCN);
  registerTerms('zh-TW', zhTW);
  // Last: elements that are in the page already start now, with all of the above.
  defineElements();
  autoMount();
}
