import { BytedeskError } from '../../../errors.js';
import type { BridgeMessage } from '../../../protocol/bridge-messages.js';
import type { ConsoleCommand } from '../../../protocol/console-messages.js';
import { ConsoleLoad, type Evidence } from '../../../frame/console-load.js';
import { after } from '../../../frame/timers.js';
import { type ConsoleStore, storeOf } from './console-owner.js';
import type { Session } from '../../../session/session.js';
import { type BridgeEars, navigateConsole, signIn, meet, nameFor, signOutConsole } from './sign-in.js';
import { ConsoleCommands } from './commands.js';
import type { ConsoleEvents } from './events.js';
import type { ConsoleSettings } from '../../../settings/resolve.js';
import { warnOfSettings } from '../../warn-of-settings.js';
import type { WorkspaceHost } from '../host.js';
/**
 * A console that spoke before and stays silent this long after its load has most likely met its own stale login: it
 * ignored the token, was refused by the desk and shows its sign-in form. A second load then works.
 */
const SILENCE_MS = 8_000;

/** The console of one workspace: one load after the other, and what is said to it meanwhile. */
export class WorkspaceConsole implements BridgeEars {
  /** True once the bridge has said that the console's own session is over. */
  isOut = false;
  readonly #host: WorkspaceHost;
  readonly #facts: ConsoleEvents;
  readonly #client: ConsoleClient;
  readonly #commands = new ConsoleCommands();
  #load: ConsoleLoad | undefined;
  #plan: ConsoleSettings | undefined;
  #isUnderWay = false;
  #hasSpoken = false;
  #mayLoadTwice = false;
  #hadFocus = false;
  #stopListening: (() => void) | undefined;

  constructor(host: WorkspaceHost, facts: ConsoleEvents, client: ConsoleClient) {
    this.#host = host;
    this.#facts = facts;
    this.#client = client;
  }

  get evidence(): Evidence {
    return this.#load?.evidence ?? 'none';
  }

  get frame(): HTMLIFrameElement | undefined {
    return this.#load?.element;
  }

  get session(): Session {
    return this.#client.session;
  }

  /** Where a console keeps its login of which the bridge can say whose it is. */
  get bridgedStore(): ConsoleStore | undefined {
    return this.#load?.hasBridge && this.#plan ? storeOf(this.#plan) : undefined;
  }

  /** False if the browser has emptied the frame behind our back. */
  get isAlive(): boolean {
    return this.#load === undefined || this.#load.isAlive;
  }

  /** True from the moment the address was given, with the token that was there then. */
  get isStarted(): boolean {
    return this.#isUnderWay;
  }

  /** True while that address is still in our hands. */
  get isHeldUp(): boolean {
    return this.#isUnderWay && this.#load?.isSent === false;
  }

  /** True if the frame is there for what this plan loads. */
  isFor(plan: ConsoleSettings): boolean {
    return this.#load !== undefined && this.#plan?.key === plan.key;
  }

  /** Makes the frame; it stays empty until it is sent on its way. */
  open(plan: ConsoleSettings): void {
    this.removeFrame();
    const root = this.#host.shadowRoot;
    if (root === null) return;
    if (window.crossOriginIsolated && plan.isInAddress && !storeOf(plan).isEphemeral) {
      // Reports of Cross-Origin-Embedder-Policy carry a frame's whole address, and with it the token.
      throw new BytedeskError('frame-blocked', 'A cross-origin isolated page needs storage="ephemeral".');
    }
    warnOfSettings(plan);
    this.#plan = plan;
    this.isOut = false;
    const load = new ConsoleLoad({
      root,
      origin: plan.origin,
      label: this.#host.frameLabel,
      allow: plan.allow,
      sandbox: plan.sandbox,
      credentialless: plan.ephemeral,
      timeoutMs: this.#host.timeoutMs,
      onReady: (evidence) => this.#onReady(load, plan, evidence),
      onEvidence: (evidence) => this.#onEvidence(evidence),
      onMessage: (message) => this.#facts.dispatch(message),
      needsBridge: plan.delivery === 'bridge',
      onBridge: (message) => this.#onBridge(load, message),
      onBridgeProblem: (error) => this.bridgeFailed(load, error),
      onTimeout: () =>
        this.#client.consoleFailed(new BytedeskError('frame-timeout', 'The console did not load in time.')),
      onBlocked: () => {
        const error = new BytedeskError(
          'frame-blocked',
          'The page’s Content-Security-Policy refuses the frame.',
        );
        load.rejectWaiters(error);
        this.removeFrame();
        this.#client.consoleFailed(error);
      },
    });
    this.#load = load;
    this.setFrozen(false);
  }

