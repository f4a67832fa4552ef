// The attributes and properties of `<bytedesk-workspace>` and the values that follow from them. What the element does
// with them is in `workspace-element.ts` and `controller.ts`.

import type { PropertyDeclarations, PropertyValues } from '@lit/reactive-element';
import { supportsCredentialless } from '../../frame/console-frame.js';
import { DEFAULT_ALLOW, DEFAULT_SANDBOX } from '../../frame/permissions.js';
import { asText, DeskElement } from '../desk-element.js';
import { type ConsoleAttributes, namesSource } from '../../settings/resolve.js';
import { addSheet } from '../style-sheets.js';
import { warnOnce } from '../../warn-once.js';

/** The height in the element's style sheet. */
const DEFAULT_HEIGHT = '600px';
const DEFAULT_TIMEOUT_S = 30;
const LONGEST_TIMEOUT_S = 24 * 60 * 60;
const DEFAULT_RENEW_BEFORE_S = 60;
const DEFAULT_CHECK_INTERVAL_S = 300;
/** More frequent checks would be a burden on the desk. */
const SHORTEST_CHECK_INTERVAL_S = 5;

const secondsOr = (fallback: number, value: unknown): number =>
  typeof value === 'number' && value >= 0 ? value : fallback;

/** The attributes and properties of a workspace, and the values that follow from them. */
export abstract class WorkspaceSettingsElement extends DeskElement {
  static override readonly properties: PropertyDeclarations = {
    signIn: { attribute: 'sign-in' },
    delivery: {},
    storage: { noAccessor: true },
    expiredView: { attribute: 'expired-view' },
    loading: {},
    height: {},
    label: {},
    timeout: { type: Number },
    renewBefore: { type: Number, attribute: 'renew-before' },
    checkInterval: { type: Number, attribute: 'check-interval' },
    allow: {},
    sandbox: {},
  };

  /**
   * With `token` the element waits in `idle` for a token; with `console` it shows the console's own sign-in form as
   * long as there is none.
   */
  declare signIn: 'token' | 'console' | null | undefined;
  /**
   * With `url` the token is sent in the address, as documented; with `bridge` in a message, to a desk that has the
   * bridge.
   */
  declare delivery: 'url' | 'bridge' | null | undefined;
  /** Decides about a running console whose token has ended: `keep` leaves it usable, `cover` covers it. */
  declare expiredView: 'keep' | 'cover' | null | undefined;
  /** With `lazy` the element starts when it comes near the viewport. */
  declare loading: 'eager' | 'lazy' | null | undefined;
  /** A number of pixels or any CSS length. A height in a style sheet wins. */
  declare height: string | number | null | undefined;
  /** Accessible name of the frame; default a localized text. */
  declare label: string | null | undefined;
  /** Seconds without a load after which the element reports `frame-timeout`. */
  declare timeout: number | null | undefined;
  /** Seconds before a token's end at which the element asks for a new one. */
  declare renewBefore: number | null | undefined;
  /** Seconds between checks of the token at the desk while the page is visible; 0 switches the checks off. */
  declare checkInterval: number | null | undefined;
  /** Replaces the frame's permissions. A feature without an origin is delegated to the desk. */
  declare allow: string | null | undefined;
  /** Replaces the frame's sandbox flags. */
  declare sandbox: string | null | undefined;

  /**
   * The sheet with the one rule for a height other than the default, once there was one; `null` where sheets are refused.
   * Each document needs a sheet of its own.
   */
  #heightSheet: CSSStyleSheet | null | undefined;
  #storage: string | null | undefined;

  constructor() {
    super();
    this.signIn = 'token';
    this.delivery = 'url';
    this.expiredView = 'keep';
    this.loading = 'eager';
    this.height = DEFAULT_HEIGHT;
    this.label = null;
    this.timeout = DEFAULT_TIMEOUT_S;
    this.renewBefore = DEFAULT_RENEW_BEFORE_S;
    this.checkInterval = DEFAULT_CHECK_INTERVAL_S;
    this.allow = DEFAULT_ALLOW;
    this.sandbox = DEFAULT_SANDBOX;
  }

