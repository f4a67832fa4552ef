import { BytedeskError, toBytedeskError } from '../errors.js';
import type { ConsoleCommand } from '../protocol/console-messages.js';
import { supportsCredentialless } from '../relay/console-frame.js';
import { ConsoleLoad, type Evidence } from '../relay/console-load.js';
import { nextTask } from '../relay/next-task.js';
import { Session, type TokenEnd } from '../session/session.js';
import { normalizePath } from '../url/console-url.js';
import { ConsoleCommands } from './console-commands.js';
import { ConsoleFacts } from './console-facts.js';
import { EventQueue } from './event-queue.js';
import * as events from './events.js';
import { type LoadPlan, planLoad } from './load-plan.js';
import { revokeOrTell } from './revoke-or-tell.js';
import { warnAbout } from './warn-once.js';
import type { LogoutResult, WorkspaceHost } from './workspace-host.js';
import { WorkspaceStatus } from './workspace-status.js';

const blocked = (why: string): BytedeskError => new BytedeskError('frame-blocked', why);

/** Console, session and the state that comes of them, for one workspace. Knows nothing of lit. */
export class WorkspaceController {
  readonly facts: ConsoleFacts;
  readonly session: Session;
  readonly status: WorkspaceStatus;
  readonly #host: WorkspaceHost;
  readonly #events: EventQueue;
  readonly #commands = new ConsoleCommands();
  #connected = false;
  #console: ConsoleLoad | undefined;
  #plan: LoadPlan | undefined;
  /** Settings for which an error was told already; they are not tried again by themselves. */
  #halted: string | undefined;
  /** Whose console this element has shown; its stored login may still be there. */
  #consoleUser: string | null = null;

