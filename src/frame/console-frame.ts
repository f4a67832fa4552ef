import { createElement } from '../dom.js';
import { nextTask } from './timers.js';

/** What a {@link ConsoleFrame} is made with; nothing of it changes later. */
export interface ConsoleFrameOptions {
  /** Where the iframe goes: first child of this root. */
  readonly root: ShadowRoot;
  /** What the console's first script finds as `window.name`, where it is known already, see protocol/frame-name. */
  readonly name?: string;
  /** Accessible name of the frame. */
  readonly label: string;
  readonly allow: string;
  readonly sandbox: string;
  /** Asks for a frame with throw-away storage; ignored by browsers that have none. */
  readonly credentialless: boolean;
  /** Milliseconds without a real `load`, counted from the navigation. */
  readonly timeoutMs: number;
  readonly onLoad: () => void;
  readonly onTimeout: () => void;
  /** The host page's own policy refused the frame. */
  readonly onBlocked: () => void;
}

/**
 * The iframe, for one load of one console. It knows nothing of sessions or of lit.
 *
 * The address holds the token, so it must not stand in anything the host page can read. The frame is inserted
 * with `srcdoc=""` and navigated by `location.replace` once that empty document has loaded: with `src` the token
 * would stand in the DOM, in Resource Timing and in the history; with a bare `location.replace` WebKit still
 * shows it in Resource Timing. `srcdoc` is never removed, since that would navigate.
 * A further load takes a new ConsoleFrame, because a navigation that differs in its hash only loads nothing.
 */
export class ConsoleFrame {
  readonly element: HTMLIFrameElement;
  readonly #options: ConsoleFrameOptions;
  #url: URL | undefined;
  #name = '';
  #stage: 'blank' | 'empty' | 'sent' | 'loaded' | 'destroyed' = 'blank';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConsoleFrameOptions) {
    this.#options = options;
    const frame = createElement('iframe', options.root.ownerDocument);
    frame.setAttribute('part', 'frame');
    frame.title = options.label;
    frame.setAttribute('allow', options.allow);
    // A name that is given later reaches the frame in Firefox only.
    if (options.name) frame.name = options.name;
    // The empty document may run nothing. It has the page's origin so that the page can still name its window.
    frame.setAttribute('sandbox', 'allow-same-origin');
    if (options.credentialless && supportsCredentialless()) frame.setAttribute('credentialless', '');
    frame.srcdoc = emptyHtml();
    frame.addEventListener('load', this.#onLoad);
    this.element = frame;
    options.root.prepend(frame);
  }

  get window(): Window | null {
    return this.element.contentWindow;
  }

  /** True from the moment the frame was sent on its way, with the address it has now. */
  get isSent(): boolean {
    return this.#stage === 'sent' || this.#stage === 'loaded';
  }

  /**
   * Sends the frame to `url`, now or as soon as its empty first document is there. Once.
   *
   * @param name what the console's first script finds as `window.name`, where it was not known before
   */
  start(url: URL, name = ''): void {
    if (this.#url !== undefined || this.#stage === 'destroyed') return;
    this.#url = url;
    this.#name = name;
    this.#timer = setTimeout(() => this.#options.onTimeout(), this.#options.timeoutMs);
    this.#document.addEventListener('securitypolicyviolation', this.#onViolation);
    if (this.#stage === 'empty') this.#send();
  }

  /** Removes the iframe element; emptied by navigation, the Back button would bring it back signed in. */
  dispose(): void {
    this.#stage = 'destroyed';
    this.#settle();
    this.element.removeEventListener('load', this.#onLoad);
    this.element.remove();
  }

  get #document(): Document {
    return this.#options.root.ownerDocument;
  }

  #send(): void {
    const { element, window } = this;
    this.#stage = 'sent';
    if (window === null || this.#url === undefined) return;
    if (this.#name !== element.name) window.name = this.#name;
    // The rights of the console come with its navigation.
    element.setAttribute('sandbox', this.#options.sandbox);
    window.location.replace(this.#url.href);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#document.removeEventListener('securitypolicyviolation', this.#onViolation);
  }

  readonly #onLoad = (): void => {
    if (this.#stage === 'blank') {
      this.#stage = 'empty';
      if (this.#url !== undefined) this.#send();
    } else if (this.#stage === 'sent') {
      this.#stage = 'loaded';
      clearTimeout(this.#timer);
      // WebKit tells of a frame that the page's policy refused in a `load` first and in a violation afterwards.
      nextTask(() => {
        if (this.#stage !== 'loaded') return;
        this.#settle();
        this.#options.onLoad();
      });
    }
  };

  readonly #onViolation = (event: SecurityPolicyViolationEvent): void => {
    const ours =
      event.blockedURI === this.#url?.origin || event.blockedURI.startsWith(`${this.#url?.origin}/`);
    const framing = /^(?:frame|child|default)-src$/.test(event.effectiveDirective);
    if (event.disposition === 'enforce' && framing && ours) {
      this.#settle();
      this.#stage = 'destroyed';
      this.#options.onBlocked();
    }
  };
}

/** True where frames with throw-away storage exist (Chromium). */
export function supportsCredentialless(): boolean {
  return 'credentialless' in HTMLIFrameElement.prototype;
}

/** Pages that require Trusted Types refuse a string here, even the empty one. */
function emptyHtml(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: { readonly emptyHTML?: string } };
  return trustedTypes?.emptyHTML ?? '';
}
