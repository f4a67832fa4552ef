// Writes the index page of a console.

import type { ConsoleName } from './console-name.js';
import type { DeskState } from '../state/desk-state.js';

/**
 * Writes the index page of a console. The bridge, if any, is the first script in the head, as its operator is told to
 * add it.
 */
export function consoleHtml(
  state: DeskState,
  name: ConsoleName,
  assets: { script: string; style: string },
): string {
  const home = `${state.basePath}/${name}`;
  const { page } = state.settings;
  if (page !== null) return page.replace('<head>', () => `<head>\n${bridgeScript(state, home)}`);
  const title = name === 'agent' ? 'Agent console' : 'Admin console';
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
${storageScript(state)}${bridgeScript(state, home)}${vendorScript(state)}<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Stand-in desk</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${home}/assets/${assets.style}">
</head>
<body>
<noscript>Stand-in desk for development, not a ByteDesk server. The console needs JavaScript.</noscript>
<div id="root"></div>
<script type="application/json" id="stand-in">${JSON.stringify(startData(state, name)).replaceAll('<', '\\u003c')}</script>
<script src="${home}/assets/${assets.script}" defer></script>
</body>
</html>
`;
}

function startData(state: DeskState, name: ConsoleName): Record<string, unknown> {
  const { settings } = state;
  const isReloading = settings.selfReload > 0;
  if (isReloading) settings.selfReload -= 1;
  return {
    console: name,
    base: state.basePath,
    generation: settings.generation,
    captcha: settings.captcha,
    flood: settings.flood,
    strayMessages: settings.strayMessages,
    selfReload: isReloading,
    redirectTo: settings.redirectTo,
    compiledApi: settings.compiledApi,
    live: settings.live,
    logoutCalls: settings.logoutCalls,
    blocks: settings.scriptBlocks,
  };
}

// This stands for a browser that blocks site data, so it comes even before the bridge.
function storageScript(state: DeskState): string {
  if (!state.settings.storageBlocked) return '';
  const thrower = "throw new DOMException('Access is denied for this document.', 'SecurityError')";
  return `<script>Object.defineProperty(window, 'localStorage', { get() { ${thrower}; } });</script>\n`;
}

function bridgeScript(state: DeskState, home: string): string {
  const { bridge } = state.settings;
  if (!bridge) return '';
  const src = bridge.source ? `${home}/bytedesk-bridge.js` : (bridge.src ?? '');
  const data = { allow: bridge.allow.join(' '), ...bridge.data };
  const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${attribute(value)}"`);
  return `<script src="${attribute(src)}"${attributes.join('')}></script>\n`;
}

// This blocks everything after it, as in early consoles that load a script from the vendor's site.
function vendorScript(state: DeskState): string {
  if (state.settings.vendorScript === 'none') return '';
  return `<script src="${state.basePath}/vendor/never.js"></script>\n`;
}

function attribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
