import {
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { type AgentStatus, AGENT_STATUSES } from '../protocol/console-messages.js';
import { supportsCredentialless } from '../relay/console-frame.js';
import type { SessionInfo } from '../session/session.js';
import { asText, DeskElement } from './desk-element.js';
import type { Evidence, WorkspaceState } from './events.js';
import type { LoadSettings } from './load-plan.js';
import { whenNearViewport } from './near-viewport.js';
import { warnOnce } from './warn-once.js';
import { type LogoutResult, WorkspaceController, type WorkspaceHost } from './workspace-controller.js';
import { styles } from './workspace-element.styles.js';
import { panel } from './workspace-panels.js';

const STATES: readonly WorkspaceState[] = ['idle', 'loading', 'ready', 'expired', 'signed-out', 'error'];
const DEFAULT_TIMEOUT_S = 30;
const LONGEST_TIMEOUT_S = 24 * 60 * 60;

/**
 * The ByteDesk agent or admin console inside a page.
 *
 * @tagname bytedesk-workspace
 * @fires {StateChangeEvent} bytedesk-state-change - Every change of state.
 * @fires {ReadyEvent} bytedesk-ready - Once per load of the console.
 * @fires {TokenExpiredEvent} bytedesk-token-expired - The token came to its end.
 * @fires {TokenRenewedEvent} bytedesk-token-renewed - A new token is in use.
 * @fires {LogoutEvent} bytedesk-logout - The session was signed out.
 * @fires {BytedeskErrorEvent} bytedesk-error - Something failed that the host may want to tell its user.
 * @fires {UnreadChangeEvent} bytedesk-unread-change - The number of unread messages changed.
 * @fires {VisitorMessageEvent} bytedesk-visitor-message - A visitor wrote.
 * @fires {AgentStatusChangeEvent} bytedesk-agent-status-change - The agent became available, busy or offline.
 * @fires {ThreadChangeEvent} bytedesk-thread-change - A conversation changed.
 * @fires {ConsoleMessageEvent} bytedesk-console-message - A trusted message of an unknown type.
 * @slot loading - Replaces the panel shown while the console loads.
 * @slot expired - Replaces the panel shown when the session has ended.
 * @slot signed-out - Replaces the panel shown after a logout.
 * @slot error - Replaces the panel shown when the console cannot be shown.
 * @csspart frame - The iframe.
 * @csspart panel - The built-in panel.
 * @csspart message - Its text.
 * @csspart action - Its button.
 * @cssproperty --bytedesk-color - Text colour of the panels.
 * @cssproperty --bytedesk-background - Background of the panels.
 * @cssproperty --bytedesk-accent - Background of the panels' button, and its focus ring.
 * @cssproperty --bytedesk-accent-color - Text colour of the panels' button.
 * @cssproperty --bytedesk-font - Font of the panels.
 * @cssstate idle - Nothing to show yet.
 * @cssstate loading - The console is on its way.
 * @cssstate ready - The console is there.
 * @cssstate expired - The token has ended.
 * @cssstate signed-out - The session was signed out.
 * @cssstate error - The console cannot be shown.
 */
export class BytedeskWorkspaceElement extends DeskElement implements WorkspaceHost {
  static override readonly styles: CSSResultGroup = styles;

  static override readonly properties: PropertyDeclarations = {
    signIn: { attribute: 'sign-in' },
    storage: { noAccessor: true },
    expiredView: { attribute: 'expired-view' },
    loading: {},
    height: {},
    label: {},
    timeout: { type: Number },
    allow: {},
    sandbox: {},
  };

  /** `token`: wait in `idle` for a token. `console`: without one show the console's own sign-in form. */
  declare signIn: 'token' | 'console';
  /** What `expired` looks like over a running console: `keep` leaves it usable, `cover` covers it. */
  declare expiredView: 'keep' | 'cover';
  /** `lazy`: start when the element comes near the viewport. */
  declare loading: 'eager' | 'lazy';
  /** Number of pixels or any CSS length; a height given by a style sheet wins. */
  declare height: string | number | null;
  /** Accessible name of the frame; default a localized one. */
  declare label: string | null;
  /** Seconds without a load before `frame-timeout`. */
  declare timeout: number;
  /** Replaces the frame's permissions; a feature that stands alone is delegated to the desk. */
  declare allow: string | null;
  /** Replaces the frame's sandbox flags. */
  declare sandbox: string | null;

  readonly #controller: WorkspaceController;
  readonly #internals = this.attachInternals();
  readonly #heightSheet = new CSSStyleSheet();
  #storage: string | null = null;
  #near = false;
  #stopWatchingViewport: (() => void) | undefined;

  constructor() {
    super();
    this.signIn = 'token';
    this.expiredView = 'keep';
    this.loading = 'eager';
    this.height = null;
    this.label = null;
    this.timeout = DEFAULT_TIMEOUT_S;
    this.allow = null;
    this.sandbox = null;
    this.#controller = new WorkspaceController(this);
  }

  /** `ephemeral` where the console's login dies with the page; `persistent` where it stays, or must (Firefox, WebKit). */
  get storage(): 'ephemeral' | 'persistent' {
    return this.#wantsEphemeral && supportsCredentialless() ? 'ephemeral' : 'persistent';
  }

  set storage(value: 'ephemeral' | 'persistent' | null) {
    this.#storage = value;
    this.requestUpdate();
  }

  get state(): WorkspaceState {
    return this.#controller.state;
  }

  /** The strongest proof so far that a console is there. */
  get evidence(): Evidence {
    return this.#controller.evidence;
  }

  /** What the token says of itself; `null` without one. Read, not verified. */
  get session(): SessionInfo | null {
    return this.#controller.session.info;
  }

  /** Unread messages as the agent console last told. */
  get unreadCount(): number {
    return this.#controller.facts.unreadCount;
  }

  /** The agent's status as the agent console last told, or `null`. */
  get agentStatus(): string | null {
    return this.#controller.facts.agentStatus;
  }

  /** Loads the console at another path. Resolves at ready; rejects with a `BytedeskError`. */
  navigate(path: string): Promise<void> {
    return this.#controller.navigate(path);
  }

  /** Loads the console once more. Resolves at ready; rejects with a `BytedeskError`. */
  reload(): Promise<void> {
    return this.#controller.reload();
  }

  /**
   * Signs out: removes the console at once and revokes the token at the desk. Always resolves; a desk that could not
   * be reached is told by a `bytedesk-error`. `console: 'unknown'` since the console's own session may go on.
   */
  logout(): Promise<LogoutResult> {
    return this.#controller.logout();
  }

  /** Asks the agent console to change the agent's status. It gives no answer; the event follows if it did. */
  setAgentStatus(status: AgentStatus): void {
    if (!AGENT_STATUSES.includes(status))
      throw new TypeError(`status must be one of ${AGENT_STATUSES.join(', ')}`);
    this.#controller.send({ type: 'update_agent_status', data: { status } });
  }

  /** Asks the agent console to load its conversations anew. It gives no answer. */
  refreshThreads(): void {
    this.#controller.send({ type: 'refresh_threads' });
  }

  /** Asks the agent console to mark a conversation as read. It gives no answer. */
  clearUnread(threadUid: string): void {
    if (typeof threadUid !== 'string' || threadUid === '')
      throw new TypeError('threadUid must be a non-empty string');
    this.#controller.send({ type: 'clear_unread_count', data: { threadUid } });
  }

  /** Moves the focus into the console, or to the panel's button where there is no console. */
  override focus(options?: FocusOptions): void {
    const button = this.renderRoot.querySelector<HTMLElement>('.cover:not([hidden]) [part="action"]');
    (button ?? this.#controller.frame)?.focus(options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // The first update takes over what was set before the upgrade, then makes the frame, then draws (see willUpdate).
    if (this.hasUpdated) this.#controller.connect();
    else this.performUpdate();
    this.#watchViewport();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatchingViewport?.();
    this.#stopWatchingViewport = undefined;
    this.#controller.disconnect();
  }

  /** Its presence lets `moveBefore` keep the console alive. */
  connectedMoveCallback(): void {
    this.requestUpdate();
  }

  /** @internal */
  get loadSettings(): LoadSettings {
    const { server, api, path, entry, allow, sandbox } = this;
    return {
      server: server === null || server === undefined ? null : asText(server),
      api: api === null || api === undefined ? null : asText(api),
      path: asText(path ?? ''),
      entry: entry === 'login' ? 'login' : 'direct',
      lang: this.ownLanguage,
      ephemeral: this.#wantsEphemeral,
      allow: allow ?? null,
      sandbox: sandbox ?? null,
    };
  }

  /** @internal */
  get needsToken(): boolean {
    return this.signIn !== 'console';
  }

  /** @internal */
  get waitsForViewport(): boolean {
    return this.loading === 'lazy' && !this.#near;
  }

  /** @internal */
  get timeoutMs(): number {
    const seconds = this.timeout > 0 ? Math.min(this.timeout, LONGEST_TIMEOUT_S) : DEFAULT_TIMEOUT_S;
    return seconds * 1000;
  }

  /** @internal */
  get frameLabel(): string {
    const admin = /^\s*\/?admin(?![\w-])/.test(asText(this.path ?? ''));
    return this.label || this.terms[admin ? 'adminConsole' : 'agentConsole'];
  }

  protected override tokenChanged(token: string | null): void {
    this.#controller.setToken(token);
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    if (root instanceof ShadowRoot) root.adoptedStyleSheets.push(this.#heightSheet);
    return root;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('height')) this.#setHeight();
    if (this.hasUpdated) this.#controller.apply();
    else this.#controller.connect();
  }

  protected override render(): TemplateResult {
    const { state, frame, error } = this.#controller;
    const covered =
      state === 'expired'
        ? frame === undefined || this.expiredView === 'cover'
        : state !== 'idle' && state !== 'ready';
    const options = { error, terms: this.terms, onRetry: this.#retry };
    return html`<div class="cover" role="status" ?hidden=${!covered}>
      ${covered && state !== 'idle' && state !== 'ready' ? panel(state, options) : nothing}
    </div>`;
  }

  protected override updated(): void {
    const { state, frame } = this.#controller;
    if (frame !== undefined) {
      frame.title = this.frameLabel;
      frame.inert = state === 'expired' && this.expiredView === 'cover';
    }
    for (const known of STATES) {
      if (known === state) this.#internals.states.add(known);
      else this.#internals.states.delete(known);
    }
    this.#watchViewport();
  }

  get #wantsEphemeral(): boolean {
    if (this.#storage === 'ephemeral' || this.#storage === 'persistent') return this.#storage === 'ephemeral';
    return this.hasToken;
  }

  #setHeight(): void {
    const { height } = this;
    const text = height === null || height === undefined ? '' : String(height).trim();
    const length = /^\d*\.?\d+$/.test(text) ? `${text}px` : text;
    if (length !== '' && !CSS.supports('block-size', length))
      warnOnce('height is neither a number of pixels nor a CSS length.');
    // By way of the style sheet's object: no text of the page's becomes part of a rule.
    this.#heightSheet.replaceSync(':host { }');
    const [rule] = this.#heightSheet.cssRules;
    if (rule instanceof CSSStyleRule) rule.style.setProperty('block-size', length);
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

  readonly #retry = (): void => {
    // What fails again tells so by its own event.
    this.reload().catch(() => undefined);
  };
}