  /** Sends the frame on its way, once. @param token a secret; `null` for the console's own sign-in form */
  start(plan: ConsoleSettings, token: string | null): void {
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    this.#load?.start(plan.url(token), nameFor(plan, this.session, this.#host.timeoutMs));
  }

  /** Hides the frame, and shows it again; one that only the bridge can prove shows nobody's console before. */
  setFrozen(isFrozen: boolean): void {
    const isUnproven = this.#plan?.delivery === 'bridge' && this.evidence === 'none';
    if (this.#load) this.#load.element.hidden = isFrozen || isUnproven;
  }

  /** A renewed token for a console that goes on. */
  renew(): void {
    // One that does not take it keeps what it has; the bridge tells of its end.
    if (this.bridgedStore) signIn(this.#load, this.#plan, this.session).catch(() => undefined);
  }

  /** Shows what another plan loads, in the same frame. @returns false where that cannot be */
  async navigateTo(plan: ConsoleSettings): Promise<boolean> {
    const load = this.#load;
    const isThere = (await navigateConsole(load, plan)) && this.#load === load;
    if (isThere) this.#plan = plan;
    return isThere;
  }

  /** Signs the console out, out of sight, and removes the frame. @returns false if nobody knows what became of it */
  async signOut(): Promise<boolean> {
    const load = this.#load;
    if (!load?.hasBridge) return false;
    this.#leave();
    return signOutConsole(load);
  }

  consoleSpoke(): void {
    this.#hasSpoken = true;
    this.#client.consoleSpoke();
  }

  bridgeFailed(load: ConsoleLoad, error: BytedeskError): void {
    if (this.#load !== load) return;
    if (this.#plan?.delivery !== 'bridge') return this.#client.renewalFailed(error);
    load.rejectWaiters(error);
    this.removeFrame();
    this.#client.consoleFailed(error);
  }

  /** Removes the frame. What it was sent is not for the next one. */
  removeFrame(): void {
    const ended = this.#load;
    this.#leave();
    ended?.dispose();
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

  /** The token has ended: the console's stored login may have, too, and be in the way of the next token. */
  expectStaleLogin(): void {
    this.#mayLoadTwice = this.#hasSpoken;
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
    this.#load = undefined;
    this.#isUnderWay = false;
  }

  #onBridge(load: ConsoleLoad, message: BridgeMessage): void {
    if (this.#load !== load || !this.#plan) return;
    this.isOut ||= message.type === 'session:expired';
    meet(load, this.#plan, message, this);
    if (this.#load === load) this.#client.bridgeTold(message);
  }

  #onReady(load: ConsoleLoad, plan: ConsoleSettings, evidence: Evidence): void {
    this.setFrozen(false);
    if (!this.#client.consoleReady(plan, evidence) || this.#load !== load) return;
    this.#onEvidence(evidence);
    if (evidence === 'load' && this.#mayLoadTwice) {
      this.#stopListening = after(SILENCE_MS, () => this.#loadAgain(load));
    }
    this.#mayLoadTwice = false;
  }

  #onEvidence(evidence: Evidence): void {
    this.#commands.deliver(this.#load);
    if (evidence === 'console') this.consoleSpoke();
  }

  #loadAgain(load: ConsoleLoad): void {
    if (this.#load !== load || load.evidence !== 'load') return;
    this.removeFrame();
    this.#host.requestUpdate();
  }
}

/** What a `WorkspaceConsole` tells. */
export interface ConsoleClient {
  readonly session: Session;
  /** Once per load, at the first proof of a console. @returns false if it comes too late to count */
  consoleReady(plan: ConsoleSettings, evidence: Evidence): boolean;
  /** The console has spoken, which proves a login. */
  consoleSpoke(): void;
  consoleFailed(error: BytedeskError): void;
  /** What the bridge tells of the console. */
  bridgeTold(message: BridgeMessage): void;
  /** Something is wrong that the console goes on without. */
  renewalFailed(error: BytedeskError): void;
}
