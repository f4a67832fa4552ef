import { BytedeskError, toBytedeskError } from '../../../errors.js';
import { ConsoleLoad, type Evidence } from '../../../frame/console-load.js';
import { after } from '../../../frame/timers.js';
import type { BridgeMessage } from '../../../protocol/bridge-messages.js';
import type { ConsoleCommand } from '../../../protocol/console-messages.js';
import type { Session } from '../../../session/session.js';
import type { ConsoleSettings } from '../../../settings/resolve.js';
import { warnOfSettings } from '../../warn-of-settings.js';
import type { WorkspaceHost } from '../host.js';
import { ConsoleCommands } from './commands.js';
import { type ConsoleStore, hideOwner, isKnownToSpeak, rememberSpeaking, storeOf } from './console-owner.js';
import type { ConsoleEvents } from './events.js';
import { nameFor, navigateConsole, signInConsole, signOutConsole } from './sign-in.js';

/**
 * A console that is known to speak and stays silent this long after its load has most likely met its own stale login: it
 * ignored the token, was refused by the desk and shows its sign-in form. A second load then works.
 */
const SILENCE_MS = 8_000;

/** What a {@link WorkspaceConsole} tells. */
export interface ConsoleClient {
  readonly session: Session;
  /** Tells the first proof of a console, once per load. @returns false if it comes too late to count */
  consoleReady(settings: ConsoleSettings, evidence: Evidence): boolean;
  /** Tells that somebody is signed in inside the console. */
  consoleWorks(): void;
  consoleFailed(error: BytedeskError): void;
  /** Tells that the console did not load in time; it may still come. */
  consoleLate(error: BytedeskError): void;
  /** Hands on what the bridge tells of the console. */
  bridgeTold(message: BridgeMessage): void;
  /** Tells a fault that the console goes on without. */
  renewalFailed(error: BytedeskError): void;
}

/** The console of one workspace: one load after the other, and what is said to it meanwhile. */
export class WorkspaceConsole {
  readonly #host: WorkspaceHost;
  readonly #events: ConsoleEvents;
  readonly #client: ConsoleClient;
  readonly #commands = new ConsoleCommands();
  #load: ConsoleLoad | undefined;
  #settings: ConsoleSettings | undefined;
  #isUnderWay = false;
  #isOut = false;
  /** The token that the bridge is asked to sign in with, until it has answered. */
  #signingIn: string | undefined;
  #mayLoadTwice = false;
  #isSecondLoad = false;
  #hadFocus = false;
  #stopListening: (() => void) | undefined;

  constructor(host: WorkspaceHost, events: ConsoleEvents, client: ConsoleClient) {
    this.#host = host;
    this.#events = events;
    this.#client = client;
  }

  get evidence(): Evidence {
    return this.#load?.evidence ?? 'none';
  }

  get frame(): HTMLIFrameElement | undefined {
    return this.#load?.element;
  }

  /** True if the bridge has said that nobody is signed in inside the console any more. */
  get isOut(): boolean {
    return this.#isOut;
  }

  /** True if the console runs on the host's own token. */
  get isShared(): boolean {
    return this.#load?.isShared === true;
  }

  /** True while the bridge is asked to sign in. */
  get isSigningIn(): boolean {
    return this.#signingIn !== undefined;
  }

  /** Where a console keeps its login of which the bridge can say whose it is. */
  get bridgedStore(): ConsoleStore | undefined {
    return this.#load?.hasBridge && this.#settings ? storeOf(this.#settings) : undefined;
  }

  /** False if the browser has emptied the frame by itself. */
  get isAlive(): boolean {
    return this.#load === undefined || this.#load.isAlive;
  }

  /** True from the moment the address was given, with the token that was there then. */
  get isStarted(): boolean {
    return this.#isUnderWay;
  }

  /** True while that address was not sent yet. */
  get isHeldUp(): boolean {
    return this.#isUnderWay && this.#load?.isSent === false;
  }

  /** True if the frame is there for what these settings load. */
  isFor(settings: ConsoleSettings): boolean {
    return this.#load !== undefined && this.#settings?.key === settings.key;
  }