  /**
   * The storage in effect. With `persistent` the console keeps its login, its caches and its device; with `ephemeral`
   * all of that dies with the page. Set to `auto`, the default, it is `persistent` unless the stored login may be
   * another user's and the browser has frames with throw-away storage.
   */
  get storage(): 'auto' | 'ephemeral' | 'persistent' {
    return this.#wantsEphemeral && supportsCredentialless() ? 'ephemeral' : 'persistent';
  }

  set storage(value: 'auto' | 'ephemeral' | 'persistent' | null | undefined) {
    this.#storage = value;
    this.needsEphemeral = false;
    this.requestUpdate();
  }

  /** @internal */
  get storageIsAuto(): boolean {
    return this.#storage !== 'ephemeral' && this.#storage !== 'persistent';
  }

  /** @internal */
  needsEphemeral = false;

  /** @internal */
  get consoleAttributes(): ConsoleAttributes {
    const { path, entry, allow, sandbox } = this;
    return {
      source: this.sourceAttributes,
      path: asText(path ?? ''),
      entry: entry === 'login' ? 'login' : 'direct',
      delivery: this.delivery === 'bridge' ? 'bridge' : 'url',
      lang: this.ownLanguage,
      ephemeral: this.#wantsEphemeral,
      allow: asText(allow ?? DEFAULT_ALLOW),
      sandbox: asText(sandbox ?? DEFAULT_SANDBOX),
      hasToken: this.#mayHaveToken,
    };
  }

  /** @internal */
  override get needsToken(): boolean {
    return this.signIn !== 'console';
  }

  /** @internal */
  get timeoutMs(): number {
    return 1000 * (Math.min(secondsOr(0, this.timeout), LONGEST_TIMEOUT_S) || DEFAULT_TIMEOUT_S);
  }

  /** @internal */
  abstract waitsForViewport: boolean;

  /** @internal */
  get wantsToken(): boolean {
    return this.needsToken && !this.waitsForViewport;
  }

  /** @internal */
  get renewBeforeMs(): number {
    return 1000 * secondsOr(DEFAULT_RENEW_BEFORE_S, this.renewBefore);
  }

  /** @internal */
  get checkIntervalMs(): number {
    const seconds = secondsOr(DEFAULT_CHECK_INTERVAL_S, this.checkInterval);
    return 1000 * (seconds && Math.max(seconds, SHORTEST_CHECK_INTERVAL_S));
  }

  /** @internal */
  get frameLabel(): string {
    const admin = /^\s*\/?admin(?![\w-])/.test(asText(this.path ?? ''));
    return asText(this.label || this.terms[admin ? 'adminConsole' : 'agentConsole']);
  }

  protected override adoptStyles(root: ShadowRoot): void {
    super.adoptStyles(root);
    this.#heightSheet = undefined;
    this.#setHeight();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('height')) this.#setHeight();
  }

  get #wantsEphemeral(): boolean {
    return this.#storage === 'ephemeral' || (this.storageIsAuto && this.needsEphemeral);
  }

  get #mayHaveToken(): boolean {
    return this.hasToken || (this.needsToken && namesSource(this.sourceAttributes));
  }

  #setHeight(): void {
    const height = this.height ?? '';
    const text = typeof height === 'number' ? String(height) : asText(height).trim();
    const length = /^\d*\.?\d+$/.test(text) ? `${text}px` : text;
    const root = this.shadowRoot;
    if (root === null || (this.#heightSheet === undefined && length === DEFAULT_HEIGHT)) return;
    if (this.#heightSheet === undefined) this.#heightSheet = addSheet(root, ':host { }');
    if (length !== '' && globalThis.CSS?.supports?.('block-size', length) === false) {
      warnOnce('height is neither a number of pixels nor a CSS length.');
    }
    // The value is set on the rule's object, so that no text of the page becomes part of a style sheet. WebKit draws a
    // changed rule in a second window only if its sheet was replaced before.
    const sheet = this.#heightSheet;
    if (sheet?.ownerNode === null) sheet.replaceSync(':host { }');
    const style = (sheet?.cssRules[0] as CSSStyleRule | undefined)?.style;
    style?.removeProperty('block-size');
    style?.setProperty('block-size', length);
  }
}
