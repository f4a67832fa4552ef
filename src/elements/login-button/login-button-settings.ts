// The attributes and properties of `<bytedesk-login-button>` and the values that follow from them.

import type { PropertyDeclarations } from '@lit/reactive-element';
import { asText, DeskElement } from '../desk-element.js';
import type { LoginMode } from '../events.js';
import { type ConsoleSettings, NO_FRAME, resolveSettings } from '../../settings/resolve.js';

export const DEFAULT_POPUP_FEATURES = 'popup,width=1200,height=800';
const MODES = /^(link|form|popup)$/;

/** The attributes and properties of a login button, and the values that follow from them. */
export abstract class LoginButtonSettingsElement extends DeskElement {
  static override readonly properties: PropertyDeclarations = {
    mode: {},
    target: {},
    popupFeatures: { attribute: 'popup-features' },
    disabled: { type: Boolean, reflect: true },
  };

  /**
   * How the console opens: `open` in a window that gets its address afterwards, `link` and `form` with the token in the
   * page's DOM, or `popup`.
   */
  declare mode: LoginMode | null | undefined;
  /** The `target` as on `<a>`; not for `popup`. */
  declare target: string | null | undefined;
  /** The third argument of `window.open`, for `popup`. */
  declare popupFeatures: string | null | undefined;
  /** Whether the button is disabled, as on `<button>`. */
  declare disabled: boolean | null | undefined;

  constructor() {
    super();
    this.mode = 'open';
    this.target = '_blank';
    this.popupFeatures = DEFAULT_POPUP_FEATURES;
    this.disabled = false;
  }

  protected get knownMode(): LoginMode {
    return MODES.test(String(this.mode)) ? (this.mode as LoginMode) : 'open';
  }

  protected get targetName(): string {
    return asText(this.target ?? '').trim() || '_blank';
  }

  /**
   * Checks the settings. @throws BytedeskError `invalid-server`, `invalid-path`, `mixed-content` or `untrusted-origin`
   */
  protected resolve(): ConsoleSettings {
    const { path, entry, sourceAttributes: source, ownLanguage: lang } = this;
    return resolveSettings({
      source,
      path: asText(path ?? ''),
      entry: entry === 'login' ? entry : 'direct',
      lang,
      ...NO_FRAME,
    });
  }
}
