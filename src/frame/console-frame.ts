import { nextTask } from './timers.js';

/** What a {@link ConsoleFrame} is made with; nothing of it changes later. */
export interface ConsoleFrameOptions {
  /** Where the iframe goes: first child of this root. */
  readonly root: ShadowRoot;
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
  element: HTMLIFrameElement;
  readonly #options: ConsoleFrameOptions;
  #url: URL | undefined;
  #stage: 'blank' | 'empty' | 'sent' | 'loaded' | 'destroyed' = 'blank';
  #timer: number | undefined;

  constructor(options: ConsoleFrameOptions) {
    this.#options = options;
    const frame = document.createElement('iframe');
    frame.setAttribute('part', 'frame');
    frame.title = options.label;
    frame.setAttribute('allow', options.allow);
    // The empty document gets no rights at all; those of the console come with its navigation.
    frame.setAttribute('sandbox', '');
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
   * @param name what the console's first script finds as `window.name`, see protocol/frame-name
   */
  start(url: URL, name = ''): void {
    if (this.#url !== undefined || this.#stage === 'destroyed') return;
    this.#url = url;
    if (name) this.#rename(name);
    this.#timer = window.setTimeout(() => this.#options.onTimeout(), this.#options.timeoutMs);
    document.addEventListener('securitypolicyviolation', this.#onViolation);
    if (this.#stage === 'empty') this.#send();
  }

  /** Removes the iframe element; emptied by navigation, the Back button would bring it back signed in. */
  dispose(): void {
    this.#stage = 'destroyed';
    this.#settle();
    this.element.removeEventListener('load', this.#onLoad);
    this.element.remove();
  }

  #send(): void {
    this.#stage = 'sent';
    this.element.setAttribute('sandbox', this.#options.sandbox);
    if (this.#url !== undefined) this.window?.location.replace(this.#url.href);
  }

  /** A frame that is there already keeps the name it was inserted with, in Chromium and WebKit; so it is another one. */
  #rename(name: string): void {
    const before = this.element;
    this.element = before.cloneNode() as HTMLIFrameElement;
    this.element.name = name;
    this.element.addEventListener('load', this.#onLoad);
    before.removeEventListener('load', this.#onLoad);
    this.#stage = 'blank';
    before.replaceWith(this.element);
  }

  #settle(): void {
    window.clearTimeout(this.#timer);
    document.removeEventListener('securitypolicyviolation', this.#onViolation);
  }

  readonly #onLoad = (): void => {
    if (this.#stage === 'blank') {
      this.#stage = 'empty';
      if (this.#url !== undefined) this.#send();
    } else if (this.#stage === 'sent') {
      this.#stage = 'loaded';
      window.clearTimeout(this.#timer);
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
