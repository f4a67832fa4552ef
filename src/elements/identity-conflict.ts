import { ConsoleFrame } from '../relay/console-frame.js';
import { forgetUser, previousUser } from '../session/identity-guard.js';
import type { Session } from '../session/session.js';
import { type LoadPlan, planLoad, storeOf } from './load-plan.js';
import type { Panel, PanelAction } from './panel-plan.js';
import type { WorkspaceHost } from './workspace-host.js';

/** What an {@link IdentityConflict} needs of its element. */
export interface ConflictHost extends WorkspaceHost {
  reload(): Promise<void>;
}

/**
 * The ways out of an identity conflict. A store that dies with the page is empty after a reload. Out of one that stays
 * the other user has to be signed out by hand: his console is shown for that, without a token. It is no load of the
 * workspace's: nothing it says reaches the host page, whose user is somebody else.
 */
export class IdentityConflict {
  readonly #host: ConflictHost;
  #shown: ConsoleFrame | undefined;

  constructor(host: ConflictHost) {
    this.#host = host;
  }

  /** The other user's console, while it is shown. */
  get frame(): HTMLIFrameElement | undefined {
    return this.#shown?.element;
  }

  get panel(): Panel {
    if (this.#shown) return { what: 'signOutBelow', action: 'goOn', isSecondary: true };
    const store = storeOf(planLoad(this.#host.loadSettings));
    const who = previousUser(store);
    return {
      what: who ? 'conflict' : 'conflictUnknown',
      who,
      ...(store.isEphemeral
        ? { advice: 'reloadForOwn', action: 'reloadPage' }
        : { advice: 'signOutThere', action: 'showConsole' }),
    };
  }

  /** Goes the way that the panel offers. */
  act(action: PanelAction, { facts }: Session): void {
    const plan = planLoad(this.#host.loadSettings);
    if (action === 'showConsole') return this.#show(plan);
    forgetUser(facts, storeOf(plan));
    this.end();
    // What fails again tells so by its own event.
    this.#host.reload().catch(() => undefined);
  }

  /** Removes the other user's console. */
  end(): void {
    this.#shown?.destroy();
    this.#shown = undefined;
  }

  #show(plan: LoadPlan): void {
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
        this.end();
        this.#host.requestUpdate();
      },
    });
    this.#shown.navigate(plan.url(null));
    this.#host.requestUpdate();
  }
}
