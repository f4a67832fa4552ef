import { BytedeskError, toBytedeskError } from '../../errors.js';
import type { Evidence } from '../../frame/console-load.js';
import type { BridgeMessage } from '../../protocol/bridge-messages.js';
import { nextTask } from '../../frame/timers.js';
import { SessionHandle } from '../../session/session-handle.js';
import type { Session } from '../../session/session.js';
import type { HostAnswer, SessionSubscriber, SessionNeeds } from '../../session/subscribers.js';
import type { SignOut, TokenEnd } from '../../session/token-state.js';
import { type ConsoleClient, WorkspaceConsole } from './console/console.js';
import { ConsoleEvents } from './console/events.js';
import { EventQueue } from '../event-queue.js';
import * as events from '../events.js';
import { type ConsoleSettings, resolveSettings } from '../../settings/resolve.js';
import { SignOutSequence } from './sign-out.js';
import { type SessionChange, SessionChanges } from '../session-changes.js';
import { assertOwn, forgetOwn, rememberOwn } from './console/console-owner.js';
import type { LogoutResult, WorkspaceHost } from './host.js';
import { WorkspaceStatus } from './state.js';

/** Console, session and the state that comes of them, for one workspace. Knows nothing of lit. */
export class WorkspaceController implements SessionSubscriber, ConsoleClient {
  readonly consoleEvents: ConsoleEvents;
  readonly status: WorkspaceStatus;
  readonly #host: WorkspaceHost;
  readonly #events: EventQueue;
  readonly console: WorkspaceConsole;
  readonly #handle = new SessionHandle(this);
  readonly #end: SignOutSequence;
  #connected = false;
  #applying = false;
  /** Settings for which an error was told already; they are not tried again by themselves. */
  #halted: string | undefined;
  readonly #changes = new SessionChanges();