  /** Makes the frame; it stays empty until `start`. */
  open(settings: ConsoleSettings): void {
    this.removeFrame();
    const root = this.#host.shadowRoot;
    if (root === null) return;
    const { session } = this.#client;
    const { isEphemeral } = storeOf(settings);
    if (window.crossOriginIsolated && settings.isInAddress && !isEphemeral) {
      // Reports of Cross-Origin-Embedder-Policy carry a frame's whole address, and with it the token.
      throw new BytedeskError('frame-blocked', 'A cross-origin isolated page needs storage="ephemeral".');
    }
    warnOfSettings(settings);
    this.#settings = settings;
    this.#isOut = false;
    const mayMeetStaleLogin = settings.isInAddress && !isEphemeral && isKnownToSpeak(settings, session);
    this.#mayLoadTwice = !this.#isSecondLoad && (this.#mayLoadTwice || mayMeetStaleLogin);
    this.#isSecondLoad = false;
    const load = new ConsoleLoad({
      root,
      origin: settings.origin,
      name: nameFor(settings, session, this.#host.timeoutMs),
      label: this.#host.frameLabel,
      allow: settings.allow,
      sandbox: settings.sandbox,
      credentialless: settings.ephemeral,
      timeoutMs: this.#host.timeoutMs,
      needsBridge: settings.delivery === 'bridge',
      onReady: (evidence) => this.#onReady(load, settings, evidence),
      onEvidence: (evidence) => this.#onEvidence(settings, evidence),
      onMessage: (message) => this.#events.dispatch(message),
      onBridge: (message) => this.#onBridge(load, message),
      onBridgeProblem: (error) => this.#onBridgeProblem(load, error),
      onTimeout: () =>
        this.#client.consoleLate(new BytedeskError('frame-timeout', 'The console did not load in time.')),
      onBlocked: () =>
        this.#client.consoleFailed(
          new BytedeskError('frame-blocked', 'The page’s Content-Security-Policy refuses the frame.'),
        ),
    });
    this.#load = load;
    this.setFrozen(false);
  }

