// When a panel is shown in place of the console, what its button does, and where the focus goes.

import { windowOf } from '../../../dom.js';
import type { Terms } from '../../../locale/terms.js';
import { after } from '../../../frame/timers.js';
import { IdentityConflict } from './identity-conflict.js';
import { showDetails } from '../../../doctor/show-details.js';
import { isDebug } from '../../../settings/page-settings.js';
import { type PanelAction, panelContent, type PanelState } from './panel-content.js';
import { PanelView } from './panel-view.js';
import type { WorkspaceController } from '../controller.js';
import type { WorkspaceHost } from '../host.js';

/** A console that is ready sooner needs no panel, which would only flicker. */
const CALM_MS = 200;
/** A real console took 6 s on a slow machine with an empty cache; a load is called slow only well beyond that. */
const SLOW_MS = 10_000;
const SECOND_MS = 1_000;

/** The events of the element's window after which another panel may be right, or its countdown goes on. */
const WINDOW_EVENTS = ['online', 'offline', 'visibilitychange'];

/** Shows the panel that the state calls for, does what its button says, and keeps the focus where the user is. */
export class Panels {
  readonly #host: WorkspaceHost;
  readonly #controller: WorkspaceController;
  readonly #root: ShadowRoot;
  readonly #view: PanelView;
  readonly #conflict: IdentityConflict;
  #state: PanelState | null = null;
  #since = 0;
  #stopWaiting: (() => void) | undefined;
  /** The window that is listened to while a panel is shown. */
  #window: Window | undefined;

  constructor(host: WorkspaceHost, controller: WorkspaceController, root: ShadowRoot) {
    this.#host = host;
    this.#controller = controller;
    this.#root = root;
    this.#view = new PanelView(root, this.#act);
    this.#conflict = new IdentityConflict(host, controller);
  }

  /** The element that should have the focus: in the panel, else the console. */
  get target(): HTMLElement | undefined {
    return this.#state === null ? this.#controller.console.frame : this.#view.target;
  }

  /** Removes whatever the panel of the previous state had opened. */
  reset(): void {
    this.#conflict.dispose();
  }

  /** Leaves no timer, listener or frame behind. */
  dispose(): void {
    this.reset();
    this.#listenTo(undefined);
    this.#stopWaiting?.();
  }

  update(terms: Terms): void {
    const { console } = this.#controller;
    const { cover } = this.#view;
    const hadFocus = cover.contains(this.#root.activeElement) || console.takeFocus();
    const shown = this.#shownState();
    if (shown !== this.#state) this.#since = performance.now();
    this.#state = shown;
    this.#stopWaiting?.();
    if (shown === null) {
      this.#view.hide();
      this.#listenTo(undefined);
    } else this.#show(shown, terms);
    console.setCovered(shown !== null);
    this.#placeStrip();

    const isThere = shown && this.#root.activeElement?.matches('.cover [part]:not([hidden])');
    if (hadFocus && !isThere) this.target?.focus({ preventScroll: true });
  }

  /** The state whose panel is shown; `null` where the console itself is, or nothing. */
  #shownState(): PanelState | null {
    const { console, status, isByHand } = this.#controller;
    const { state } = status;
    if (state === 'idle' || state === 'ready') return null;
    // An agent may have text in a console that has expired, and a sign-in form is the way back in.
    const isUsable = state === 'expired' && !console.isOut && this.#host.expiredView !== 'cover';
    return console.frame && (isByHand || isUsable) ? null : state;
  }

  /** Makes a strip of the panel while it stands above another user's console. */
  #placeStrip(): void {
    const { cover } = this.#view;
    const { isShown } = this.#conflict;
    cover.classList.toggle('strip', isShown);
    // The Tab key should go through the strip first, because users see it above the console.
    if (isShown && this.#root.firstChild !== cover) this.#root.prepend(cover);
    this.#conflict.name();
  }

  #show(state: PanelState, terms: Terms): void {
    const { status, session } = this.#controller;
    const waitedMs = state === 'loading' ? performance.now() - this.#since : Infinity;
    const view = windowOf(this.#host);
    // Test environments may not know this property.
    const isOnline = view.navigator.onLine !== false;
    const isSlow = waitedMs >= SLOW_MS;
    const content = this.#isConflict
      ? { ...this.#conflict.panel, ...(status.isHandled && { action: undefined, advice: undefined }) }
      : panelContent({ state, error: status.error, session, isOnline, isSlow });
    const isEarly = waitedMs < CALM_MS;
    const link = (): string => this.#controller.settings.url(null).href;
    this.#view.show(state, isEarly ? undefined : content, terms, link);

    if (status.error && isDebug()) showDetails(this.#host, this.#view.cover);
    this.#listenTo(view);
    // Nobody sees a panel of a hidden page; `visibilitychange` draws it again. An image that has this name is not `true`.
    if (this.#host.ownerDocument.hidden === true) return;
    const isCounting = (content.retryAt ?? Infinity) > Date.now() && content.retryAt !== Infinity;
    const waitMs = Math.min(
      isSlow ? Infinity : (isEarly ? CALM_MS : SLOW_MS) - waitedMs,
      isCounting ? SECOND_MS : Infinity,
    );
    if (waitMs < Infinity) this.#stopWaiting = after(waitMs, () => this.#host.requestUpdate(), view);
  }

  get #isConflict(): boolean {
    return this.#controller.status.error?.code === 'identity-conflict';
  }

  #listenTo(view: Window | undefined): void {
    for (const type of WINDOW_EVENTS) {
      if (this.#window !== view) this.#window?.removeEventListener(type, this.#onWindowEvent);
      view?.addEventListener(type, this.#onWindowEvent);
    }
    this.#window = view;
  }

  #retry(): void {
    // An attempt that fails again reports its error by an event of its own.
    this.#host.reload().catch(() => undefined);
  }

  readonly #onWindowEvent = ({ type }: Event): void => {
    if (type === 'online' && this.#controller.status.error?.code === 'frame-timeout') this.#retry();
    this.#host.requestUpdate();
  };

  readonly #act = (action: PanelAction): void => {
    // The page that has made the element, which may stand in another window: a new load of that one would lose it.
    if (action === 'reloadPage') location.reload();
    else if (this.#isConflict) this.#conflict.act(action, this.#controller.session);
    else this.#retry();
  };
}
