import { defineElements } from './elements/define-elements.js';
import { setPageDefaults } from './elements/page-defaults.js';
import { BytedeskWorkspaceElement } from './elements/workspace-element.js';
import { BytedeskError } from './errors.js';
import { registerTerms } from './locale/localize.js';
import { zhCN } from './locale/zh-cn.js';
import { zhTW } from './locale/zh-tw.js';
import { decodeToken } from './session/access-token.js';
import { consoleUrl } from './url/console-url.js';

/** What the script tag offers to other scripts of the page, as `BytedeskEmbed`. */
const api = Object.freeze({
  BytedeskError,
  BytedeskWorkspaceElement,
  consoleUrl,
  decodeToken,
  registerTerms,
});

declare global {
  /** Set by the script-tag file. */
  var BytedeskEmbed: typeof api | undefined;
}

/** The tag this file came by. A module script has no `currentScript`, so it is looked for by its defaults. */
function scriptTag(): HTMLOrSVGScriptElement | null {
  return (
    document.currentScript ??
    document.querySelector<HTMLScriptElement>('script[data-server][src*="bytedesk-embed"]')
  );
}

// A second copy of this file leaves everything to the first.
if (globalThis.BytedeskEmbed === undefined) {
  globalThis.BytedeskEmbed = api;
  registerTerms('zh-CN', zhCN);
  registerTerms('zh-TW', zhTW);
  const { server, api: apiUrl, lang, servers } = scriptTag()?.dataset ?? {};
  setPageDefaults({
    server,
    api: apiUrl,
    lang,
    servers: servers?.split(/\s+/).filter((origin) => origin !== ''),
  });
  // Last: elements that are in the page already start now, with all of the above.
  defineElements();
}