  /** Sends the frame to the console, once. @param token a secret; `null` for the console's own sign-in form */
  start(settings: ConsoleSettings, token: string | null): void {
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    const name = nameFor(settings, this.#client.session, this.#host.timeoutMs);
    this.#load?.start(settings.url(token), name);
  }

  /** Hides the frame, and shows it again; one that only the bridge can prove shows nobody's console before. */
  setFrozen(isFrozen: boolean): void {
    const isUnproven = this.#settings?.delivery === 'bridge' && this.evidence === 'none';
    if (this.#load) this.#load.element.hidden = isFrozen || isUnproven;
  }

  /** Names the frame, and takes it out of reach while a panel is over it. */
  setCovered(isCovered: boolean): void {
    const { frame } = this;
    if (frame === undefined) return;
    frame.inert = isCovered;
    frame.title = this.#host.frameLabel;
  }

  /** Hands a renewed token to a console that goes on, if it runs on the host's token at all. */
  renew(): void {
    if (this.#load?.hasBridge && this.#settings?.delivery === 'bridge') this.#signIn(this.#load);
  }

  /** Shows what other settings load, in the same frame. @returns false where that cannot be */
  async navigateTo(settings: ConsoleSettings): Promise<boolean> {
    const load = this.#load;
    const isThere = (await navigateConsole(load, settings)) && this.#load === load;
    if (isThere) this.#settings = settings;
    return isThere;
  }

  /** Signs the console out, out of sight, and removes the frame. */
  async signOut(): Promise<'signed-out' | 'revoked' | 'unknown'> {
    const load = this.#load;
    if (!load?.hasBridge) return 'unknown';
    this.#leave();
    return signOutConsole(load);
  }

  /** Removes the frame. What it was sent is not for the next one. */
  removeFrame(): void {
    const left = this.#load;
    this.#leave();
    left?.dispose();
  }

  /** @returns true, once, if a frame that was removed had the focus */
  takeFocus(): boolean {
    const had = this.#hadFocus;
    this.#hadFocus = false;
    return had;
  }

  /** Forgets what was to be said. */
  forgetCommands(): void {
    this.#commands.clear();
  }

  /** Says that the token has ended: the stored login may have, too, and be in the way of the next token. */
  expectStaleLogin(): void {
    const isSpeaker = this.#settings && isKnownToSpeak(this.#settings, this.#client.session);
    this.#mayLoadTwice = this.evidence === 'console' || isSpeaker === true;
  }

  /** Tells who waits for ready that it has come to nothing; the frame stays. */
  rejectWaiters(error: BytedeskError): void {
    this.#load?.rejectWaiters(error);
  }

  /** @throws BytedeskError */
  whenReady(): Promise<void> | undefined {
    return this.#load?.whenReady();
  }

  /** Tells the console something, now or when it is there. */
  send(command: ConsoleCommand): void {
    this.#commands.send(command, this.#load);
  }

  #leave(): void {
    const left = this.#load;
    const focused = this.#host.shadowRoot?.activeElement;
    if (focused && focused === left?.element) this.#hadFocus = true;
    this.#commands.end(left);
    this.#stopListening?.();
    this.#load = this.#signingIn = undefined;
    this.#isUnderWay = false;
    hideOwner(this.#host);
  }

  #onBridge(load: ConsoleLoad, message: BridgeMessage): void {
    if (this.#load !== load) return;
    const { token, state } = this.#client.session;
    const isBridged = this.#settings?.delivery === 'bridge' && token !== null;
    switch (message.type) {
      case 'bridge:ready':
        // Also after a load of the console's own: its page stays hidden until it hears that the login is right.
        if (isBridged && state === 'live') this.#signIn(load);
        if (isBridged) return;
        if (message.signedIn) this.#client.consoleWorks();
        return load.proveByBridge();
      case 'session:signed-in':
        this.#isOut = false;
        if (!isBridged) this.#client.consoleWorks();
        break;
      case 'session:expired':
      case 'session:signed-out':
        this.#isOut = true;
        break;
      case 'route:changed':
      case 'call:done':
        break;
      default:
        message satisfies never;
    }
    this.#client.bridgeTold(message);
  }

  /** Signs in with the session's token, unless that is under way: a load may announce itself more than once. */
  #signIn(load: ConsoleLoad): void {
    const { token, tag } = this.#client.session;
    const settings = this.#settings;
    if (token === null || settings === undefined || token === this.#signingIn) return;
    this.#signingIn = token;
    const isCurrent = (): boolean => this.#load === load && this.#signingIn === token;
    signInConsole(load, settings, { token, tag }, this.#host.timeoutMs).then(
      () => {
        if (!isCurrent()) return;
        this.#signingIn = undefined;
        load.proveByBridge();
      },
      (error: unknown) => {
        if (!isCurrent()) return;
        this.#signingIn = undefined;
        this.#onBridgeProblem(load, toBytedeskError(error, 'login-failed', 'The bridge refused.'));
      },
    );
  }

  /** A console that was proven goes on whatever becomes of a call; one that has no other proof has failed. */
  #onBridgeProblem(load: ConsoleLoad, error: BytedeskError): void {
    if (this.#load !== load) return;
    if (this.#settings?.delivery !== 'bridge') return this.#client.renewalFailed(error);
    // What the desk has refused was told as its end.
    if (load.evidence === 'none' && this.#client.session.state === 'live') this.#client.consoleFailed(error);
  }

  #onReady(load: ConsoleLoad, settings: ConsoleSettings, evidence: Evidence): void {
    this.setFrozen(false);
    if (!this.#client.consoleReady(settings, evidence) || this.#load !== load) return;
    this.#onEvidence(settings, evidence);
    if (evidence === 'load' && this.#mayLoadTwice) {
      this.#stopListening = after(SILENCE_MS, () => this.#loadAgain(load));
    }
    this.#mayLoadTwice = false;
  }

  #onEvidence(settings: ConsoleSettings, evidence: Evidence): void {
    this.#commands.deliver(this.#load);
    if (evidence !== 'console') return;
    rememberSpeaking(settings, this.#client.session);
    this.#client.consoleWorks();
  }

  #loadAgain(load: ConsoleLoad): void {
    if (this.#load !== load || load.evidence !== 'load') return;
    this.removeFrame();
    this.#isSecondLoad = true;
    this.#host.requestUpdate();
  }
}
