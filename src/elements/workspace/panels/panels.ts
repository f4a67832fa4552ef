import type { Terms } from '../../../locale/terms.js';
import { after } from '../../../frame/timers.js';
import { type ConflictHost, IdentityConflict } from './identity-conflict.js';
import { resolveSettings } from '../../../settings/resolve.js';
import { type PanelAction, panelContent, type PanelState } from './panel-content.js';
import { PanelView } from './panel-view.js';
import type { WorkspaceController } from '../controller.js';

/** A console that is there sooner needs no panel, which would only flicker. */
const CALM_MS = 200;
/** A real console took 6 s on a slow machine with an empty cache; a load is called slow only well beyond that. */
const SLOW_MS = 10_000;
const SECOND_MS = 1_000;

/** What {@link Panels} need of their element. */
export interface PanelHost extends ConflictHost {
  readonly expiredView: 'keep' | 'cover' | null | undefined;
}

/** Shows the panel that the state calls for, does what its button says, and keeps the focus where the user is. */
export class Panels {
  readonly #host: PanelHost;
  readonly #controller: WorkspaceController;
  readonly #root: ShadowRoot;
  readonly #view: PanelView;
  readonly #conflict: IdentityConflict;
  #state: PanelState | null = null;
  #since = 0;
  #stopWaiting: (() => void) | undefined;

  constructor(host: PanelHost, controller: WorkspaceController, root: ShadowRoot) {
    this.#host = host;
    this.#controller = controller;
    this.#root = root;
    this.#view = new PanelView(root, this.#act);
    this.#conflict = new IdentityConflict(host);
  }

  /** What the focus belongs to: the panel, else the console. */
  get target(): HTMLElement | undefined {
    return this.#state === null ? this.#controller.console.frame : this.#view.target;
  }

  /** Ends what was begun for the state before. */
  reset(): void {
    this.#conflict.dispose();
  }

  /** Leaves no timer, listener or frame behind. */
  dispose(): void {
    this.reset();
    this.#listen(removeEventListener);
    this.#stopWaiting?.();
  }

  update(terms: Terms): void {
    const { console, status } = this.#controller;
    const { cover } = this.#view;
    const { state } = status;
    const hadFocus = cover.contains(this.#root.activeElement) || console.takeFocus();
    const { isByHand } = this.#controller;
    const isKept =
      console.frame &&
      (isByHand || (state === 'expired' && !console.isOut && this.#host.expiredView !== 'cover'));
    const shown = state === 'idle' || state === 'ready' || isKept ? null : state;
    if (shown !== this.#state) this.#since = performance.now();
    this.#state = shown;
    this.#stopWaiting?.();
    if (shown === null) {
      this.#view.hide();
      this.#listen(removeEventListener);
    } else this.#show(shown, terms);

    console.setCovered(shown !== null);
    const isStrip = this.#conflict.frame !== undefined;
    cover.classList.toggle('strip', isStrip);
    // The order of the Tab key is the one that is seen.
    if (isStrip && this.#root.firstChild !== cover) this.#root.prepend(cover);
    if (this.#conflict.frame) this.#conflict.frame.title = this.#host.frameLabel;

    const isThere = shown && this.#root.activeElement?.matches('.cover [part]:not([hidden])');
    if (hadFocus && !isThere) this.target?.focus({ preventScroll: true });
  }

  #show(state: PanelState, terms: Terms): void {
    const { status, session } = this.#controller;
    const waitedMs = state === 'loading' ? performance.now() - this.#since : Infinity;
    const isOnline = navigator.onLine;
    const isSlow = waitedMs >= SLOW_MS;
    const plan = this.#isConflict
      ? { ...this.#conflict.panel, ...(status.isHandled && { action: undefined, advice: undefined }) }
      : panelContent({ state, error: status.error, session, isOnline, isSlow });
    const isEarly = waitedMs < CALM_MS;
    const link = (): string => resolveSettings(this.#host.consoleAttributes).url(null).href;
    this.#view.show(state, isEarly ? undefined : plan, terms, link);

    this.#listen(addEventListener);
    const isCounting = (plan.retryAt ?? Infinity) > Date.now() && plan.retryAt !== Infinity;
    const waitMs = Math.min(
      isSlow ? Infinity : (isEarly ? CALM_MS : SLOW_MS) - waitedMs,
      isCounting ? SECOND_MS : Infinity,
    );
    if (waitMs < Infinity) this.#stopWaiting = after(waitMs, () => this.#host.requestUpdate());
  }

  get #isConflict(): boolean {
    return this.#controller.status.error?.code === 'identity-conflict';
  }

  #listen(how: typeof addEventListener): void {
    how('online', this.#onLine);
    how('offline', this.#onLine);
  }

  #retry(): void {
    // What fails again tells so by its own event.
    this.#host.reload().catch(() => undefined);
  }

  readonly #onLine = ({ type }: Event): void => {
    if (type === 'online' && this.#controller.status.error?.code === 'frame-timeout') this.#retry();
    this.#host.requestUpdate();
  };

  readonly #act = (action: PanelAction): void => {
    if (action === 'reloadPage') location.reload();
    else if (this.#isConflict) this.#conflict.act(action, this.#controller.session);
    else this.#retry();
  };
}
