// Before Lit, which would take an element of the page for its own globals.
import './lit-globals.js';
import { type CSSResult, type PropertyDeclarations, ReactiveElement } from '@lit/reactive-element';
import type { TokenProvider } from '../api/token-provider.js';
import { followLanguage, nearestLanguage, termsFor } from '../locale/localize.js';
import type { Terms } from '../locale/terms.js';
import { DEFAULT_PATH, type Entry } from '../url/console-url.js';
import { adoptStyles } from './style-sheets.js';
import { followPageSettings, pageSettings } from '../settings/page-settings.js';
import type { SourceAttributes } from '../settings/resolve.js';
import { namesTokenUrl } from '../settings/trust.js';

/**
 * Text of a property that markup or script may have set to anything. What is not text comes out as something that
 * no check accepts, rather than as an exception in the page.
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

/** What all elements that lead to a desk have in common: whose console, which path, which token. */
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
  /** `direct`: the token goes on the deep path. `login`: on the sign-in page, for consoles that read it only there. */
  declare entry: Entry | null | undefined;

  /** The host's endpoint that answers with a token; default that of the page settings. */
  declare tokenUrl: string | null | undefined;
  /** `include`: the endpoint is of another origin and gets that origin's cookies. */
  declare tokenCredentials: 'same-origin' | 'include' | null | undefined;
  /** Gives tokens; wins over `tokenUrl`. Another function takes over without a request or a reload. */
  declare tokenProvider: TokenProvider | null | undefined;

  #lastToken: string | null = null;
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
    return [...super.observedAttributes, 'lang'];
  }

  /** AccessToken, write-only: reads as `undefined`. The same value again is ignored; `null` clears. */
  get token(): string | null | undefined {
    return undefined;
  }

  set token(value: string | null | undefined) {
    this.#takeToken(value, false);
  }

  #takeToken(value: unknown, isAttribute: boolean): void {
    const token = value === null || value === undefined ? null : asText(value).trim() || null;
    this.requestUpdate();
    if (!isAttribute) this.#markup.delete('token');
    // Frameworks set properties on every render; after a renewal this would put the old token back.
    if (token === this.#lastToken) return;
    // An attribute is anybody's, and the page has said where its tokens come from.
    if (isAttribute && namesTokenUrl(pageSettings())) return void this.#markup.add('token');
    this.#lastToken = token;
    this.tokenChanged(token);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const update = (): void => this.requestUpdate();
    this.#following = [followLanguage(update, this.ownerDocument), followPageSettings(update)];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#following) stop();
  }

  /** The browser has moved this element to another document, which takes none of the style sheets of the first. */
  adoptedCallback(): void {
    if (this.shadowRoot !== null) this.adoptStyles(this.shadowRoot);
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const { shadowRootOptions } = this.constructor as typeof DeskElement;
    const root = this.shadowRoot ?? this.attachShadow(shadowRootOptions);
    this.adoptStyles(root);
    return root;
  }

  /** Gives the shadow root the style sheets that its document takes. */
  protected adoptStyles(root: ShadowRoot): void {
    adoptStyles(root, (this.constructor as typeof DeskElement).elementStyles as CSSResult[]);
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (name === 'token') {
      // The attribute is consumed: nothing that reads the DOM finds the token. Its removal means nothing. It comes
      // last, because during an upgrade it runs the callbacks that are still waiting, connectedCallback among them.
      if (value === null) return;
      this.#takeToken(value, true);
      this.removeAttribute('token');
    } else if (name === 'lang') {
      this.requestUpdate();
    } else {
      this.#isAttribute = true;
      super.attributeChangedCallback(name, old, value);
      this.#isAttribute = false;
    }
  }

  /** Every setter of a property calls this: an attribute's value is not to be trusted, that of a script is. */
  override requestUpdate(...change: Parameters<ReactiveElement['requestUpdate']>): void {
    const [name] = change;
    if (name !== undefined) this.#markup[this.#isAttribute ? 'add' : 'delete'](name);
    super.requestUpdate(...change);
  }

  /** True if a token was handed over from outside and not taken back. */
  protected get hasToken(): boolean {
    return this.#lastToken !== null;
  }

  /** @internal Where the desk is and where its tokens come from, as the host page wrote it. */
  get sourceAttributes(): SourceAttributes {
    const { server, api, tokenUrl, tokenProvider, tokenCredentials } = this;
    const page = pageSettings();
    const url = textOrNull(tokenUrl) ?? page.tokenUrl ?? '';
    const provider = typeof tokenProvider === 'function' ? tokenProvider : null;
    const names = { server: 'server', api: 'api', tokenUrl: 'token-url', token: 'token' } as const;
    return {
      server: textOrNull(server),
      api: textOrNull(api),
      tokenUrl: url,
      provider,
      credentials: tokenCredentials === 'include' ? 'include' : 'same-origin',
      markup: Object.entries(names).flatMap(([property, name]) => (this.#markup.has(property) ? name : [])),
      isOwnToken: this.hasToken || provider !== null || (this.needsToken && url === ''),
      page,
    };
  }

  /** @internal True if this element does nothing without a token. */
  get needsToken(): boolean {
    return true;
  }

  /** The element's own language, else that of the page settings; not an inherited one. */
  protected get ownLanguage(): string {
    return this.getAttribute('lang') || (pageSettings().lang ?? '');
  }

  /** The texts of our own in the language that holds here. */
  protected get terms(): Terms {
    return termsFor(this.ownLanguage || nearestLanguage(this));
  }

  /** Takes a token that differs from the last one handed over. */
  protected abstract tokenChanged(token: string | null): void;
}