  constructor(host: WorkspaceHost) {
    this.#host = host;
    this.#events = new EventQueue(host);
    this.facts = new ConsoleFacts(this.#events);
    this.status = new WorkspaceStatus(this.#events, () => host.stateChanged());
    this.session = new Session({ onExpired: (end) => this.#onExpired(end) });
  }

  get evidence(): Evidence {
    return this.#console?.evidence ?? 'none';
  }

  get frame(): HTMLIFrameElement | undefined {
    return this.#console?.element;
  }

  connect(): void {
    this.#connected = true;
    // Frameworks attach their listeners right after they insert an element.
    this.#events.holdUntilMicrotask();
    // The browser has emptied a frame that was moved; what was not loaded in another place may be here.
    this.#endConsole();
    if (/^frame-/.test(this.status.error?.code ?? '')) this.#halted = undefined;
    this.session.start();
    this.apply();
  }

  /** After a move that kept the element connected: starts again if the browser emptied the frame all the same. */
  moved(): void {
    if (this.#console !== undefined && !this.#console.isAlive) this.connect();
  }

  /** Teardown is decided one task later: a move is a disconnect and a connect. */
  disconnect(): void {
    this.#connected = false;
    nextTask(() => {
      if (this.#connected) return;
      this.#endConsole();
      this.session.stop();
      this.#commands.clear();
      if (this.status.state === 'loading' || this.status.state === 'ready') this.status.set('idle');
    });
  }

  /** Takes a token from outside; `null` clears. */
  setToken(token: string | null): void {
    const { state } = this.status;
    const user = this.session.info?.username ?? null;
    // A console left standing after its token's end, or one that failed, starts afresh with the new one, and so does one
    // that has not been sent on its way with the old one.
    if (state === 'expired' || state === 'error' || this.#console?.isSent === false) this.#endConsole();
    const renews = this.#console !== undefined && this.session.token !== null;
    if (token === null) this.session.clear();
    else this.session.use(token);
    const { info } = this.session;
    const newUser = info?.username ?? null;
    const mayBeSame = user === null || newUser === null || newUser === user;
    if (info === null || !mayBeSame) this.facts.reset();
    else if (renews && this.session.state === 'live') {
      this.#events.dispatch(new events.TokenRenewedEvent({ expiresAt: info.expiresAt }));
    }
  }

  /** Brings console and state in line with the settings. Cheap and harmless when nothing changed. */
  apply(): void {
    // What a listener sets while lit updates would be lost.
    this.#events.holdUntilMicrotask();
    if (!this.#connected || this.#settingsKey() === this.#halted) return;
    let plan: LoadPlan;
    try {
      if (this.session.problem !== undefined) throw this.session.problem;
      plan = planLoad(this.#host.loadSettings);
      this.#assertSameUser();
    } catch (error) {
      this.#endConsole();
      this.#fail(toBytedeskError(error, 'invalid-server', 'The settings cannot be used.'));
      return;
    }
    this.#halted = undefined;
    const { state, token } = this.session;
    if (state === 'ended') this.#rest('signed-out');
    else if (state === 'expired') this.status.set('expired');
    else if (token === null && this.#host.needsToken) this.#rest('idle');
    else if (this.#console !== undefined && this.#plan?.key === plan.key) return;
    else if (this.#host.waitsForViewport) this.#rest('idle');
    else this.#load(plan);
  }

  /** Loads the console at another path; resolves at ready. */
  async navigate(path: string): Promise<void> {
    normalizePath(path);
    this.session.assertUsable(this.#host.needsToken);
    this.#host.path = path;
    await this.reload();
  }

  /** Loads the console once more; resolves at ready. */
  async reload(): Promise<void> {
    this.session.assertUsable(this.#host.needsToken);
    const hadFocus = this.frame !== undefined && this.#host.shadowRoot?.activeElement === this.frame;
    this.#endConsole();
    this.session.reopen();
    this.#halted = undefined;
    this.#host.waitsForViewport = false;
    this.apply();
    if (this.#console === undefined) {
      throw this.status.error ?? new BytedeskError('aborted', 'The workspace is not shown on a page.');
    }
    if (hadFocus) this.frame?.focus();
    await this.#console.whenReady();
  }

  /** Signs out: here at once, at the desk as far as it can be reached. Never rejects, always ends. */
  async logout(): Promise<LogoutResult> {
    if (this.session.token === null && this.#console === undefined) return { console: 'unknown' };
    // Now: a listener may change them, and the token must not go elsewhere than it came from.
    const settings = this.#host.loadSettings;
    const token = this.session.end();
    this.#commands.clear();
    this.facts.reset();
    this.#rest('signed-out');
    this.#events.dispatch(new events.LogoutEvent({ reason: 'host', source: 'host' }));
    if (token !== null) await revokeOrTell(settings, token, this.#events);
    return { console: 'unknown' };
  }

  /** Tells the console something, now or when it is there. */
  send(command: ConsoleCommand): void {
    this.#commands.send(command, this.#console);
  }

  #load(plan: LoadPlan): void {
    const root = this.#host.shadowRoot;
    const { token, info } = this.session;
    if (root === null) return;
    this.#endConsole();
    if (window.crossOriginIsolated && token !== null && !(plan.ephemeral && supportsCredentialless())) {
      // Reports of Cross-Origin-Embedder-Policy carry a frame's whole address, and with it the token.
      this.#fail(blocked('A cross-origin isolated page needs storage="ephemeral".'));
      return;
    }
    warnAbout(plan);
    this.#plan = plan;
    this.#consoleUser = info?.username ?? this.#consoleUser;
    const load = new ConsoleLoad({
      root,
      origin: plan.origin,
      label: this.#host.frameLabel,
      allow: plan.allow,
      sandbox: plan.sandbox,
      credentialless: plan.ephemeral,
      timeoutMs: this.#host.timeoutMs,
      onReady: (evidence) => this.#onReady(plan, evidence),
      onEvidence: () => this.#commands.deliver(this.#console),
      onMessage: (message) => this.facts.tell(message),
      onTimeout: () => this.#fail(new BytedeskError('frame-timeout', 'The console did not load in time.')),
      onBlocked: () => {
        const error = blocked('The page’s Content-Security-Policy refuses the frame.');
        load.fail(error);
        this.#endConsole();
        this.#fail(error);
      },
    });
    this.#console = load;
    this.status.set('loading');
    load.navigate(plan.url(token));
  }

  #endConsole(): void {
    const ended = this.#console;
    this.#commands.end(ended);
    this.#console = undefined;
    ended?.end();
  }

  #rest(state: 'idle' | 'signed-out'): void {
    this.#endConsole();
    this.status.set(state);
  }

  #onReady({ path }: LoadPlan, evidence: Evidence): void {
    // A load after the time-out is welcome; one after the token's end does not make it live again.
    if (this.session.state === 'expired') return;
    const load = this.#console;
    this.#halted = undefined;
    this.status.set('ready');
    // A listener may have ended this load, or begun another.
    if (this.#console !== load) return;
    this.#events.dispatch(new events.ReadyEvent({ path, evidence }));
    this.#commands.deliver(this.#console);
  }

  #onExpired(end: TokenEnd): void {
    this.status.set('expired');
    this.#console?.fail(new BytedeskError('token-expired', 'The token ended while the console was loading.'));
    this.#events.dispatch(new events.TokenExpiredEvent({ subject: 'token', ...end }));
  }

  #fail(error: BytedeskError): void {
    this.#halted = this.#settingsKey();
    this.#console?.fail(error);
    this.status.fail(error);
  }

  /** A console keeps its login and ignores the next user's token, who would see the first one's conversations. */
  #assertSameUser(): void {
    const user = this.session.info?.username ?? null;
    if (user === null || this.#consoleUser === null || user === this.#consoleUser) return;
    throw new BytedeskError('identity-conflict', 'The console may still be signed in as another user.');
  }

  #settingsKey(): string {
    return `${this.session.version} ${JSON.stringify(this.#host.loadSettings)}`;
  }
}
