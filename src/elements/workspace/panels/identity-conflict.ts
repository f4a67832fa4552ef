// The two ways out when the browser's storage holds another user's console.

import { ConsoleFrame } from '../../../frame/console-frame.js';
import { forgetOwner, previousOwner, storeOf } from '../console/console-owner.js';
import type { Session } from '../../../session/session.js';
import type { ConsoleSettings } from '../../../settings/resolve.js';
import type { PanelContent, PanelAction } from './panel-content.js';
import type { WorkspaceController } from '../controller.js';
import type { WorkspaceHost } from '../host.js';

/**
 * The ways out of an identity conflict. A store that dies with the page is empty after a reload. A store that stays must
 * be emptied by the user: this class shows him the other user's console, without a token, so that he can sign out there.
 * That frame is not the workspace's own console: nothing it says reaches the host page, because its user is another one.
 */
export class IdentityConflict {
  readonly #host: WorkspaceHost;
  readonly #controller: Pick<WorkspaceController, 'settings'>;
  #shown: ConsoleFrame | undefined;

  constructor(host: WorkspaceHost, controller: Pick<WorkspaceController, 'settings'>) {
    this.#host = host;
    this.#controller = controller;
  }

  /** True while the other user's console is shown. */
  get isShown(): boolean {
    return this.#shown !== undefined;
  }

  /** Names the other user's console in the language that holds now. */
  name(): void {
    this.#shown?.show({ title: this.#host.frameLabel });
  }

  get panel(): PanelContent {
    if (this.#shown) return { what: 'signOutBelow', action: 'goOn', isSecondary: true };
    const store = storeOf(this.#controller.settings);
    const who = previousOwner(store);
    return {
      what: who ? 'conflict' : 'conflictUnknown',
      who,
      ...(store.isEphemeral
        ? { advice: 'reloadForOwn', action: 'reloadPage' }
        : { advice: 'signOutThere', action: 'showConsole' }),
    };
  }

  /** Takes the way out that the panel offers. */
  act(action: PanelAction, session: Session): void {
    const settings = this.#controller.settings;
    if (action === 'showConsole') return this.#show(settings);
    forgetOwner(session, storeOf(settings));
    this.dispose();
    // An attempt that fails again reports its error by an event of its own.
    this.#host.reload().catch(() => undefined);
  }

  /** Removes the other user's console. */
  dispose(): void {
    this.#shown?.dispose();
    this.#shown = undefined;
  }

  #show(settings: ConsoleSettings): void {
    const { shadowRoot, frameLabel, timeoutMs } = this.#host;
    if (shadowRoot === null) return;
    this.#shown = new ConsoleFrame({
      root: shadowRoot,
      label: frameLabel,
      allow: settings.allow,
      sandbox: settings.sandbox,
      credentialless: false,
      timeoutMs,
      onLoad: () => undefined,
      onTimeout: () => undefined,
      onBlocked: () => {
        this.dispose();
        this.#host.requestUpdate();
      },
    });
    this.#shown.start(settings.url(null));
    this.#host.requestUpdate();
  }
}
