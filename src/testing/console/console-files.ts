import type { ConsoleName } from './console-name.js';
import type { DeskState } from '../state/desk-state.js';
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

/** One file beside a console's index page. */
export interface ConsoleFile {
  readonly text: string;
  readonly type: string;
}

const JAVASCRIPT = 'text/javascript;charset=UTF-8';
const SHARED_SCRIPTS = [baseScript, sessionScript, routerScript, signInScript, pushScript, hostScript];

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

/** The index page of a console, with what it has to know about this desk. */
export function consolePage(state: DeskState, name: ConsoleName): string {
  return consoleHtml(state, name);
}

/** A file beside the index page, or null if there is none of that name. */
export function consoleFile(state: DeskState, name: ConsoleName, path: string): ConsoleFile | null {
  switch (path) {
    case 'index.html':
      return { text: consoleHtml(state, name), type: 'text/html;charset=UTF-8' };
    case 'assets/console.js':
      return { text: SCRIPTS[name], type: JAVASCRIPT };
    case 'assets/console.css':
      return { text: STYLES[name], type: 'text/css;charset=UTF-8' };
    case 'config.json':
      return { text: JSON.stringify(configOf(state)), type: 'application/json' };
    case 'bytedesk-bridge.js':
      return state.settings.bridge?.source ? { text: state.settings.bridge.source, type: JAVASCRIPT } : null;
    default:
      return null;
  }
}

// `enabled` says whether the console takes the addresses below instead of its own origin.
function configOf(state: DeskState): Record<string, unknown> {
  const { api } = state.addresses;
  return {
    enabled: state.isSplit,
    apiUrl: api,
    uploadApiUrl: api,
    htmlUrl: api,
    websocketUrl: `${api.replace(/^http/, 'ws')}/websocket`,
  };
}

// One strict function per console: the parts share its scope and leave nothing on `window`.
function bundle(parts: readonly string[]): string {
  const data = `const TEXTS = ${JSON.stringify(CONSOLE_TEXTS)};\nconst ICONS = ${JSON.stringify(ICONS)};\n`;
  return `(() => {\n'use strict';\n${data}${[...SHARED_SCRIPTS, ...parts, startScript].join('')}})();\n`;
}
