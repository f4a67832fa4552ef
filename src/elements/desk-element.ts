// The base class of both elements: server, path and token, and what they share as elements of lit.
//
// The first import comes before Lit, which would take an element of the page for its own globals.
import './lit-globals.js';
import { type CSSResult, type PropertyDeclarations, ReactiveElement } from '@lit/reactive-element';
import type { TokenProvider } from '../api/token-provider.js';
import { followDocument, nearestLanguage, termsFor } from '../locale/localize.js';
import type { Terms } from '../locale/terms.js';
import { loadDoctor } from '../doctor/load.js';
import type { Diagnosis, Patient } from '../doctor/types.js';
import { DEFAULT_PATH, type Entry } from '../url/console-url.js';
import { windowOf } from '../dom.js';
import { adoptStyles } from './style-sheets.js';
import { followPageSettings, hasPageSettings, NO_SETTINGS, pageSettings } from '../settings/page-settings.js';
import type { SourceAttributes } from '../settings/resolve.js';
import { namesTokenUrl } from '../settings/trust.js';

/**
 * Gives the text of a property that markup or script may have set to anything. A value that is no text becomes a text
 * that no check accepts, so that the page gets a coded error and no exception.
 */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    const kind = Object.prototype.toString.call(value);
    // A URL of another window is no instance of this window's class.
    return kind === '[object URL]' ? String((value as URL).href) : kind;
  } catch {
    return '\0';
  }
}

const textOrNull = (value: unknown): string | null =>
  value === null || value === undefined ? null : asText(value);

/** Says in the markup that there was a token, which no copy of the markup gets. */
const TAKEN = 'token-taken';
/** How often that is put back until the token comes again, so that two scripts do not undo each other's work for ever. */
const MOST_RESTORES = 100;

/** The common part of both elements: which desk, which path, which token. */
export abstract class DeskElement extends ReactiveElement {
  static override readonly properties: PropertyDeclarations = {
    server: {},
    api: {},
    path: {},
    token: { noAccessor: true },
    entry: {},
    tokenUrl: { attribute: 'token-url' },
    tokenCredentials: { attribute: 'token-credentials' },
    tokenProvider: { attribute: false },
  };

  /** Base URL of the consoles; default that of the page settings, else the page's own origin. */
  declare server: string | null | undefined;
  /** Base URL of the API; default `server`. */
  declare api: string | null | undefined;
  /** Deep path under `/agent` or `/admin`, with or without the leading slash; empty means `/agent/auth/login`. */
  declare path: string | null | undefined;
  /** `direct` puts the token on the deep path, `login` on the sign-in page, for consoles that read it only there. */
  declare entry: Entry | null | undefined;

  /** The host's endpoint that answers with a token; default that of the page settings. */
  declare tokenUrl: string | null | undefined;
  /** `include` sends the cookies of the endpoint's origin, for an endpoint of another origin. */
  declare tokenCredentials: 'same-origin' | 'include' | null | undefined;
  /** Gives tokens, and wins over `tokenUrl`. Another function replaces this one without a request or a reload. */
  declare tokenProvider: TokenProvider | null | undefined;

  #lastToken: string | null = null;
  /** True while the token is an attribute's that came before the page had settings. */
  #isEarlyToken = false;
  #hadToken = false;
  #restores = 0;
  /** The properties whose value came by an attribute. */
  readonly #markup = new Set<PropertyKey>();
  #isAttribute = false;
  #following: (() => void)[] = [];

  constructor() {
    super();
    this.server = null;
    this.api = null;
    this.path = DEFAULT_PATH;
    this.entry = 'direct';
    this.tokenUrl = null;
    this.tokenCredentials = 'same-origin';
    this.tokenProvider = null;
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang', TAKEN];
  }

  /** AccessToken, write-only: it reads as `undefined`. The same value again is ignored; `null` clears the token. */
  get token(): string | null | undefined {
    return undefined;
  }

  set token(value: string | null | undefined) {
    this.#takeToken(value, false);
  }

  #takeToken(value: unknown, isAttribute: boolean): void {
    const token = textOrNull(value)?.trim() || null;
    this.requestUpdate();
    this.#restores = 0;
    if (!isAttribute) this.#markup.delete('token');
    // Frameworks set properties on every render. After a renewal this would put the old token back.
    if (token === this.#lastToken) return;
    // Anybody may write an attribute, and the page has said where its tokens come from.
    if (isAttribute && namesTokenUrl(pageSettings())) return void this.#markup.add('token');
    this.#lastToken = token;
    this.#isEarlyToken = isAttribute && !hasPageSettings();
    this.#hadToken = true;
    this.tokenChanged(token);
    // A copy of the markup has this attribute, too, but no token. Like the removal of `token` it comes last.
    if (isAttribute) this.setAttribute(TAKEN, '');
  }

  /** True while a console runs with the token. */
  protected get isTokenInUse(): boolean {
    return false;
  }

