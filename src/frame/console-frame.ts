// The iframe itself. `console-load.ts` uses one for each load.

import { createElement } from '../dom.js';
import { after, nextTask } from './timers.js';

/**
 * True if the page cannot read where a frame's first navigation went. It is said of Chromium alone, on every system, so
 * that a browser of which nothing is known takes the safe way, which is slower.
 */
const isFirstNavigationPrivate = globalThis.navigator?.vendor === 'Google Inc.';

/** How a frame stands on the page; nothing else changes these properties of the iframe. */
export type FrameLook = Partial<Pick<HTMLIFrameElement, 'hidden' | 'inert' | 'title'>>;

/** Options of a {@link ConsoleFrame}, which do not change later. */
export interface ConsoleFrameOptions {
  /** The root whose first child the iframe becomes. */
  readonly root: ShadowRoot;
  /**
   * The name that the console's first script finds as `window.name`, if it is known already, see protocol/frame-name.
   */
  readonly name?: string;
  /** Accessible name of the frame. */
  readonly label: string;
  readonly allow: string;
  readonly sandbox: string;
  /** Asks for a frame with throw-away storage. Browsers without such frames ignore it. */
  readonly credentialless: boolean;
  /** Milliseconds after the navigation without a real `load` that count as a time-out. */
  readonly timeoutMs: number;
  /** Is called just before the frame gets its address. */
  readonly onSend?: (window: Window) => void;
  readonly onLoad: () => void;
  readonly onTimeout: () => void;
  /** Is called if the host page's own policy refused the frame. */
  readonly onBlocked: () => void;
}

/**
 * The iframe, for one load of one console. It knows nothing of sessions or of lit.
 *
 * The address holds the token, so it must not stand in anything the host page can read. The frame is inserted empty
 * and navigated by `location.replace`: with `src` the token would stand in the DOM, in Resource Timing and in the
 * history. WebKit shows the first navigation of a frame in Resource Timing, however it is made, so there the first one
 * is that to `srcdoc=""`. `srcdoc` is never removed, since that would navigate.
 * A further load takes a new ConsoleFrame, because a navigation that differs in its hash only loads nothing.
 */
export class ConsoleFrame {
  readonly element: HTMLIFrameElement;
  readonly #options: ConsoleFrameOptions;
  /** The frame's window, once its empty document is there. */
  #window: Window | null | undefined;
  #url: URL | undefined;
  #name = '';
  /**
   * `inserted`: the empty document is loading. `waiting`: it is there, and the frame waits for an address. `sent`: the
   * console is loading. `loaded`: its document is there. `disposed`: the frame is of no use any more.
   */
  #stage: 'inserted' | 'waiting' | 'sent' | 'loaded' | 'disposed' = 'inserted';
  #stopWaiting: (() => void) | undefined;

  constructor(options: ConsoleFrameOptions) {
    this.#options = options;
    const frame = createElement('iframe', options.root.ownerDocument);
    frame.setAttribute('part', 'frame');
    frame.title = options.label;
    frame.setAttribute('allow', options.allow);
    // A name that is set later reaches the frame in Firefox only.
    if (options.name) frame.name = options.name;
    // The empty document may run nothing. It has the page's origin, so that the page can still set its window's name.
    frame.setAttribute('sandbox', 'allow-same-origin');
    if (options.credentialless && supportsCredentialless()) frame.setAttribute('credentialless', '');
    if (!isFirstNavigationPrivate) frame.srcdoc = emptyHtml();
    frame.addEventListener('load', this.#onLoad);
    this.element = frame;
    options.root.prepend(frame);
  }

  /** False if the browser made a new, empty window for the frame, as Firefox does on `moveBefore` in a shadow tree. */
  get isAlive(): boolean {
    return this.#window === undefined || this.#window === this.element.contentWindow;
  }

  /** Changes how the frame stands on the page: seen or not, within reach or covered, and under which name. */
  show(look: FrameLook): void {
    Object.assign(this.element, look);
  }

  /** True once the frame has been sent to the address that it has now. */
  get isSent(): boolean {
    return this.#stage === 'sent' || this.#stage === 'loaded';
  }

  /**
   * Sends the frame to `url`, now or as soon as its empty first document is there. Only the first call counts.
   *
   * @param name what the console's first script is to find as `window.name`, if it was not known before
   */
  start(url: URL, name = ''): void {
    if (this.#url !== undefined || this.#stage === 'disposed') return;
    this.#url = url;
    this.#name = name;
    this.#stopWaiting = after(this.#options.timeoutMs, () => this.#options.onTimeout());
    EventTarget.prototype.addEventListener.call(
      this.#document,
      'securitypolicyviolation',
      this.#onViolation as EventListener,
    );
    if (this.#stage === 'waiting') this.#send();
  }

  /**
   * Removes the iframe element. The Back button would bring back, signed in, a frame that was only navigated to an
   * empty page.
   */
  dispose(): void {
    this.#stage = 'disposed';
    this.#settle();
    this.element.removeEventListener('load', this.#onLoad);
    this.element.remove();
  }

  get #document(): Document {
    return this.#options.root.ownerDocument;
  }

  #send(): void {
    const { element } = this;
    const window = this.#window;
    this.#stage = 'sent';
    if (!window || this.#url === undefined) return;
    this.#options.onSend?.(window);
    if (this.#name !== element.name) window.name = this.#name;
    // The console gets its rights with its own navigation.
    element.setAttribute('sandbox', this.#options.sandbox);
    window.location.replace(this.#url.href);
  }

  #settle(): void {
    this.#stopWaiting?.();
    EventTarget.prototype.removeEventListener.call(
      this.#document,
      'securitypolicyviolation',
      this.#onViolation as EventListener,
    );
  }

  readonly #onLoad = (): void => {
    if (this.#stage === 'inserted') {
      // A frame without an address loads while it is inserted, when the page's script may not be done with the element.
      // The next task would run only after the browser's other work for the new frame, so that the request left later.
      queueMicrotask(this.#onEmpty);
    } else if (this.#stage === 'sent') {
      this.#stage = 'loaded';
      this.#stopWaiting?.();
      // WebKit reports a frame that the page's policy refused by a `load` first and by a violation afterwards.
      nextTask(() => {
        if (this.#stage !== 'loaded') return;
        this.#settle();
        this.#options.onLoad();
      });
    }
  };

  readonly #onEmpty = (): void => {
    if (this.#stage !== 'inserted') return;
    this.#stage = 'waiting';
    this.#window = this.element.contentWindow;
    if (this.#url !== undefined) this.#send();
  };

  readonly #onViolation = (event: SecurityPolicyViolationEvent): void => {
    const ours =
      event.blockedURI === this.#url?.origin || event.blockedURI.startsWith(`${this.#url?.origin}/`);
    const framing = /^(?:frame|child|default)-src$/.test(event.effectiveDirective);
    if (event.disposition === 'enforce' && framing && ours) {
      this.#settle();
      this.#stage = 'disposed';
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
