// `<bytedesk-login-button>` itself. The window is opened by `windows/`, the pop-up followed by `popup.ts`.

import type { CSSResultGroup } from '@lit/reactive-element';
import { isEdited, windowOf } from '../../dom.js';
import { type BytedeskError, toBytedeskError } from '../../errors.js';
import type { BridgeMessage } from '../../protocol/bridge-messages.js';
import { nextTask } from '../../frame/timers.js';
import { SessionHandle } from '../../session/session-handle.js';
import { type Opening, openWindow, navigateWithToken } from '../../windows/console-window.js';
import {
  askHost,
  BytedeskErrorEvent,
  consoleExpired,
  LoginEvent,
  type LoginMode,
  LogoutEvent,
  PopupCloseEvent,
  TokenExpiredEvent,
} from '../events.js';
import type { Patient } from '../../doctor/types.js';
import { asText } from '../desk-element.js';
import { patientOf } from '../patient.js';
import { EventQueue } from '../event-queue.js';
import { mayBeTakenBack } from '../../settings/page-settings.js';
import type { ConsoleSettings } from '../../settings/resolve.js';
import { styles } from './login-button-element.styles.js';
import { DEFAULT_POPUP_FEATURES, LoginButtonSettingsElement } from './login-button-settings.js';
import { LoginButtonView } from './view.js';
import { LoginPopup } from './login-popup.js';
import { revokeOrReport } from '../revoke-token.js';
import { SessionChanges } from '../session-changes.js';
import { warnOnce } from '../../warn-once.js';
import { write } from '../write.js';

/** The interval of checks at the desk while a pop-up is open. */
const CHECK_INTERVAL_MS = 300_000;

/**
 * Opens a ByteDesk console in a window, signed in.
 *
 * @tagname bytedesk-login-button
 * @attr {string} lang - Language of the built-in label, and of the agent console; by default that of the nearest element with one.
 * @fires {LoginEvent} bytedesk-login - The console was opened with a token.
 * @fires {PopupCloseEvent} bytedesk-popup-close - The pop-up was closed.
 * @fires {TokenExpiringEvent} bytedesk-token-expiring - The token is near its end (`link`, `form`).
 * @fires {TokenExpiredEvent} bytedesk-token-expired - The token came to its end.
 * @fires {LogoutEvent} bytedesk-logout - The session was signed out while the pop-up was open.
 * @fires {BytedeskErrorEvent} bytedesk-error - Something failed that the host may want to tell its user.
 * @slot - The label; localized by default.
 * @csspart button - The link or button.
 * @csspart fallback - The plain link that appears when the browser blocked the window.
 * @cssproperty --bytedesk-accent - Background, and the focus ring.
 * @cssproperty --bytedesk-accent-color - Text colour.
 * @cssproperty --bytedesk-font - Font.
 */
