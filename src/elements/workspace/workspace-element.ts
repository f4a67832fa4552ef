// `<bytedesk-workspace>` itself: its life cycle and its public methods. What happens in between is in `controller.ts`.
//
// From `connectedCallback` to the frame's navigation, in order:
// 1. `connectedCallback` runs the first update at once. Lit takes over what was set before the upgrade, and `willUpdate`
//    calls `connect()` of the controller. An element that was connected before calls it directly.
// 2. `connect()` calls `reconcile()`, which resolves the settings (`settings/resolve.ts` can refuse them), joins the
//    session of their source, and makes sure that the store holds no other user's login (`#inOwnStore`).
// 3. `console.open` makes the frame, with an empty document; with `loading="lazy"` only near the viewport.
// 4. A session without a token asks its source one microtask after it was joined. Its answer reconciles again.
// 5. `console.start` gives the frame its address: with a token that has not ended, or for `sign-in="console"` without one.
// 6. `ConsoleFrame` (`frame/console-frame.ts`) calls `location.replace` when the empty document has loaded.

import type { CSSResultGroup, PropertyValues } from '@lit/reactive-element';
import { type AgentStatus, AGENT_STATUSES } from '../../protocol/console-messages.js';
import type { Evidence } from '../../frame/console-load.js';
import type { SessionInfo, TokenEnd } from '../../session/token-state.js';
import type { Patient } from '../../doctor/types.js';
import { asText } from '../desk-element.js';
import { patientOf } from '../patient.js';
import type { WorkspaceState } from '../events.js';
import { showState } from './custom-states.js';
import { whenNearViewport } from './near-viewport.js';
import { WorkspaceController } from './controller.js';
import { styles } from './workspace-element.styles.js';
import type { LogoutResult } from './host.js';
import { Panels } from './panels/panels.js';
import { WorkspaceSettingsElement } from './workspace-settings.js';

const STATES: readonly WorkspaceState[] = ['idle', 'loading', 'ready', 'expired', 'signed-out', 'error'];

/**
 * The ByteDesk agent or admin console inside a page.
 *
 * @tagname bytedesk-workspace
 * @attr {string} lang - Language of the panels, and of the agent console; by default that of the nearest element with one.
 * @fires {StateChangeEvent} bytedesk-state-change - Every change of state.
 * @fires {ReadyEvent} bytedesk-ready - Once per load of the console.
 * @fires {TokenExpiringEvent} bytedesk-token-expiring - The token is near its end; hand over another one.
 * @fires {TokenExpiredEvent} bytedesk-token-expired - The token came to its end.
 * @fires {TokenRenewedEvent} bytedesk-token-renewed - A new token is in use.
 * @fires {LogoutEvent} bytedesk-logout - The session was signed out.
 * @fires {BytedeskErrorEvent} bytedesk-error - Something failed that the host may want to tell its user.
 * @fires {UnreadChangeEvent} bytedesk-unread-change - The number of unread messages changed.
 * @fires {ConsoleLoginEvent} bytedesk-console-login - Somebody, or somebody else, has signed in inside the console.
 * @fires {VisitorMessageEvent} bytedesk-visitor-message - A visitor wrote.
 * @fires {AgentStatusChangeEvent} bytedesk-agent-status-change - The agent became available, busy or offline.
 * @fires {ThreadChangeEvent} bytedesk-thread-change - A conversation changed.
 * @fires {NavigateEvent} bytedesk-navigate - The console went to another page, as the bridge saw.
 * @fires {ConsoleMessageEvent} bytedesk-console-message - A trusted message of an unknown type.
 * @slot loading - Replaces the panel shown while the console loads.
 * @slot expired - Replaces the panel shown when the session has ended.
 * @slot signed-out - Replaces the panel shown after a logout.
 * @slot error - Replaces the panel shown when the console cannot be shown.
 * @csspart frame - The iframe.
 * @csspart panel - The built-in panel.
 * @csspart message - What happened and what to do.
 * @csspart action - Its button, and its link to a new tab.
 * @cssproperty --bytedesk-color - Text colour of the panels, and their focus ring.
 * @cssproperty --bytedesk-background - Background of the panels.
 * @cssproperty --bytedesk-accent - Background of the panels' button.
 * @cssproperty --bytedesk-accent-color - Text colour of the panels' button.
 * @cssproperty --bytedesk-font - Font of the panels.
 * @cssproperty --bytedesk-radius - Corners of the panels' buttons.
 * @cssstate idle - Nothing to show yet.
 * @cssstate loading - The console is on its way.
 * @cssstate ready - The console is there.
 * @cssstate expired - The token has ended.
 * @cssstate signed-out - The session was signed out.
 * @cssstate error - The console cannot be shown.
 */
export class BytedeskWorkspaceElement extends WorkspaceSettingsElement {
  static override readonly styles: CSSResultGroup = styles;

  readonly #controller: WorkspaceController;
  /** The element's internals, which test environments such as happy-dom lack. */
  readonly #internals = this.attachInternals?.() as ElementInternals | undefined;
  #panels: Panels | undefined;
  #near = false;
  #stopWatchingViewport: (() => void) | undefined;

