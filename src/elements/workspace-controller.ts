import { revokeToken } from '../api/desk-request.js';
import { BytedeskError, toBytedeskError } from '../errors.js';
import type { ConsoleCommand } from '../protocol/console-messages.js';
import { ConsoleFrame, supportsCredentialless } from '../relay/console-frame.js';
import { FrameRelay } from '../relay/frame-relay.js';
import { Session } from '../session/session.js';
import { normalizePath } from '../url/console-url.js';
import { ConsoleFacts } from './console-facts.js';
import { EventQueue } from './event-queue.js';
import * as events from './events.js';
import { type LoadPlan, type LoadSettings, planLoad } from './load-plan.js';
import { warnAbout } from './warn-once.js';

/** What the controller needs of its element. */
export interface WorkspaceHost extends HTMLElement {
  path: string;
  readonly loadSettings: LoadSettings;
  /** True if the element waits in `idle` until there is a token. */
  readonly needsToken: boolean;
  /** True while a lazy element is still far from the viewport. */
  readonly waitsForViewport: boolean;
  readonly timeoutMs: number;
  readonly frameLabel: string;
  requestUpdate(): void;
}

/** What `logout()` could find out: without the bridge nobody can know what became of the console's own session. */
export interface LogoutResult {
  readonly console: 'signed-out' | 'unknown';
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: BytedeskError) => void;
}

const EVIDENCE: readonly events.Evidence[] = ['none', 'load', 'console', 'bridge'];

/** Frame, relay and session of one workspace, and the state that comes of them. Knows nothing of lit. */
export class WorkspaceController {
  readonly facts: ConsoleFacts;
  readonly #host: WorkspaceHost;
  readonly #events: EventQueue;
  readonly #session: Session;
  #state: events.WorkspaceState = 'idle';
  #evidence: events.Evidence = 'none';
  #error: BytedeskError | null = null;
  #connected = false;
  #frame: ConsoleFrame | undefined;
  #relay: FrameRelay | undefined;
  #plan: LoadPlan | undefined;
  #readyTold = false;
  #signedOut = false;
  #tokenError: BytedeskError | undefined;
  #tokenVersion = 0;
  /** Settings for which an error was told already; they are not tried again by themselves. */
  #halted: string | undefined;
  /** Whose console this element has shown; its stored login may still be there. */
  #consoleUser: string | null = null;
  #waiters: Waiter[] = [];
  /** Commands given before a console was there, the newest of each kind. */
  readonly #commands = new Map<string, ConsoleCommand>();

