import { BytedeskError } from '../errors.js';
import type { ConsoleCommand } from '../protocol/console-messages.js';
import { supportsCredentialless } from '../relay/console-frame.js';
import { ConsoleLoad, type Evidence } from '../relay/console-load.js';
import { after } from '../relay/after.js';
import { ConsoleCommands } from './console-commands.js';
import type { ConsoleFacts } from './console-facts.js';
import type { LoadPlan } from './load-plan.js';
import { warnAbout } from './warn-once.js';
import type { WorkspaceHost } from './workspace-host.js';

/** What a {@link WorkspaceConsole} tells. */
export interface ConsoleClient {
  /** Once per load, at the first proof of a console. @returns false if it comes too late to count */
  consoleReady(plan: LoadPlan, evidence: Evidence): boolean;
  /** The console has spoken, which proves a login. */
  consoleSpoke(): void;
  consoleFailed(error: BytedeskError): void;
}

/**
 * A console that spoke before and stays silent this long after its load has most likely met its own stale login: it
 * ignored the token, was refused by the desk and shows its sign-in form. A second load then works (bytedesk.md, A 2.3).
 */
const SILENCE_MS = 8_000;

const blocked = (why: string): BytedeskError => new BytedeskError('frame-blocked', why);

/** The console of one workspace: one load after the other, and what is said to it meanwhile. */
export class WorkspaceConsole {
  readonly #host: WorkspaceHost;
  readonly #facts: ConsoleFacts;
  readonly #client: ConsoleClient;
  readonly #commands = new ConsoleCommands();
  #load: ConsoleLoad | undefined;
  #plan: LoadPlan | undefined;
  #isUnderWay = false;
  #hasSpoken = false;
  #mayLoadTwice = false;
  #hadFocus = false;
  #stopListening: (() => void) | undefined;

  constructor(host: WorkspaceHost, facts: ConsoleFacts, client: ConsoleClient) {
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

  /** False if the browser has emptied the frame behind our back. */
  get isAlive(): boolean {
    return this.#load === undefined || this.#load.isAlive;
  }

  /** True from the moment the address was given, with the token that was there then. */
  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** True while that address is still in our hands. */
  get isHeldUp(): boolean {
    return this.#isUnderWay && this.#load?.isSent === false;
  }

  /** True if the frame is there for what this plan loads. */
  isFor(plan: LoadPlan): boolean {
    return this.#load !== undefined && this.#plan?.key === plan.key;
  }

  /** Makes the frame; it stays empty until it is sent on its way. */
  open(plan: LoadPlan): void {
    this.end();
    const root = this.#host.shadowRoot;
    if (root === null) return;
    if (window.crossOriginIsolated && plan.hasToken && !(plan.ephemeral && supportsCredentialless())) {
      // Reports of Cross-Origin-Embedder-Policy carry a frame's whole address, and with it the token.
      throw blocked('A cross-origin isolated page needs storage="ephemeral".');
    }
    warnAbout(plan);
    this.#plan = plan;
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
      onMessage: (message) => this.#facts.tell(message),
      onTimeout: () =>
        this.#client.consoleFailed(new BytedeskError('frame-timeout', 'The console did not load in time.')),
      onBlocked: () => {
        const error = blocked('The page’s Content-Security-Policy refuses the frame.');
        load.fail(error);
        this.end();
        this.#client.consoleFailed(error);
      },
    });
    this.#load = load;
  }

  /** Sends the frame on its way, once. @param token a secret; `null` for the console's own sign-in form */
  navigate(plan: LoadPlan, token: string | null): void {
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    this.#load?.navigate(plan.url(token));
  }

  /** Removes the frame. What it was sent is not for the next one. */
  end(): void {
    const ended = this.#load;
    const focused = this.#host.shadowRoot?.activeElement;
    if (focused && focused === ended?.element) this.#hadFocus = true;
    this.#commands.end(ended);
    this.#stopListening?.();
    this.#load = undefined;
    this.#isUnderWay = false;
    ended?.end();
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
  fail(error: BytedeskError): void {
    this.#load?.fail(error);
  }

  /** @throws BytedeskError */
  whenReady(): Promise<void> | undefined {
    return this.#load?.whenReady();
  }

  /** Tells the console something, now or when it is there. */
  send(command: ConsoleCommand): void {
    this.#commands.send(command, this.#load);
  }

  #onReady(load: ConsoleLoad, plan: LoadPlan, evidence: Evidence): void {
    if (!this.#client.consoleReady(plan, evidence) || this.#load !== load) return;
    this.#onEvidence(evidence);
    if (evidence === 'load' && this.#mayLoadTwice) {
      this.#stopListening = after(SILENCE_MS, () => this.#loadAgain(load));
    }
    this.#mayLoadTwice = false;
  }

  #onEvidence(evidence: Evidence): void {
    this.#commands.deliver(this.#load);
    if (evidence === 'load') return;
    this.#hasSpoken = true;
    this.#client.consoleSpoke();
  }

  #loadAgain(load: ConsoleLoad): void {
    if (this.#load !== load || load.evidence !== 'load') return;
    this.end();
    this.#host.requestUpdate();
  }
}
