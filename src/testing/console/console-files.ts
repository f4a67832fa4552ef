// Puts the files of a console together from the parts in `scripts/` and `styles/`.

import type { ConsoleName } from './console-name.js';
import type { DeskState } from '../state/desk-state.js';
import { scriptAsset, styleAsset } from './console-assets.js';
import { consoleHtml } from './console-html.js';
import { adminAppScript } from './scripts/admin-app.js';
import { adminPagesScript } from './scripts/admin-pages.js';
import { agentAppScript } from './scripts/agent-app.js';
import { agentCommandsScript } from './scripts/agent-commands.js';
import { agentConversationScript } from './scripts/agent-conversation.js';
import { agentPagesScript } from './scripts/agent-pages.js';
import { agentThreadsScript } from './scripts/agent-threads.js';
import { baseScript } from './scripts/base.js';
import { hostScript } from './scripts/host.js';
import { ICONS } from './scripts/icons.js';
import { liveScript } from './scripts/live.js';
import { plainPasswordScript, sealedPasswordScript } from './scripts/password.js';
import { pushScript } from './scripts/push.js';
import { routerScript } from './scripts/router.js';
import { sessionScript } from './scripts/session.js';
import { signInScript } from './scripts/sign-in.js';
import { startScript } from './scripts/start.js';
import { adminStyles } from './styles/admin.js';
import { agentStyles } from './styles/agent.js';
import { baseStyles } from './styles/base.js';
import { signInStyles } from './styles/sign-in.js';
import { CONSOLE_TEXTS } from './texts.js';

/** The index page of a console, or a file beside it. */
export interface ConsoleFile {
  readonly text: string;
  readonly type: string;
  /** True where a hash in the name stands for the content, so that a browser may keep the file for good. */
  readonly isForever?: boolean;
}

const HTML = 'text/html;charset=UTF-8';
const JAVASCRIPT = 'text/javascript;charset=UTF-8';
const SHARED_SCRIPTS = [
  baseScript,
  sessionScript,
  routerScript,
  signInScript,
  pushScript,
  liveScript,
  hostScript,
];

const SCRIPTS: Record<ConsoleName, string> = {
  agent: bundle([
    agentAppScript,
    agentThreadsScript,
    agentConversationScript,
    agentCommandsScript,
    agentPagesScript,
    plainPasswordScript,
  ]),
  admin: bundle([adminAppScript, adminPagesScript, sealedPasswordScript]),
};
const STYLES: Record<ConsoleName, string> = {
  agent: [baseStyles, signInStyles, agentStyles].join(''),
  admin: [baseStyles, signInStyles, adminStyles].join(''),
};

/** Gives the index page of a console, with all that it has to know about this desk. */
export function consolePage(state: DeskState, name: ConsoleName): ConsoleFile {
  const { script, style } = assetsOf(state, name);
  return { text: consoleHtml(state, name, { script: script.name, style: style.name }), type: HTML };
}

/** Gives a file beside the index page, or null if there is none of that name. */
export function consoleFile(state: DeskState, name: ConsoleName, path: string): ConsoleFile | null {
  const { script, style } = assetsOf(state, name);
  const isForever = state.settings.caching === 'hashed';
  switch (path) {
    case 'index.html':
      return consolePage(state, name);
    case `assets/${script.name}`:
      return { text: script.text, type: JAVASCRIPT, isForever };
    case `assets/${style.name}`:
      return { text: style.text, type: 'text/css;charset=UTF-8', isForever };
    case 'config.json':
      return { text: JSON.stringify(configOf(state)), type: 'application/json' };
    case 'bytedesk-bridge.js':
      return state.settings.bridge?.source ? { text: state.settings.bridge.source, type: JAVASCRIPT } : null;
    default:
      return null;
  }
}

function assetsOf({ settings }: DeskState, name: ConsoleName) {
  return { script: scriptAsset(settings, SCRIPTS[name]), style: styleAsset(settings, STYLES[name]) };
}

// `enabled` says whether the console uses the addresses below in place of its own origin, or of those built into it.
function configOf(state: DeskState): Record<string, unknown> {
  const { api } = state.addresses;
  return {
    enabled: state.isSplit || state.settings.compiledApi !== null,
    apiUrl: api,
    uploadApiUrl: api,
    htmlUrl: api,
    websocketUrl: `${api.replace(/^http/, 'ws')}/websocket`,
  };
}

// Each console is one strict function: its parts share a scope and leave nothing on `window`.
function bundle(parts: readonly string[]): string {
  const data = `const TEXTS = ${JSON.stringify(CONSOLE_TEXTS)};\nconst ICONS = ${JSON.stringify(ICONS)};\n`;
  return `(() => {\n'use strict';\n${data}${[...SHARED_SCRIPTS, ...parts, startScript].join('')}})();\n`;
}
