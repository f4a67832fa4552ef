// The file of the script tag: it registers the elements, reads the tag's settings, mounts the page's blocks, and offers
// a global to the page's scripts.

import { defineElements } from './elements/define-elements.js';
import { configure } from './settings/page-settings.js';
import { settingsOfTag } from './settings/script-tag.js';
import { BytedeskLoginButtonElement } from './elements/login-button/login-button-element.js';
import { BytedeskWorkspaceElement } from './elements/workspace/workspace-element.js';
import { BytedeskError } from './errors.js';
import { bringChinese, registerTerms } from './locale/localize.js';
import { zhCN } from './locale/zh-cn.js';
import { zhTW } from './locale/zh-tw.js';
import { autoMount } from './mount/auto-mount.js';
import { mount } from './mount/mount.js';
import { diagnose } from './diagnose.js';
import { openConsole } from './open-console.js';
import { decodeToken } from './access-token.js';
import { consoleUrl } from './url/console-url.js';

/** The functions and classes that other scripts of the page find as `BytedeskEmbed`. */
const api = Object.freeze({
  BytedeskError,
  BytedeskLoginButtonElement,
  BytedeskWorkspaceElement,
  configure,
  consoleUrl,
  decodeToken,
  diagnose,
  mount,
  openConsole,
  registerTerms,
});

declare global {
  /** The global that the script-tag file sets. */
  var BytedeskEmbed: typeof api | undefined;
}

// A second copy of this file reads its tag, too: the first tag that names servers binds the page.
settingsOfTag(configure);

// A second copy of this file leaves everything else to the first. An element with this id is no copy, since it is no
// own property.
if (!Object.hasOwn(globalThis, 'BytedeskEmbed')) {
  globalThis.BytedeskEmbed = api;
  bringChinese(zhCN, zhTW);
  // The elements are registered after that: those that are in the page already start now, and need all of the above.
  defineElements();
  autoMount();
}
