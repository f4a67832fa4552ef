import type { CSSResultGroup, PropertyDeclarations } from 'lit';
import { type BytedeskError, toBytedeskError } from '../errors.js';
import { nextTask } from '../relay/next-task.js';
import { isBlank, openWindow, sendOnItsWay } from '../windows/console-window.js';
import { openPopup, watchPopup } from '../windows/popup.js';
import { asText, DeskElement } from './desk-element.js';
import { BytedeskErrorEvent, LoginEvent, type LoginMode, PopupCloseEvent } from './events.js';
import { styles } from './login-button-element.styles.js';
import { LoginButtonView } from './login-button-view.js';
import { usableToken } from './usable-token.js';
import { warnOnce } from './warn-once.js';
import { planWindow, type WindowPlan } from './window-plan.js';

const MODES: readonly LoginMode[] = ['open', 'link', 'form', 'popup'];

/**
 * Opens a ByteDesk console in a window, signed in.
 *
 * @tagname bytedesk-login-button
 * @fires {LoginEvent} bytedesk-login - The console was opened with a token.
 * @fires {PopupCloseEvent} bytedesk-popup-close - The pop-up was closed.
 * @fires {BytedeskErrorEvent} bytedesk-error - Something failed that the host may want to tell its user.
 * @slot - The label; localized by default.
 * @csspart button - The link or button.
 * @csspart fallback - The plain link that appears when the browser blocked the window.
 * @cssproperty --bytedesk-accent - Background, and the focus ring.
 * @cssproperty --bytedesk-accent-color - Text colour.
 * @cssproperty --bytedesk-font - Font.
 * @cssstate busy - A window is open and waits for its token.
 */
export class BytedeskLoginButtonElement extends DeskElement {
  static override readonly styles: CSSResultGroup = styles;
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...DeskElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override readonly properties: PropertyDeclarations = {
    mode: {},
    target: {},
    popupFeatures: { attribute: 'popup-features' },
    disabled: { type: Boolean, reflect: true },
  };

  /** `open`, or with the token in the page's DOM `link` and `form`, or `popup`. */
  declare mode: LoginMode;
  /** As on `<a>`; not for `popup`. */
  declare target: string;
  /** As the third argument of `window.open`, for `popup`. */
  declare popupFeatures: string;
  /** As on `<button>`. */
  declare disabled: boolean;

  readonly #internals = this.attachInternals();
  #view: LoginButtonView | undefined;
  #token: string | null = null;
  /** There while a window waits for its token. */
  #opening: AbortController | undefined;
  #stopWatching: (() => void) | undefined;
  #isBlocked = false;
  /** The path of the console whose address stands in the page with its token. */
  #shownPath: string | undefined;
  /** The fault in the settings that was told already. */
  #told: string | undefined;

  constructor() {
    super();
    this.mode = 'open';
    this.target = '_blank';
    this.popupFeatures = 'popup,width=1200,height=800';
    this.disabled = false;
  }

  /** Does what a click of the user does. A browser may block the window if no user clicked. */
  override click(): void {
    this.#view?.control.click();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    nextTask(() => {
      if (this.isConnected) return;
      this.#opening?.abort();
      this.#stopWatching?.();
    });
  }

  protected override tokenChanged(token: string | null): void {
    this.#token = token;
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    this.#view = new LoginButtonView(root, this.#onClick);
    return root;
  }

  protected override updated(): void {
    const { disabled, terms } = this;
    const mode = this.#mode;
    let plan: WindowPlan | undefined;
    let token: string | undefined;
    try {
      plan = this.#plan();
      if (this.#token !== null && !disabled && /link|form/.test(mode)) token = usableToken(this.#token);
      this.#told = undefined;
    } catch (error) {
      const { code } = error as BytedeskError;
      if (code !== this.#told) this.#fail(error);
      this.#told = code;
    }
    this.#shownPath = token && plan?.path;
    this.#view?.show({
      isForm: mode === 'form',
      isDisabled: disabled,
      isBusy: this.#opening !== undefined,
      isBlocked: this.#isBlocked,
      url: plan?.url(token),
      plainUrl: plan?.url(),
      target: this.#target,
      label: terms.openConsole,
      blockedText: terms.windowBlocked,
    });
    this.#internals.states[this.#opening ? 'add' : 'delete']('busy');
  }

  get #mode(): LoginMode {
    return MODES.includes(this.mode) ? this.mode : 'open';
  }

  get #target(): string {
    return asText(this.target ?? '').trim() || '_blank';
  }

  /** @throws BytedeskError */
  #plan(): WindowPlan {
    const { server, path, entry } = this;
    return planWindow({
      server: server == null ? null : asText(server),
      path: asText(path ?? ''),
      entry: entry === 'login' ? entry : 'direct',
      lang: this.ownLanguage,
    });
  }

  readonly #onClick = (event: MouseEvent): void => {
    const { button, altKey, ctrlKey, metaKey, shiftKey } = event;
    const mode = this.#mode;
    if (this.disabled) {
      event.stopImmediatePropagation();
      event.preventDefault();
    }
    // The rest is the browser's: a menu, a download; a form has no middle click.
    if (event.defaultPrevented || altKey || button > (mode === 'form' ? 0 : 1)) return;
    if (this.#shownPath !== undefined) {
      this.#tellLogin(this.#shownPath, mode);
    } else {
      event.preventDefault();
      const wantsNew = ctrlKey || metaKey || shiftKey || button === 1;
      if (!this.#opening) void this.#open(mode, wantsNew ? '_blank' : this.#target);
    }
  };

  /** Opens the window now, inside the click, and gives it its address when the token is there. */
  async #open(mode: LoginMode, wanted: string): Promise<void> {
    const stop = (this.#opening = new AbortController());
    try {
      const { server, path, url } = this.#plan();
      const token = usableToken(this.#token);
      const target = mode === 'popup' ? `bytedesk ${server}` : wanted;
      const opened = mode === 'popup' ? this.#openPopup(target, path) : openWindow(target);
      this.#isBlocked = false;
      this.requestUpdate();
      if (!opened) return;
      await sendOnItsWay(opened, { target, url, stop, obtain: async () => token });
      this.#tellLogin(path, mode);
    } catch (error) {
      this.#stopWatching?.();
      this.#fail(error);
    } finally {
      this.#opening = undefined;
      this.requestUpdate();
    }
  }

  /** @returns the pop-up if it is empty; one with a console is left as it is */
  #openPopup(name: string, path: string): Window | undefined {
    const { popup, isWatched } = openPopup(name, asText(this.popupFeatures ?? ''));
    if (isWatched) return undefined;
    this.#stopWatching = watchPopup(name, popup, (isSure) => {
      if (isSure || this.#opening) {
        this.#opening?.abort();
        const event = new PopupCloseEvent({ path });
        this.dispatchEvent(event);
      } else {
        warnOnce('Cross-Origin-Opener-Policy hides the pop-up: nothing is known of its closing.');
      }
    });
    return isBlank(popup) ? popup : undefined;
  }

  #tellLogin(path: string, mode: LoginMode): void {
    const event = new LoginEvent({ path, mode });
    this.dispatchEvent(event);
  }

  #fail(caught: unknown): void {
    const error = toBytedeskError(caught, 'popup-blocked', 'The console could not be opened.');
    // The user closed the window, or the host removed the button: both know.
    if (error.code === 'aborted') return;
    this.#isBlocked = error.code === 'popup-blocked';
    const event = new BytedeskErrorEvent(error);
    this.dispatchEvent(event);
  }
}