export class BytedeskLoginButtonElement extends LoginButtonSettingsElement {
  static override readonly styles: CSSResultGroup = styles;
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...LoginButtonSettingsElement.shadowRootOptions,
    delegatesFocus: true,
  };
  readonly #events = new EventQueue(this, () => this.#handle.session.trace);
  readonly #changes = new SessionChanges();
  readonly #needs = { wantsToken: false, renewBeforeMs: 60_000, checkIntervalMs: 0 };
  readonly #handle = new SessionHandle({
    needs: this.#needs,
    sessionChanged: () => this.#sessionChanged(),
    tokenExpiring: (expiresAt, secondsLeft) =>
      askHost(this, this.#settings?.isOfMarkup !== false, expiresAt, secondsLeft),
    reportError: (error) => this.#fail(error),
    pageFrozen: () => undefined,
  });
  #view: LoginButtonView | undefined;
  /** The checked settings, while they can be used. */
  #settings: ConsoleSettings | undefined;
  /** The window that waits for its token, if there is one. */
  #opening: Opening | undefined;
  readonly #popup = new LoginPopup();
  #isBlocked = false;
  /** The token that is in the page, as some modes want it. */
  #shownToken: string | null = null;
  /** The code of the error that was reported last. */
  #reported: string | undefined;

  /** Acts as a click of the user does. A browser may block the window if no user clicked. */
  override click(): void {
    this.#view?.control.click();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    nextTask(() => {
      if (this.isConnected) return;
      this.#opening?.stop.abort();
      this.#popup.dispose();
      this.#handle.leave();
    });
  }

  /** @internal */
  override get patient(): Patient {
    return patientOf(this.#handle.session, null);
  }

  protected override tokenChanged(token: string | null): void {
    this.#handle.setToken(token);
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    this.#view = new LoginButtonView(root, this.#onClick);
    return root;
  }

  protected override willUpdate(): void {
    if (!this.isConnected) return;
    // Lit ignores a property that a listener sets during its update.
    this.#events.holdUntilMicrotask();
    this.#settings = undefined;
    try {
      this.#settings = this.#apply();
      const { problem } = this.#handle.session;
      if (problem) throw problem;
      this.#reported = undefined;
    } catch (error) {
      if ((error as BytedeskError).code !== this.#reported && !mayBeTakenBack(error)) this.#fail(error);
    }
  }

  protected override updated(): void {
    const { state, token } = this.#handle.session;
    const view = this.#view as LoginButtonView;
    this.#shownToken = this.#needs.wantsToken && state === 'live' ? token : null;
    view.show({
      isForm: this.mode === 'form',
      isDisabled: this.#isOff,
      url: this.#settings?.url(this.#shownToken),
      target: this.targetName,
      label: this.terms.openConsole,
    });
    view.control.setAttribute('aria-busy', String(Boolean(this.#opening)));
    view.plainLink.hidden = !this.#isBlocked || this.#isOff;
    write(view.plainLink, this.terms.windowBlocked);
    view.plainLink.href = String(this.#settings?.url(null));
  }

  /** True where a click does nothing. In an area that is being edited it only sets the caret. */
  get #isOff(): boolean {
    return Boolean(this.disabled) || isEdited(this);
  }

  /** Joins the session that the settings name. @throws BytedeskError */
  #apply(): ConsoleSettings {
    const settings = this.resolve();
    const needs = this.#needs;
    const wantsToken = !this.#isOff && /link|form/.test(this.knownMode);
    const checkIntervalMs = this.#popup.isOpen ? CHECK_INTERVAL_MS : 0;
    const isOther = needs.wantsToken !== wantsToken || needs.checkIntervalMs !== checkIntervalMs;
    // The session plans its work when an element joins. An element that leaves while a window waits keeps its token.
    if (isOther && !this.#opening) {
      this.#handle.leave();
      Object.assign(needs, { wantsToken, checkIntervalMs });
    }
    this.#handle.join(settings.session);
    return settings;
  }

  #sessionChanged(): void {
    const { expiry, signOut } = this.#changes.changesIn(this.#handle.session);
    if (expiry) this.#events.dispatch(new TokenExpiredEvent({ subject: 'token', ...expiry }));
    if (signOut && this.#popup.isOpen) this.#events.dispatch(new LogoutEvent(signOut));
    this.requestUpdate();
  }

  readonly #onClick = (event: MouseEvent): void => {
    const { button, altKey, ctrlKey, metaKey, shiftKey } = event;
    const mode = this.knownMode;
    if (this.#isOff) {
      event.stopImmediatePropagation();
      event.preventDefault();
    }
    // The browser handles other clicks: a menu, a download. A form has no middle click.
    if (event.defaultPrevented || altKey || button > (mode === 'form' ? 0 : 1)) return;
    // A target that is a name may be that of a frame, where no plain link may lead.
    if (this.#settings && this.#shownToken && /^_(self|parent|top|blank)$/i.test(this.targetName))
      return this.#reportLogin(this.#settings, mode);
    event.preventDefault();
    const wantsNew = ctrlKey || metaKey || shiftKey || button;
    const { window: waiting, stop } = this.#opening ?? {};
    if (waiting && !waiting.closed) return waiting.focus();
    // The user has closed the window that waited, and wants another one.
    stop?.abort();
    void this.#open(mode, wantsNew ? '_blank' : this.targetName);
  };

  /** Opens the window now, inside the click, and navigates it when the token is there. */
  async #open(mode: LoginMode, wanted: string): Promise<void> {
    const opening: Opening = { stop: new AbortController() };
    this.#opening = opening;
    try {
      const settings = this.#apply();
      // This throws before a window opens that would only close again.
      this.#handle.assertUsable(true);
      const isPopup = mode === 'popup';
      // A pop-up is navigated only while it is empty, and without its name, which nobody else may know.
      const target = isPopup ? '' : wanted;
      opening.window = isPopup ? this.#openPopup(settings, opening) : openWindow(target, windowOf(this));
      this.#isBlocked = false;
      this.requestUpdate();
      if (!opening.window) return;
      await navigateWithToken(opening.window, { target, settings, stop: opening.stop, handle: this.#handle });
      opening.isSent = true;
      this.#reportLogin(settings, mode);
    } catch (error) {
      // Another click has replaced this window.
      if (this.#opening !== opening) return;
      this.#popup.dispose();
      this.#fail(error);
    } finally {
      if (this.#opening === opening) this.#opening = undefined;
      this.requestUpdate();
    }
  }

  #openPopup({ desk, path, origin }: ConsoleSettings, opening: Opening): Window | undefined {
    return this.#popup.open({
      desk,
      features: asText(this.popupFeatures ?? DEFAULT_POPUP_FEATURES),
      view: windowOf(this),
      origin,
      onMessage: (message) => this.#onBridge(message),
      onClosed: (isSure) => {
        if (isSure || !opening.isSent) this.#events.dispatch(new PopupCloseEvent({ path }));
        else warnOnce('Cross-Origin-Opener-Policy: no events of this pop-up.');
        opening.stop.abort();
        this.requestUpdate();
      },
    });
  }

  #onBridge(message: BridgeMessage): void {
    if (message.type === 'session:expired') {
      this.#events.dispatch(consoleExpired(message.reason));
    } else if (
      message.type === 'session:signed-out' &&
      // The page may belong to somebody else by now.
      this.#popup.isOf(this.#handle.session.info?.username)
    ) {
      const { reason } = message;
      for (const token of this.#handle.signOut({ reason, source: 'bridge' }))
        void revokeOrReport(this.sourceAttributes, token, this.#events);
    }
  }

  #reportLogin({ path }: ConsoleSettings, mode: LoginMode): void {
    this.#isBlocked = false;
    this.requestUpdate();
    this.#events.dispatch(new LoginEvent({ path, mode }));
  }

  #fail(caught: unknown): void {
    const error = toBytedeskError(caught, 'popup-blocked', 'The window cannot be used.');
    this.#isBlocked = error.code === 'popup-blocked';
    this.#reported = error.code;
    // The user closed the window, or the host removed the button, and both know that.
    if (error.code !== 'aborted') this.#events.dispatch(new BytedeskErrorEvent(error));
  }
}