  constructor(host: WorkspaceHost) {
    this.#host = host;
    this.#events = new EventQueue(host);
    this.consoleEvents = new ConsoleEvents(this.#events);
    this.console = new WorkspaceConsole(host, this.consoleEvents, this);
    this.status = new WorkspaceStatus(this.#events, () => host.stateChanged());
    this.#end = new SignOutSequence(host, this.#handle, this.console, this.#events);
  }

  get session(): Session {
    return this.#handle.session;
  }

  get needs(): SessionNeeds {
    return this.#host;
  }

  connect(): void {
    this.#connected = true;
    // Frameworks attach their listeners right after they insert an element.
    this.#events.holdUntilMicrotask();
    // The browser has emptied a frame that was moved; what was not loaded in another place may be here.
    this.console.removeFrame();
    if (/^(?:frame|token-source)-/.test(this.status.error?.code ?? '')) {
      this.#halted = undefined;
      if (this.session.state === 'failed') this.session.restart();
    }
    this.reconcile();
  }

  /** After a move that kept the element connected: starts again if the browser emptied the frame all the same. */
  moved(): void {
    if (!this.console.isAlive) this.connect();
  }

  /** Teardown is decided one task later: a move is a disconnect and a connect. */
  disconnect(): void {
    this.#connected = false;
    nextTask(() => {
      if (this.#connected) return;
      this.console.removeFrame();
      this.#handle.leave();
      this.console.forgetCommands();
      if (this.status.state === 'loading' || this.status.state === 'ready') this.status.transition('wait');
    });
  }

  /** Takes a token from outside; `null` clears. */
  setToken(token: string | null): void {
    this.#handle.setToken(token);
  }

  sessionChanged(): void {
    const { token, expiry, signOut } = this.#changes.changesIn(this.session);
    if (token !== undefined) this.#onToken(token);
    if (expiry !== undefined) this.#onExpiry(expiry);
    if (signOut !== undefined) this.#onSignOut(signOut);
    this.reconcile();
    this.#host.requestUpdate();
  }

  tokenExpiring(expiresAt: Date, secondsLeft: number): Promise<HostAnswer> {
    return events.askHost(this.#host, expiresAt, secondsLeft);
  }

  renewalFailed(error: BytedeskError): void {
    this.#events.dispatch(new events.BytedeskErrorEvent(error));
  }

  pageFrozen(isFrozen: boolean): void {
    this.console.setFrozen(isFrozen);
  }

  /** Brings console and state in line with the settings. Cheap and harmless when nothing changed. */
  reconcile(): void {
    if (!this.#connected || this.#applying) return;
    this.#applying = true;
    // What a listener sets while lit updates would be lost.
    this.#events.holdUntilMicrotask();
    try {
      if (this.#settingsKey() !== this.#halted) this.#apply(resolveSettings(this.#host.consoleAttributes));
    } catch (caught) {
      const error = toBytedeskError(caught, 'invalid-server', 'The settings cannot be used.');
      const { code, message } = this.status.error ?? {};
      const isTold = this.#halted !== undefined && code === error.code && message === error.message;
      this.console.removeFrame();
      // Another setting has changed, and the one that is wrong still is.
      if (isTold) this.#halted = this.#settingsKey();
      else this.consoleFailed(error);
    } finally {
      this.#applying = false;
    }
  }

  /** Loads the console at another path; resolves at ready. */
  async navigate(path: string): Promise<void> {
    const plan = resolveSettings({ ...this.#host.consoleAttributes, path });
    this.#handle.assertUsable(this.#host.needsToken);
    const isDone = await this.console.navigateTo(plan);
    this.#host.path = path;
    if (!isDone) await this.reload();
  }

  /** Loads the console once more; resolves at ready. */
  async reload(): Promise<void> {
    this.#handle.assertUsable(this.#host.needsToken);
    this.console.removeFrame();
    this.#halted = undefined;
    this.#host.waitsForViewport = false;
    if (this.session.state !== 'live') this.session.restart();
    this.reconcile();
    if (this.console.frame === undefined) {
      throw this.status.error ?? new BytedeskError('aborted', 'The workspace is not shown on a page.');
    }
    await this.console.whenReady();
  }

  /** Gets another token now; resolves when it is in use. */
  async renew(): Promise<void> {
    if (this.session.state === 'ended')
      throw new BytedeskError('token-missing', 'The session was signed out.');
    await this.session.renew();
  }

  /** Signs out: here at once, at the desk as far as it can be reached. Never rejects, always ends. */
  logout(): Promise<LogoutResult> {
    return this.#end.logout(() => this.sessionChanged());
  }

  endSession(how: SignOut): void {
    forgetOwn(this.session, this.console.bridgedStore);
    void this.#end.signOut(how, () => this.sessionChanged());
  }

  bridgeTold(message: BridgeMessage): void {
    switch (message.type) {
      case 'session:signed-out':
        return this.endSession({ reason: message.reason, source: 'bridge' });
      case 'session:expired':
        this.status.transition('expiry');
        return this.#events.dispatch(events.consoleExpired(message.reason));
      case 'route:changed':
        return this.#events.dispatch(new events.NavigateEvent({ path: message.path }));
    }
  }

  consoleReady({ path }: ConsoleSettings, evidence: Evidence): boolean {
    const { frame } = this.console;
    // A listener may have ended this load, or begun another.
    if (!this.status.transition('proof') || this.console.frame !== frame) return false;
    this.#halted = undefined;
    this.#events.dispatch(new events.ReadyEvent({ path, evidence }));
    return true;
  }

  consoleSpoke(): void {
    this.session.markUsed();
  }

  consoleFailed(error: BytedeskError): void {
    this.#halted = this.#settingsKey();
    this.console.rejectWaiters(error);
    this.status.transition('failure', error);
  }

  #apply(plan: ConsoleSettings): void {
    this.#handle.join(plan.session);
    const { session } = this;
    const { state, token, problem, hasSource } = session;
    if (problem !== undefined) throw problem;
    this.#halted = undefined;
    if (state === 'ended') return this.#rest('sign-out');
    if (state === 'expired') return void this.status.transition('expiry');
    assertOwn(plan, session);
    if (token === null && this.#host.needsToken && !hasSource) return this.#rest('wait');
    if (!this.console.isFor(plan)) {
      if (this.#host.waitsForViewport) return this.#rest('wait');
      this.console.open(plan);
      this.status.transition('load');
    }
    // Without a token that is good the frame stays empty until there is one.
    if (token === null ? !this.#host.needsToken : session.isFresh()) this.console.start(plan, token);
    if (this.console.isStarted) rememberOwn(plan, session);
  }

  #rest(why: 'wait' | 'sign-out'): void {
    this.console.removeFrame();
    this.status.transition(why);
  }

  #onToken(token: SessionChange['token']): void {
    // A console that failed, was left standing after its token's end, or was not sent yet with the old one, starts afresh.
    const { isHeldUp } = this.console;
    if (token === 'other') forgetOwn(this.session, this.console.bridgedStore);
    const isLost = token === 'gone' || token === 'other';
    const isAfresh = this.status.state === 'expired' ? this.session.isFresh() : this.status.error !== null;
    if (isHeldUp || isAfresh || isLost) this.console.removeFrame();
    if (isLost) this.consoleEvents.reset();
    else if (token === 'renewed' && this.#connected && !isHeldUp) {
      this.console.renew();
      const expiresAt = this.session.info?.expiresAt ?? null;
      this.#events.dispatch(new events.TokenRenewedEvent({ expiresAt }));
    }
  }

  #onExpiry(end: TokenEnd): void {
    if (!this.status.transition('expiry') && this.status.state !== 'expired') return;
    this.console.expectStaleLogin();
    this.console.rejectWaiters(
      new BytedeskError('token-expired', 'The token ended while the console was loading.'),
    );
    this.#events.dispatch(new events.TokenExpiredEvent({ subject: 'token', ...end }));
  }

  #onSignOut(how: SignOut): void {
    const took = this.console.frame !== undefined || this.status.state !== 'idle';
    this.console.forgetCommands();
    this.consoleEvents.reset();
    this.#rest('sign-out');
    // An element that comes later than the sign-out had nothing to lose.
    if (took) this.#events.dispatch(new events.LogoutEvent(how));
  }

  #settingsKey(): string {
    return `${this.session.version} ${JSON.stringify(this.#host.consoleAttributes)}`;
  }
}
