import { ConsoleFrame } from '../../../frame/console-frame.js';
import { forgetOwner, previousOwner, storeOf } from '../console/console-owner.js';
import type { Session } from '../../../session/session.js';
import { type ConsoleSettings, resolveSettings } from '../../../settings/resolve.js';
import type { PanelContent, PanelAction } from './panel-content.js';
import type { WorkspaceHost } from '../host.js';

/**
 * The ways out of an identity conflict. A store that dies with the page is empty after a reload. A store that stays must
 * be emptied by the user: this class shows him the other user's console, without a token, so that he can sign out there.
 * That frame is not the workspace's own console: nothing it says reaches the host page, because its user is another one.
 */
export class IdentityConflict {
  readonly #host: WorkspaceHost;
  #shown: ConsoleFrame | undefined;

  constructor(host: WorkspaceHost) {
    this.#host = host;
  }

  /** The other user's console, while it is shown. */
  get frame(): HTMLIFrameElement | undefined {
    return this.#shown?.element;
  }

  get panel(): PanelContent {
    if (this.#shown) return { what: 'signOutBelow', action: 'goOn', isSecondary: true };
    const store = storeOf(resolveSettings(this.#host.consoleAttributes));
    const who = previousOwner(store);
    return {
      what: who ? 'conflict' : 'conflictUnknown',
      who,
      ...(store.isEphemeral
        ? { advice: 'reloadForOwn', action: 'reloadPage' }
        : { advice: 'signOutThere', action: 'showConsole' }),
    };
  }

  /** Goes the way that the panel offers. */
  act(action: PanelAction, session: Session): void {
    const plan = resolveSettings(this.#host.consoleAttributes);
    if (action === 'showConsole') return this.#show(plan);
    forgetOwner(session, storeOf(plan));
    this.dispose();
    // An attempt that fails again reports its error by an event of its own.
    this.#host.reload().catch(() => undefined);
  }

  /** Removes the other user's console. */
  dispose(): void {
    this.#shown?.dispose();
    this.#shown = undefined;
  }

  #show(plan: ConsoleSettings): void {
    const { shadowRoot, frameLabel, timeoutMs } = this.#host;
    if (shadowRoot === null) return;
    this.#shown = new ConsoleFrame({
      root: shadowRoot,
      label: frameLabel,
      allow: plan.allow,
      sandbox: plan.sandbox,
      credentialless: false,
      timeoutMs,
      onLoad: () => undefined,
      onTimeout: () => undefined,
      onBlocked: () => {
        this.dispose();
        this.#host.requestUpdate();
      },
    });
    this.#shown.start(plan.url(null));
    this.#host.requestUpdate();
  }
}
