import { defineElements } from './elements/define-elements.js';
import { setPageDefaults } from './settings/page-defaults.js';
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

/**
 * The tag this file came by. A module script has no `currentScript`, so it is looked for by its defaults.
 * Asked of the prototype: `document.currentScript` itself is whatever an image of that name makes it, and with it the
 * server that gets the token.
 */
function scriptTag(): HTMLScriptElement | null {
  const current = Reflect.get(Document.prototype, 'currentScript', document) as Element | null;
  if (current !== null) return current instanceof HTMLScriptElement ? current : null;
  return Document.prototype.querySelector.call(
    document,
    'script[data-server][src*="bytedesk-embed"]',
  ) as HTMLScriptElement | null;
}

// A second copy of this file leaves everything to the first. An element with this id is no copy: it is no own property.
if (!Object.hasOwn(globalThis, 'BytedeskEmbed')) {
  globalThis.BytedeskEmbed = api;
  registerTerms('zh-CN', zhCN);
  registerTerms('zh-TW', zhTW);
  const { server, api: apiUrl, tokenUrl, lang, servers } = scriptTag()?.dataset ?? {};
  setPageDefaults({
    server,
    api: apiUrl,
    // Against the page's own address: a <base> in it may be anybody's.
    tokenUrl: tokenUrl && new URL(tokenUrl, location.href).href,
    lang,
    servers: servers?.split(/\s+/).filter((origin) => origin !== ''),
  });
  // Last: elements that are in the page already start now, with all of the above.
  defineElements();
  autoMount();
}