  /**
   * Decides about a token of markup that came before the page settings: it stays in use if a console runs on it. Else it
   * is taken back where the page says where its tokens come from.
   */
  readonly #followPage = (): void => {
    if (this.#isEarlyToken && !this.isTokenInUse && namesTokenUrl(pageSettings())) {
      this.#isEarlyToken = false;
      this.#lastToken = null;
      this.#markup.add('token');
      this.tokenChanged(null);
    }
    this.requestUpdate();
  };

  override connectedCallback(): void {
    this.#followPage();
    super.connectedCallback();
    const update = this.#followPage;
    const view = windowOf(this);
    this.#following = [
      followDocument(update, this.ownerDocument),
      followPageSettings(update),
      // The document of another window may come into sight while the page of the script is hidden.
      () => view.removeEventListener('visibilitychange', update, true),
    ];
    view.addEventListener('visibilitychange', update, true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#following) stop();
  }

  /**
   * The browser calls this after it has moved the element to another document, which accepts none of the style sheets
   * of the first.
   */
  adoptedCallback(): void {
    if (this.shadowRoot !== null) this.adoptStyles(this.shadowRoot);
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const { shadowRootOptions } = this.constructor as typeof DeskElement;
    const root = this.shadowRoot ?? this.attachShadow(shadowRootOptions);
    // A page that was saved with its shadow roots, or a template of one, brings what was drawn there.
    root.replaceChildren();
    this.adoptStyles(root);
    return root;
  }

  /** Gives the shadow root style sheets that its document accepts. */
  protected adoptStyles(root: ShadowRoot): void {
    adoptStyles(root, (this.constructor as typeof DeskElement).elementStyles as CSSResult[]);
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (name === 'token') {
      // The attribute is removed, so that nothing that reads the DOM finds the token; its removal means nothing else.
      // It comes last, because during an upgrade it runs the callbacks that are still waiting, connectedCallback among
      // them.
      if (value === null) return;
      this.#takeToken(value, true);
      this.removeAttribute('token');
    } else if (name === TAKEN) {
      // A script that morphs the page into its server's markup takes it away.
      if (value === null && this.#hadToken && this.#restores++ < MOST_RESTORES) this.setAttribute(name, '');
    } else if (name === 'lang') {
      this.requestUpdate();
    } else {
      this.#isAttribute = true;
      super.attributeChangedCallback(name, old, value);
      this.#isAttribute = false;
    }
  }

  /**
   * Every setter of a property calls this. It notes whether a value came by an attribute, which is not trusted as a
   * script's is.
   */
  override requestUpdate(...change: Parameters<ReactiveElement['requestUpdate']>): void {
    const [name] = change;
    if (name !== undefined) this.#markup[this.#isAttribute ? 'add' : 'delete'](name);
    super.requestUpdate(...change);
  }

  /** @internal True for a clone of an element whose token came by the attribute, or for its markup saved and loaded. */
  get isClone(): boolean {
    return !this.#hadToken && this.hasAttribute(TAKEN);
  }

  /** True if a token was handed over from outside and not cleared since. */
  protected get hasToken(): boolean {
    return this.#lastToken !== null;
  }

  /**
   * @internal The attributes that say where the desk is and where its tokens come from, as the host page wrote them.
   */
  get sourceAttributes(): SourceAttributes {
    const { server, api, tokenUrl, tokenProvider, tokenCredentials } = this;
    const settings = pageSettings();
    // Where the settings say whose tokens the page has, or the element has named its own server, a token of markup that
    // stays in use goes to no server of the settings, and gets no token of the page to follow it.
    const isApart = namesTokenUrl(settings) || ['server', 'api'].some((name) => this.#markup.has(name));
    const page = this.#isEarlyToken && this.isTokenInUse && isApart ? NO_SETTINGS : settings;
    const url = textOrNull(tokenUrl) ?? page.tokenUrl ?? '';
    const provider = typeof tokenProvider === 'function' ? tokenProvider : null;
    return {
      server: textOrNull(server),
      api: textOrNull(api),
      tokenUrl: url,
      provider,
      credentials: tokenCredentials === 'include' ? 'include' : 'same-origin',
      markup: [...this.#markup],
      // A provider is the page's, as its token URL is.
      isOwnToken: provider === null && url === '' && (this.hasToken || this.needsToken),
      page,
    };
  }

  /** @internal True if this element does nothing without a token. */
  get needsToken(): boolean {
    return true;
  }

  /** The element's own language, else that of the page settings. An inherited one does not count. */
  protected get ownLanguage(): string {
    return this.getAttribute('lang') || (pageSettings().lang ?? '');
  }

  /** Our texts in the language of this element. */
  protected get terms(): Terms {
    return termsFor(this.ownLanguage || nearestLanguage(this));
  }

  /**
   * Finds out why there is no console: examines this element, its page and its desk. Resolves within five seconds with
   * what was found and how to mend it; without token, user name or address with a query. It makes one request to the desk.
   *
   * @throws BytedeskError `network` where the script file's doctor cannot be loaded from beside it
   */
  async diagnose(): Promise<Diagnosis> {
    return (await loadDoctor()).diagnose([this]);
  }

  /** @internal What the doctor is shown. */
  abstract get patient(): Patient;

  /** Is called with a token that differs from the last one handed over. */
  protected abstract tokenChanged(token: string | null): void;
}