  constructor() {
    super();
    this.#controller = new WorkspaceController(this);
    this.stateChanged();
  }

  get state(): WorkspaceState {
    return this.#controller.status.state;
  }

  /** The strongest proof so far that a console is there. */
  get evidence(): Evidence {
    return this.#controller.console.evidence;
  }

  /** The claims of the token, which are read and not verified; `null` without a token. */
  get session(): SessionInfo | null {
    return this.#controller.session.info;
  }

  /** The number of unread messages, as the agent console last reported it. */
  get unreadCount(): number {
    return this.#controller.consoleEvents.unreadCount;
  }

  /** The agent's status as the agent console last reported it, or `null`. */
  get agentStatus(): string | null {
    return this.#controller.consoleEvents.agentStatus;
  }

  /** Loads the console at another path. Resolves when the console is there; rejects with a `BytedeskError`. */
  navigate(path: string): Promise<void> {
    return this.#controller.navigate(asText(path));
  }

  /** Loads the console once more. Resolves when the console is there; rejects with a `BytedeskError`. */
  reload(): Promise<void> {
    return this.#controller.reload();
  }

  /** Asks for another token now. Resolves when the token is in use; rejects with a `BytedeskError`. */
  renew(): Promise<void> {
    return this.#controller.renew();
  }

  /**
   * Signs out: removes the console at once and revokes the token at the desk. The promise always resolves; a
   * `bytedesk-error` reports a desk that could not be reached. The result is `console: 'unknown'` where the console's
   * own session may go on.
   */
  logout(): Promise<LogoutResult> {
    return this.#controller.logout();
  }

  /**
   * Ends the session if it runs on this token, which the desk no longer accepts. A `DeskClient` that has the element as
   * its `session` calls this.
   */
  tokenRefused(token: string, reason: TokenEnd['reason']): void {
    this.#controller.session.refuse(token, reason);
  }

  /**
   * Asks the agent console to change the agent's status. The console does not answer; an event follows if it changed
   * the status.
   */
  setAgentStatus(status: AgentStatus): void {
    if (!AGENT_STATUSES.includes(status))
      throw new TypeError(`status must be one of ${AGENT_STATUSES.join(', ')}`);
    this.#controller.console.send({ type: 'update_agent_status', data: { status } });
  }

  /** Asks the agent console to load its conversations anew. The console does not answer. */
  refreshThreads(): void {
    this.#controller.console.send({ type: 'refresh_threads' });
  }

  /** Asks the agent console to mark a conversation as read. The console does not answer. */
  clearUnread(threadUid: string): void {
    if (typeof threadUid !== 'string' || threadUid === '')
      throw new TypeError('threadUid must be a non-empty string');
    this.#controller.console.send({ type: 'clear_unread_count', data: { threadUid } });
  }

  /** Moves the focus into the console, or to the panel in its place. */
  override focus(options?: FocusOptions): void {
    this.#panels?.target?.focus(options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // The first update applies what was set before the upgrade, then makes the frame, then draws (see willUpdate).
    if (this.hasUpdated) this.#controller.connect();
    else this.performUpdate();
    this.requestUpdate();
    this.#watchViewport();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatchingViewport?.();
    this.#stopWatchingViewport = undefined;
    this.#panels?.dispose();
    this.#controller.disconnect();
  }

  /**
   * Because this callback exists, `moveBefore()` does not disconnect the element, so Chromium keeps the iframe's
   * document. Firefox gives a frame in a shadow tree a new, empty window all the same.
   */
  connectedMoveCallback(): void {
    this.#panels?.reset();
    this.#controller.moved();
    this.requestUpdate();
  }

  /** @internal */
  get waitsForViewport(): boolean {
    return this.loading === 'lazy' && !this.#near;
  }

  /** @internal */
  set waitsForViewport(waits: boolean) {
    this.#near = !waits;
  }

  /** @internal */
  stateChanged(): void {
    showState(this.#internals, STATES, this.state);
    this.#panels?.reset();
    this.requestUpdate();
  }

  /** @internal */
  override get patient(): Patient {
    const { session, status, console } = this.#controller;
    return patientOf(session, status.error, console.bridge);
  }

  protected override get isTokenInUse(): boolean {
    const { isStarted, isHeldUp } = this.#controller.console;
    return isStarted && !isHeldUp;
  }

  protected override tokenChanged(token: string | null): void {
    this.#controller.setToken(token);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (this.hasUpdated) this.#controller.reconcile();
    else this.#controller.connect();
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    this.#panels = new Panels(this, this.#controller, root as ShadowRoot);
    return root;
  }

  protected override updated(): void {
    if (this.isConnected) this.#panels?.update(this.terms);
    this.#watchViewport();
  }

  #watchViewport(): void {
    const waits = this.isConnected && this.waitsForViewport;
    if (waits) {
      this.#stopWatchingViewport ??= whenNearViewport(this, () => {
        this.#near = true;
        this.requestUpdate();
      });
    } else {
      this.#stopWatchingViewport?.();
      this.#stopWatchingViewport = undefined;
    }
  }
}
