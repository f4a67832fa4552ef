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
import { supportsCredentialless } from '../../frame/console-frame.js';
import { assertOwner, forgetOwner, rememberOwner } from './console/console-owner.js';
import type { LogoutResult, WorkspaceHost } from './host.js';
import { type Transition, TRANSITIONS, WorkspaceStatus } from './state.js';

/**
 * Brings session, console and state of one workspace in line with its settings, and tells the page what has changed. It
 * knows nothing of Lit. `reconcile` is called after every change, whatever it was, and compares what there is with what
 * there should be; the table in `state.ts` says what becomes of the frame.
 */
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
  /** True while the console in the frame is in the hands of its own sign-in form, with `sign-in="console"`. */
  #isByHand = false;
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

  /** True while the console's own sign-in form, or who has signed in there, has the frame. */
  get isByHand(): boolean {
    return this.#isByHand;
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
    this.#isByHand = false;
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
      if (this.status.state === 'loading' || this.status.state === 'ready') this.#transition('wait');
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
      if (this.#settingsKey() !== this.#halted) this.#apply();
    } catch (caught) {
      const error = toBytedeskError(caught, 'invalid-server', 'The settings cannot be used.');
      const { code, message } = this.status.error ?? {};
      const isTold = this.#halted !== undefined && code === error.code && message === error.message;
      // Another setting has changed, and the one that is wrong still is.
      if (isTold) this.#halted = this.#settingsKey();
      else this.consoleFailed(error);
    } finally {
      this.#applying = false;
    }
  }

  /** Loads the console at another path; resolves at ready. */
  async navigate(path: string): Promise<void> {
    const settings = resolveSettings({ ...this.#host.consoleAttributes, path });
    this.#handle.assertUsable(this.#host.needsToken);
    const isDone = await this.console.navigateTo(settings);
    this.#host.path = path;
    if (!isDone) await this.reload();
  }

  /** Loads the console once more; resolves at ready. After the end of the console's session the source is asked first. */
  async reload(): Promise<void> {
    this.#handle.assertUsable(this.#host.needsToken);
    const { session } = this;
    // A source that has nothing newer has told so; the token that is there is then tried once more.
    if (this.console.isOut && session.state === 'live' && session.hasSource)
      await session.renew().catch(() => undefined);
    this.console.removeFrame();
    this.#isByHand = false;
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

  /** Ends the session. @param isRevoked true if the desk knows already that its token is out */
  endSession(how: SignOut, isRevoked = false): void {
    void this.#end.signOut(how, () => this.sessionChanged(), isRevoked);
  }

  bridgeTold(message: BridgeMessage): void {
    switch (message.type) {
      case 'session:signed-in':
        return this.#onConsoleSignIn(message.username);
      case 'session:signed-out':
        return this.#onConsoleSignOut({ reason: message.reason, source: 'bridge' }, message.shared);
      case 'session:expired':
        return this.#onConsoleExpiry(message.reason, message.shared);
      case 'route:changed':
        return this.#events.dispatch(new events.NavigateEvent({ path: message.path }));
      case 'bridge:ready':
      case 'call:done':
        return;
      default:
        message satisfies never;
    }
  }

  consoleReady({ path }: ConsoleSettings, evidence: Evidence): boolean {
    const { frame } = this.console;
    // A listener may have ended this load, or begun another.
    if (!this.#transition('proof') || this.console.frame !== frame) return false;
    this.#halted = undefined;
    this.#events.dispatch(new events.ReadyEvent({ path, evidence }));
    return true;
  }

  consoleWorks(): void {
    this.session.markUsed();
  }

  consoleFailed(error: BytedeskError): void {
    this.#fail('failure', error);
  }

  consoleLate(error: BytedeskError): void {
    this.#fail('delay', error);
  }

  #fail(how: 'failure' | 'delay', error: BytedeskError): void {
    this.#halted = this.#settingsKey();
    this.console.rejectWaiters(error);
    this.#transition(how, error);
  }

  /** Changes the state, and does with the frame what the table says. @returns false if it changes nothing */
  #transition(what: Transition, error: BytedeskError | null = null): boolean {
    if (!this.status.allows(what)) return false;
    if (TRANSITIONS[what].frame === 'remove') this.console.removeFrame();
    this.status.transition(what, error);
    return true;
  }

  #apply(): void {
    let settings = resolveSettings(this.#host.consoleAttributes);
    this.#handle.join(settings.session);
    const { session } = this;
    const { state, token, problem, hasSource } = session;
    if (problem !== undefined) throw problem;
    this.#halted = undefined;
    if (this.#isByHand && this.console.frame !== undefined) return;
    if (state === 'ended') return void this.#transition('sign-out');
    if (state === 'expired') return void this.#transition('expiry');
    settings = this.#inOwnStore(settings);
    if (token === null && this.#host.needsToken && !hasSource) return void this.#transition('wait');
    if (!this.console.isFor(settings)) {
      if (this.#host.waitsForViewport) return void this.#transition('wait');
      this.console.open(settings);
      this.#transition('load');
    }
    // Without a token that is good the frame stays empty until there is one.
    if (token === null ? !this.#host.needsToken : session.isFresh()) this.console.start(settings, token);
    if (this.console.isStarted) rememberOwner(settings, session, this.#host);
  }

  /**
   * The settings with a store in which this user's console may stand. With `storage="auto"` that is one that dies with the
   * page where the browser's own may hold another user's login, or where the page is isolated.
   *
   * @throws BytedeskError `identity-conflict`
   */
  #inOwnStore(settings: ConsoleSettings): ConsoleSettings {
    const mayChange = this.#host.storageIsAuto && !settings.ephemeral && supportsCredentialless();
    try {
      if (mayChange && window.crossOriginIsolated && settings.isInAddress) throw new Error();
      assertOwner(settings, this.session, this.#host);
      return settings;
    } catch (error) {
      if (!mayChange) throw error;
      this.#host.needsEphemeral = true;
      return this.#inOwnStore(resolveSettings(this.#host.consoleAttributes));
    }
  }

  #onToken(token: SessionChange['token']): void {
    // A console that failed, was left standing after its token's end, or was not sent yet with the old one, starts afresh.
    const { isHeldUp } = this.console;
    if (token === 'other') {
      forgetOwner(this.session, this.console.bridgedStore);
      this.#host.needsEphemeral = false;
    }
    const isLost = token === 'gone' || token === 'other';
    const isAfresh =
      this.#isByHand ||
      (this.status.state === 'expired' ? this.session.isFresh() : this.status.error !== null);
    this.#isByHand = false;
    if (isHeldUp || isAfresh || isLost) this.console.removeFrame();
    if (isLost) this.consoleEvents.reset();
    else if (token === 'renewed' && this.#connected && !isHeldUp) {
      this.console.renew();
      const expiresAt = this.session.info?.expiresAt ?? null;
      this.#events.dispatch(new events.TokenRenewedEvent({ expiresAt }));
    }
  }

  #onExpiry(end: TokenEnd): void {
    if (!this.#transition('expiry') && this.status.state !== 'expired') return;
    this.console.expectStaleLogin();
    this.console.rejectWaiters(
      new BytedeskError('token-expired', 'The token ended while the console was loading.'),
    );
    this.#events.dispatch(
      end.source === 'bridge' && this.console.isOut
        ? events.consoleExpired(end.reason)
        : new events.TokenExpiredEvent({ subject: 'token', ...end }),
    );
  }

  #onSignOut(how: SignOut): void {
    const took = this.console.frame !== undefined || this.status.state !== 'idle';
    this.console.forgetCommands();
    this.consoleEvents.reset();
    this.#transition(this.#isByHand ? 'console-sign-out' : 'sign-out');
    // An element that comes later than the sign-out had nothing to lose.
    if (took) this.#events.dispatch(new events.LogoutEvent(how));
  }

  /** Somebody has signed in inside the console: the session's own user, or somebody by hand. */
  #onConsoleSignIn(username: string | null): void {
    const { token, info } = this.session;
    const own = info?.username ?? null;
    this.#transition('console-sign-in');
    if (token !== null && username === own) return;
    this.#events.dispatch(new events.ConsoleLoginEvent({ username }));
    if (token === null || own === null || username === null) return;
    this.consoleFailed(
      new BytedeskError('identity-conflict', 'Somebody else has signed in inside the console.'),
    );
  }

  #onConsoleSignOut(how: SignOut, isShared: boolean): void {
    forgetOwner(this.session, this.console.bridgedStore);
    this.#keepForm();
    if (this.#isByHand && this.session.token === null) return this.#onSignOut(how);
    // A login that has disappeared without a call to the desk may still be good there.
    this.endSession(how, isShared && how.reason !== 'unknown');
  }

  #onConsoleExpiry(reason: TokenEnd['reason'], isShared: boolean): void {
    const { token, state } = this.session;
    this.#keepForm();
    // The panel that comes with the console's own end may be another one than before.
    this.#host.requestUpdate();
    // Of a token that is being replaced nothing new is learned.
    if (isShared && this.console.isSigningIn && reason !== 'rejected') return;
    if (isShared && token !== null) {
      if (state === 'live') this.session.refuse(token, reason, 'bridge');
      return;
    }
    this.#transition('expiry');
    this.#events.dispatch(events.consoleExpired(reason));
  }

  /** Leaves the frame to the console's sign-in form where that is the way in. */
  #keepForm(): void {
    this.#isByHand = !this.#host.needsToken && this.console.frame !== undefined;
  }

  #settingsKey(): string {
    return `${this.session.version} ${JSON.stringify(this.#host.consoleAttributes)}`;
  }
}