  constructor(host: WorkspaceHost) {
    this.#host = host;
    this.#events = new EventQueue(host);
    this.facts = new ConsoleFacts(this.#events);
    this.#session = new Session({ onExpired: (expiresAt) => this.#onExpired(expiresAt) });
  }

  get state(): events.WorkspaceState {
    return this.#state;
  }

  get evidence(): events.Evidence {
    return this.#evidence;
  }

  get error(): BytedeskError | null {
    return this.#error;
  }

  get session(): Session {
    return this.#session;
  }

  get frame(): HTMLIFrameElement | undefined {
    return this.#frame?.element;
  }

  connect(): void {
    this.#connected = true;
    // Frameworks and inline scripts attach their listeners right after they insert an element.
    this.#events.holdUntilMicrotask();
    // The browser has emptied a frame that was moved.
    this.#dropFrame();
    this.#session.start();
    this.apply();
  }

  /** Teardown is decided one task later: a move is a disconnect and a connect. */
  disconnect(): void {
    this.#connected = false;
    setTimeout(() => {
      if (this.#connected) return;
      this.#dropFrame();
      this.#session.stop();
      this.#commands.clear();
      if (this.#state === 'loading' || this.#state === 'ready') this.#setState('idle');
    });
  }

  /** Takes a token from outside; `null` clears. */
  setToken(token: string | null): void {
    const renews = this.#frame !== undefined && this.#session.token !== null && token !== null;
    const user = this.#session.info?.username ?? null;
    this.#tokenVersion += 1;
    this.#tokenError = undefined;
    this.#signedOut = false;
    // A console left standing after its token's end, or one that failed, starts afresh with the new one.
    if (this.#state === 'expired' || this.#state === 'error') this.#dropFrame();
    try {
      if (token === null) this.#session.clear();
      else this.#session.use(token);
    } catch (error) {
      this.#tokenError = toBytedeskError(error, 'token-malformed', 'The token cannot be read.');
    }
    const { info } = this.#session;
    if (renews && this.#frame !== undefined && info !== null && info.username === user) {
      this.#events.dispatch(new events.TokenRenewedEvent({ expiresAt: info.expiresAt }));
    }
    this.#host.requestUpdate();
  }

  /** Brings frame and state in line with the settings. Cheap and harmless when nothing changed. */
  apply(): void {
    const settings = this.#settingsKey();
    if (!this.#connected || settings === this.#halted) return;
    let plan: LoadPlan;
    try {
      if (this.#tokenError !== undefined) throw this.#tokenError;
      plan = planLoad(this.#host.loadSettings);
      this.#assertSameUser();
    } catch (error) {
      this.#dropFrame();
      this.#fail(toBytedeskError(error, 'invalid-server', 'The settings cannot be used.'));
      return;
    }
    this.#halted = undefined;

    if (this.#signedOut) return this.#rest('signed-out');
    if (this.#session.expired) return this.#setState('expired');
    if (this.#lacksToken || this.#host.waitsForViewport) return this.#rest('idle');
    if (this.#frame === undefined || this.#plan?.key !== plan.key) this.#load(plan);
  }

  /** Loads the console at another path; resolves at ready. */
  navigate(path: string): Promise<void> {
    try {
      normalizePath(path);
      this.#assertLoadable();
    } catch (error) {
      return Promise.reject(toBytedeskError(error, 'invalid-path', 'The path cannot be used.'));
    }
    this.#host.path = path;
    return this.reload();
  }

  /** Loads the console once more; resolves at ready. */
  reload(): Promise<void> {
    try {
      this.#assertLoadable();
    } catch (error) {
      return Promise.reject(toBytedeskError(error, 'token-missing', 'There is nothing to load.'));
    }
    this.#dropFrame();
    this.#signedOut = false;
    this.#halted = undefined;
    this.apply();
    if (this.#frame === undefined) {
      return Promise.reject(this.#error ?? new BytedeskError('aborted', 'The workspace is not on the page.'));
    }
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  /** Signs out: here at once, at the desk as far as it can be reached. Never rejects, always ends. */
  async logout(): Promise<LogoutResult> {
    const { token, expired } = this.#session;
    const nothingToEnd = this.#signedOut || (token === null && this.#frame === undefined);
    if (nothingToEnd) return { console: 'unknown' };
    this.#signedOut = true;
    this.#session.clear();
    this.#commands.clear();
    this.facts.reset();
    this.#rest('signed-out');
    this.#events.dispatch(new events.LogoutEvent({ reason: 'host', source: 'host' }));
    if (token !== null && !expired) {
      try {
        await revokeToken(planLoad(this.#host.loadSettings).api, token);
      } catch (error) {
        const failure = toBytedeskError(error, 'network', 'The token could not be revoked.');
        this.#events.dispatch(new events.BytedeskErrorEvent(failure));
      }
    }
    return { console: 'unknown' };
  }

  /** Tells the console something, now or when it is there. */
  send(command: ConsoleCommand): void {
    if (this.#readyTold) this.#relay?.send(command);
    else
      this.#commands.set(
        command.type === 'clear_unread_count' ? command.data.threadUid : command.type,
        command,
      );
  }

  set label(label: string) {
    if (this.#frame !== undefined) this.#frame.label = label;
  }

  #load(plan: LoadPlan): void {
    const root = this.#host.shadowRoot;
    if (root === null) return;
    this.#dropFrame();
    const { token, info } = this.#session;
    if (window.crossOriginIsolated && token !== null && !(plan.ephemeral && supportsCredentialless())) {
      // Reports of Cross-Origin-Embedder-Policy carry a frame's whole address, and with it the token.
      return this.#fail(
        new BytedeskError('frame-blocked', 'A cross-origin isolated page needs storage="ephemeral".'),
      );
    }
    warnAbout(plan);
    this.#consoleUser = info?.username ?? this.#consoleUser;
    this.#plan = plan;
    const frame = new ConsoleFrame({
      root,
      label: this.#host.frameLabel,
      allow: plan.allow,
      sandbox: plan.sandbox,
      credentialless: plan.ephemeral,
      timeoutMs: this.#host.timeoutMs,
      onLoad: () => this.#prove('load'),
      onTimeout: () => this.#fail(new BytedeskError('frame-timeout', 'The console did not load in time.')),
      onBlocked: () => {
        this.#dropFrame();
        this.#fail(
          new BytedeskError('frame-blocked', 'The page’s Content-Security-Policy refuses the frame.'),
        );
      },
    });
    this.#frame = frame;
    if (frame.window !== null) {
      this.#relay = new FrameRelay({
        window: frame.window,
        origin: plan.origin,
        onMessage: (message) => {
          this.#prove('console');
          this.facts.tell(message);
        },
      });
    }
    this.#setState('loading');
    frame.navigate(plan.url(token));
  }

  #dropFrame(): void {
    this.#frame?.destroy();
    this.#relay?.close();
    this.#frame = undefined;
    this.#relay = undefined;
    this.#readyTold = false;
    this.#evidence = 'none';
    this.#rejectWaiters(new BytedeskError('aborted', 'Another load or the end of this one came first.'));
  }

  #rest(state: events.WorkspaceState): void {
    this.#dropFrame();
    this.#setState(state);
  }

  #prove(evidence: events.Evidence): void {
    if (EVIDENCE.indexOf(evidence) > EVIDENCE.indexOf(this.#evidence)) {
      this.#evidence = evidence;
      this.#host.requestUpdate();
    }
    // A load after the time-out is welcome; one after the token's end does not make it live again.
    if (this.#readyTold || this.#session.expired) return;
    this.#readyTold = true;
    this.#halted = undefined;
    this.#setState('ready');
    this.#events.dispatch(new events.ReadyEvent({ path: this.#plan?.path ?? '', evidence: this.#evidence }));
    for (const { resolve } of this.#waiters.splice(0)) resolve();
    for (const command of this.#commands.values()) this.#relay?.send(command);
    this.#commands.clear();
  }

  #onExpired(expiresAt: Date): void {
    this.#setState('expired');
    this.#rejectWaiters(new BytedeskError('token-expired', 'The token ended while the console was loading.'));
    this.#events.dispatch(
      new events.TokenExpiredEvent({ subject: 'token', reason: 'expired', source: 'clock', expiresAt }),
    );
  }

  #fail(error: BytedeskError): void {
    this.#halted = this.#settingsKey();
    this.#error = error;
    this.#setState('error');
    this.#host.requestUpdate();
    this.#rejectWaiters(error);
    this.#events.dispatch(new events.BytedeskErrorEvent(error));
  }

  #setState(to: events.WorkspaceState): void {
    const from = this.#state;
    if (to !== 'error') this.#error = null;
    if (from === to) return;
    this.#state = to;
    this.#host.requestUpdate();
    this.#events.dispatch(new events.StateChangeEvent({ from, to }));
  }

  get #lacksToken(): boolean {
    return this.#session.token === null && this.#host.needsToken;
  }

  /** Refuses a load that something other than the settings stands in the way of. */
  #assertLoadable(): void {
    if (this.#tokenError !== undefined) throw this.#tokenError;
    if (this.#session.expired)
      throw new BytedeskError('token-expired', 'The token has ended; hand over a new one.');
    if (this.#lacksToken) throw new BytedeskError('token-missing', 'There is no token to sign in with.');
  }

  /** A console keeps its login and ignores the next user's token, who would see the first one's conversations. */
  #assertSameUser(): void {
    const user = this.#session.info?.username ?? null;
    if (user === null || this.#consoleUser === null || user === this.#consoleUser) return;
    throw new BytedeskError('identity-conflict', 'The console may still be signed in as another user.');
  }

  #settingsKey(): string {
    return `${this.#tokenVersion} ${JSON.stringify(this.#host.loadSettings)}`;
  }

  #rejectWaiters(error: BytedeskError): void {
    for (const { reject } of this.#waiters.splice(0)) reject(error);
  }
}
