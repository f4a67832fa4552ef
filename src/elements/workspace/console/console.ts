// The console of a workspace over all of its loads. `frame/console-load.ts` is one load; the other files of this folder
// are the parts of its talk with the console.

import { BytedeskError, toBytedeskError } from '../../../errors.js';
import { ConsoleLoad, type Evidence } from '../../../frame/console-load.js';
import { after } from '../../../frame/timers.js';
import type { BridgeMessage } from '../../../protocol/bridge-messages.js';
import type { ConsoleCommand } from '../../../protocol/console-messages.js';
import type { Session } from '../../../session/session.js';
import type { ConsoleSettings } from '../../../settings/resolve.js';
import type { BridgeStatus } from '../../../frame/bridge-client.js';
import { note } from '../../../trace.js';
import { warnOfSettings } from '../../warn-of-settings.js';
import type { WorkspaceHost } from '../host.js';
import { ConsoleCommands } from './commands.js';
import { type ConsoleStore, hideOwner, isKnownToSpeak, rememberSpeaking, storeOf } from './console-owner.js';
import type { ConsoleEventDispatcher } from './event-dispatcher.js';
import { nameFor, navigateConsole, signInConsole, signOutConsole } from './sign-in.js';

/**
 * A console that is known to speak and stays silent this long after its load has most likely met its own stale login: it
 * ignored the token, was refused by the desk and shows its sign-in form. A second load then works.
 */
const SILENCE_MS = 8_000;

/** The calls by which a {@link WorkspaceConsole} reports to its owner, the controller. */
export interface ConsoleClient {
  readonly session: Session;
  /** Reports the first proof of a console, once per load. @returns false if it comes too late to count */
  consoleReady(settings: ConsoleSettings, evidence: Evidence): boolean;
  /** Reports that somebody is signed in inside the console. */
  consoleWorks(): void;
  consoleFailed(error: BytedeskError): void;
  /** Reports that the console did not load in time. It may still come. */
  consoleLate(error: BytedeskError): void;
  /** Hands on a message of the bridge. */
  bridgeTold(message: BridgeMessage): void;
  /** Reports a fault with which the console can go on. */
  reportError(error: BytedeskError): void;
}

/** The console of one workspace: its loads one after the other, and the commands to it. */
export class WorkspaceConsole {
  readonly #host: WorkspaceHost;
  readonly #events: ConsoleEventDispatcher;
  readonly #client: ConsoleClient;
  readonly #commands = new ConsoleCommands();
  #load: ConsoleLoad | undefined;
  #settings: ConsoleSettings | undefined;
  #isStarted = false;
  #isOut = false;
  /** The token of a sign-in that the bridge has not answered yet. */
  #signingIn: string | undefined;
  #mayLoadTwice = false;
  #isSecondLoad = false;
  #hadFocus = false;
  #cancelSecondLoad: (() => void) | undefined;

  constructor(host: WorkspaceHost, events: ConsoleEventDispatcher, client: ConsoleClient) {
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

  /** The state of the bridge; `undefined` before the frame was sent. */
  get bridge(): BridgeStatus | undefined {
    return this.#load?.bridge;
  }

  /** True if the bridge has said that nobody is signed in inside the console any more. */
  get isOut(): boolean {
    return this.#isOut;
  }

  /** True if the console runs on the host's own token. */
  get isShared(): boolean {
    return this.#load?.isShared === true;
  }

  /** True while a sign-in by the bridge is under way. */
  get isSigningIn(): boolean {
    return this.#signingIn !== undefined;
  }

  /** The store of a console whose login a bridge can see. */
  get bridgedStore(): ConsoleStore | undefined {
    return this.#load?.hasBridge && this.#settings ? storeOf(this.#settings) : undefined;
  }

  /** False if the browser itself has emptied the frame. */
  get isAlive(): boolean {
    return this.#load === undefined || this.#load.isAlive;
  }

  /** True once the frame has its address, with the token of that moment. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** True while that address has not been sent yet. */
  get isHeldUp(): boolean {
    return this.#isStarted && this.#load?.isSent === false;
  }

  /** True if the frame shows what these settings load. */
  isFor(settings: ConsoleSettings): boolean {
    return this.#load !== undefined && this.#settings?.key === settings.key;
  }

  /** Makes the frame, which stays empty until `start`. */
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
        this.#client.consoleLate(
          new BytedeskError(
            'frame-timeout',
            'The console did not load in time. Check that the desk answers.',
          ),
        ),
      onBlocked: () =>
        this.#client.consoleFailed(
          new BytedeskError(
            'frame-blocked',
            'The page refuses the frame. Name the desk in frame-src of its policy, or allow the local network.',
          ),
        ),
    });
    this.#load = load;
    this.setFrozen(false);
  }

  /** Sends the frame to the console, once. @param token a secret; `null` for the console's own sign-in form */
  start(settings: ConsoleSettings, token: string | null): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    note(this.#client.session.trace, 'console-sent', settings.delivery, token === null && 'without-token');
    const name = nameFor(settings, this.#client.session, this.#host.timeoutMs);
    this.#load?.start(settings.url(token), name);
  }

  /**
   * Hides the frame or shows it again. While only the bridge could prove the console, the frame stays hidden until it
   * has.
   */
  setFrozen(isFrozen: boolean): void {
    const isUnproven = this.#settings?.delivery === 'bridge' && this.evidence === 'none';
    this.#load?.show({ hidden: isFrozen || isUnproven });
  }

  /** Names the frame for screen readers, and takes it out of reach while a panel covers it. */
  setCovered(isCovered: boolean): void {
    this.#load?.show({ inert: isCovered, title: this.#host.frameLabel });
  }

  /** Hands a renewed token to a running console, if it runs on the host's token at all. */
  renew(): void {
    if (this.#load?.hasBridge && this.#settings?.delivery === 'bridge') this.#signIn(this.#load);
  }

  /** Shows in the same frame what other settings load. @returns false where that is impossible */
  async navigateTo(settings: ConsoleSettings): Promise<boolean> {
    const load = this.#load;
    const isThere = (await navigateConsole(load, settings)) && this.#load === load;
    if (isThere) this.#settings = settings;
    return isThere;
  }

  /** Signs the console out while it is hidden, and removes the frame. */
  async signOut(): Promise<'signed-out' | 'revoked' | 'unknown'> {
    const load = this.#load;
    if (!load?.hasBridge) return 'unknown';
    this.#leave();
    return signOutConsole(load);
  }

  /** Removes the frame. The commands that it was sent are not meant for the next one. */
  removeFrame(): void {
    const left = this.#load;
    this.#leave();
    left?.dispose();
  }

  /** Tells whether a removed frame had the focus. @returns true only once */
  takeFocus(): boolean {
    const had = this.#hadFocus;
    this.#hadFocus = false;
    return had;
  }

  /** Forgets the pending commands. */
  forgetCommands(): void {
    this.#commands.clear();
  }

  /**
   * Notes that the token has ended. The login that the console stored may have ended, too, and would stand in the way
   * of the next token.
   */
  expectStaleLogin(): void {
    const isSpeaker = this.#settings && isKnownToSpeak(this.#settings, this.#client.session);
    this.#mayLoadTwice = this.evidence === 'console' || isSpeaker === true;
  }

  /** Rejects the promises of those who wait for the console. The frame stays. */
  rejectWaiters(error: BytedeskError): void {
    this.#load?.rejectWaiters(error);
  }

  /** Resolves when the console of the present load is there. @throws BytedeskError */
  whenReady(): Promise<void> | undefined {
    return this.#load?.whenReady();
  }

  /** Sends a command to the console, now or when it is there. */
  send(command: ConsoleCommand): void {
    this.#commands.send(command, this.#load);
  }

  #leave(): void {
    const left = this.#load;
    const focused = this.#host.shadowRoot?.activeElement;
    if (focused && focused === left?.element) this.#hadFocus = true;
    this.#commands.endLoad(left);
    this.#cancelSecondLoad?.();
    this.#load = this.#signingIn = undefined;
    this.#isStarted = false;
    hideOwner(this.#host);
  }

  #onBridge(load: ConsoleLoad, message: BridgeMessage): void {
    if (this.#load !== load) return;
    const { token, state } = this.#client.session;
    const isBridged = this.#settings?.delivery === 'bridge' && token !== null;
    switch (message.type) {
      case 'bridge:ready':
        // The console may also have loaded by itself: its page then stays hidden until it learns that the login is
        // right.
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

  /** Handles a failed call of the bridge. A console that was proven goes on; one without any other proof has failed. */
  #onBridgeProblem(load: ConsoleLoad, error: BytedeskError): void {
    if (this.#load !== load) return;
    if (this.#settings?.delivery !== 'bridge') return this.#client.reportError(error);
    // A refusal of the desk was already reported as the token's end.
    if (load.evidence === 'none' && this.#client.session.state === 'live') this.#client.consoleFailed(error);
  }

  #onReady(load: ConsoleLoad, settings: ConsoleSettings, evidence: Evidence): void {
    this.setFrozen(false);
    if (!this.#client.consoleReady(settings, evidence) || this.#load !== load) return;
    this.#onEvidence(settings, evidence);
    if (evidence === 'load' && this.#mayLoadTwice) {
      this.#cancelSecondLoad = after(SILENCE_MS, () => this.#loadAgain(load));
    }
    this.#mayLoadTwice = false;
  }

  #onEvidence(settings: ConsoleSettings, evidence: Evidence): void {
    note(this.#client.session.trace, 'evidence', evidence);
    this.#commands.deliver(this.#load);
    if (evidence !== 'console') return;
    rememberSpeaking(settings, this.#client.session);
    this.#client.consoleWorks();
  }

  #loadAgain(load: ConsoleLoad): void {
    if (this.#load !== load || load.evidence !== 'load') return;
    this.removeFrame();
    this.#isSecondLoad = true;
    note(this.#client.session.trace, 'second-load');
    this.#host.requestUpdate();
  }
}
