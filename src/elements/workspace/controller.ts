// The centre of a workspace. It owns the session's handle, the console and the state, and is the only file that knows
// all three; `workspace-element.ts` owns it.

import type { TokenProvider } from '../../api/token-provider.js';
import { hasWindow, isEdited } from '../../dom.js';
import { BytedeskError, toBytedeskError } from '../../errors.js';
import type { Evidence } from '../../frame/console-load.js';
import type { BridgeMessage } from '../../protocol/bridge-messages.js';
import { nextTask } from '../../frame/timers.js';
import { SessionHandle } from '../../session/session-handle.js';
import type { Session } from '../../session/session.js';
import type { HostAnswer, SessionSubscriber, SessionNeeds } from '../../session/subscribers.js';
import type { SignOut, TokenEnd } from '../../session/token-state.js';
import { type ConsoleClient, WorkspaceConsole } from './console/console.js';
import { ConsoleEventDispatcher } from './console/event-dispatcher.js';
import { EventQueue } from '../event-queue.js';
import * as events from '../events.js';
import { fingerprint, mayBeTakenBack } from '../../settings/page-settings.js';
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
  readonly consoleEvents: ConsoleEventDispatcher;
  readonly status: WorkspaceStatus;
  readonly #host: WorkspaceHost;
  readonly #events: EventQueue;
  readonly console: WorkspaceConsole;
  readonly #handle = new SessionHandle(this);
  readonly #signOutSequence: SignOutSequence;
  #connected = false;
  #isEdited = false;
  #applying = false;
  /** The key of settings whose error has been reported. They are not tried again by themselves. */
  #haltedKey: string | undefined;
  /** True with `sign-in="console"` while the console's own sign-in form decides who is signed in. */
  #isByHand = false;
  #resolved: { key: string; provider: TokenProvider | null; settings: ConsoleSettings } | undefined;
  readonly #changes = new SessionChanges();

  constructor(host: WorkspaceHost) {
    this.#host = host;
    this.#events = new EventQueue(host, () => this.session.trace);
    this.consoleEvents = new ConsoleEventDispatcher(this.#events);
    this.console = new WorkspaceConsole(host, this.consoleEvents, this);
    this.status = new WorkspaceStatus(this.#events, () => host.stateChanged());
    this.#signOutSequence = new SignOutSequence(host, this.#handle, this.console, this.#events);
  }

  get session(): Session {
    return this.#handle.session;
  }

  /** True while the frame belongs to the console's own sign-in form, or to the user who has signed in there. */
  get isByHand(): boolean {
    return this.#isByHand;
  }

  get needs(): SessionNeeds {
    return this.#host;
  }

  connect(): void {
    // No frame ever loads in a document that is shown nowhere, and none should in an area that is being edited.
    this.#isEdited = isEdited(this.#host);
    if (this.#isEdited || !hasWindow(this.#host)) return this.disconnect();
    this.#connected = true;
    // Frameworks attach their listeners right after they insert an element.
    this.#events.holdUntilMicrotask();
    // The browser has emptied a frame that was moved. A console that did not load in another place may load here.
    this.console.removeFrame();
    this.#isByHand = false;
    if (/^(?:frame|token-source)-/.test(this.status.error?.code ?? '')) {
      this.#haltedKey = undefined;
      if (this.session.state === 'failed') this.session.restart();
    }
    this.reconcile();
  }

  /** Starts again after a move that kept the element connected, if the browser emptied the frame all the same. */
  moved(): void {
    if (!this.console.isAlive) this.connect();
  }

  /** Decides one task later whether to tear down, since a move is a disconnect followed by a connect. */
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

  /** Takes a token from the page. `null` clears the one before. */
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
    return events.askHost(this.#host, this.#resolved?.settings.isOfMarkup !== false, expiresAt, secondsLeft);
  }

  reportError(error: BytedeskError): void {
    this.#events.dispatch(new events.BytedeskErrorEvent(error));
  }

  pageFrozen(isFrozen: boolean): void {
    this.console.setFrozen(isFrozen);
  }

  /**
   * The checked settings of the element, which are resolved once for each change of its attributes.
   * @throws BytedeskError as `resolveSettings`
   */
  get settings(): ConsoleSettings {
    const attributes = this.#host.consoleAttributes;
    const { provider } = attributes.source;
    const key = fingerprint(attributes);
    // A function is no part of the text.
    if (key !== this.#resolved?.key || provider !== this.#resolved.provider)
      this.#resolved = { key, provider, settings: resolveSettings(attributes) };
    return this.#resolved.settings;
  }

  /** Brings console and state in line with the settings. Calling it without a change is cheap and harmless. */
  reconcile(): void {
    if (this.#host.isConnected && isEdited(this.#host) !== this.#isEdited) return this.connect();
    if (!this.#connected || this.#applying) return;
    this.#applying = true;
    // Lit ignores a property that a listener sets during its update.
    this.#events.holdUntilMicrotask();
    try {
      if (this.#settingsKey() !== this.#haltedKey) this.#apply();
    } catch (caught) {
      const error = toBytedeskError(caught, 'invalid-server', 'The settings cannot be used.');
      if (mayBeTakenBack(error)) return void this.#transition('wait');
      const { code, message } = this.status.error ?? {};
      const isTold = this.#haltedKey !== undefined && code === error.code && message === error.message;
      // Another setting has changed, but the wrong one is as wrong as before.
      if (isTold) this.#haltedKey = this.#settingsKey();
      else this.consoleFailed(error);
    } finally {
      this.#applying = false;
    }
  }

  /** Loads the console at another path. It resolves when the console is there. */
  async navigate(path: string): Promise<void> {
    const settings = resolveSettings({ ...this.#host.consoleAttributes, path });
    this.#handle.assertUsable(this.#host.needsToken);
    const isDone = await this.console.navigateTo(settings);
    this.#host.path = path;
    if (!isDone) await this.reload();
  }

  /** Loads the console once more, with a newer token if its session has ended. It resolves when it is there. */
  async reload(): Promise<void> {
    this.#handle.assertUsable(this.#host.needsToken);
    const { session } = this;
    // A source without a newer token has reported that. The present token is then tried once more.
    if (this.console.isOut && session.state === 'live' && session.hasSource)
      await session.renew().catch(() => undefined);
    this.console.removeFrame();
    this.#isByHand = false;
    this.#haltedKey = undefined;
    this.#host.waitsForViewport = false;
    if (this.session.state !== 'live') this.session.restart();
    this.reconcile();
    if (this.console.frame === undefined) {
      throw this.status.error ?? new BytedeskError('aborted', 'The workspace is not shown on a page.');
    }
    await this.console.whenReady();
  }

  /** Gets another token now. It resolves when the token is in use. */
  async renew(): Promise<void> {
    if (this.session.state === 'ended')
      throw new BytedeskError('token-missing', 'The session was signed out.');
    await this.session.renew();
  }

  /** Signs out: here at once, and at the desk as far as it can be reached. It never rejects and always ends. */
  logout(): Promise<LogoutResult> {
    return this.#signOutSequence.logout(() => this.sessionChanged());
  }

  /** Ends the session. @param isRevoked true if the desk has already revoked the token */
  endSession(how: SignOut, isRevoked = false): void {
    void this.#signOutSequence.signOut(how, () => this.sessionChanged(), isRevoked);
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
    // A listener may have ended this load.
    if (!this.#transition('proof') || this.console.frame !== frame) return false;
    this.#haltedKey = undefined;
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
    this.#haltedKey = this.#settingsKey();
    this.console.rejectWaiters(error);
    this.#transition(how, error);
  }

  /** Changes the state, and treats the frame as the table says. @returns false if nothing changes */
  #transition(what: Transition, error: BytedeskError | null = null): boolean {
    if (!this.status.allows(what)) return false;
    const { frame } = TRANSITIONS[what];
    if (frame === 'make') this.console.open(this.settings);
    if (frame === 'remove') this.console.removeFrame();
    this.status.transition(what, error);
    return true;
  }

  #apply(): void {
    let { settings } = this;
    this.#handle.join(settings.session);
    const { state, token, problem, hasSource } = this.session;
    if (problem !== undefined) throw problem;
    this.#haltedKey = undefined;
    if (this.#isByHand && this.console.frame !== undefined) return;
    if (state === 'ended') return void this.#transition('sign-out');
    if (state === 'expired') return void this.#transition('expiry');
    settings = this.#inOwnStore(settings);
    if (token === null && this.#host.needsToken && !hasSource) {
      if (this.#host.isClone)
        throw new BytedeskError('token-missing', 'A copied element has no token. Set its property token.');
      return void this.#transition('wait');
    }
    if (!this.console.isFor(settings)) {
      if (this.#host.waitsForViewport) return void this.#transition('wait');
      this.#transition('load');
    }
    // Without a valid token the frame stays empty until there is one.
    if (token === null ? !this.#host.needsToken : this.session.isFresh()) this.console.start(settings, token);
    if (this.console.isStarted) rememberOwner(settings, this.session, this.#host);
  }

  /**
   * Gives the settings with a store in which this user's console may keep its login. With `storage="auto"` it is a
   * store that dies with the page if the browser's own may hold another user's login, or if the page is isolated.
   *
   * @throws BytedeskError `identity-conflict`
   */
  #inOwnStore(settings: ConsoleSettings): ConsoleSettings {
    const mayChange = this.#host.storageIsAuto && !settings.ephemeral && supportsCredentialless();
    if (!mayChange || !window.crossOriginIsolated || !settings.isInAddress) {
      try {
        assertOwner(settings, this.session, this.#host);
        return settings;
      } catch (error) {
        if (!mayChange) throw error;
      }
    }
    this.#host.needsEphemeral = true;
    return this.#inOwnStore(this.settings);
  }

  #onToken(token: SessionChange['token']): void {
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
    // A console starts afresh if it was not yet sent off with the old token, has failed, has stayed after its token's end or
    // is in a person's hands. The console of a token that is gone, or of another user, goes.
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
    const hadSession = this.console.frame !== undefined || this.status.state !== 'idle';
    this.console.forgetCommands();
    this.consoleEvents.reset();
    this.#transition(this.#isByHand ? 'console-sign-out' : 'sign-out');
    // An element that joined after the sign-out lost nothing by it.
    if (hadSession) this.#events.dispatch(new events.LogoutEvent(how));
  }

  /** Handles a sign-in inside the console, by the session's own user or by hand. */
  #onConsoleSignIn(username: string | null): void {
    const { token, info } = this.session;
    const own = info?.username ?? null;
    this.#transition('console-sign-in');
    if (token !== null && username === own) return;
    this.#events.dispatch(new events.ConsoleLoginEvent({ username }));
    if (token === null || own === null || username === null) return;
    this.consoleFailed(
      new BytedeskError('identity-conflict', 'Another user is signed in at the console. Sign out there.'),
    );
  }

  #onConsoleSignOut(how: SignOut, isShared: boolean): void {
    forgetOwner(this.session, this.console.bridgedStore);
    this.#keepForm();
    if (this.#isByHand && this.session.token === null) return this.#onSignOut(how);
    // A login that has disappeared without a call to the desk may still be valid there.
    this.endSession(how, isShared && how.reason !== 'unknown');
  }

  #onConsoleExpiry(reason: TokenEnd['reason'], isShared: boolean): void {
    const { token, state } = this.session;
    this.#keepForm();
    // The end of the console's session may call for another panel.
    this.#host.requestUpdate();
    // A token that is being replaced teaches nothing new.
    if (isShared && this.console.isSigningIn && reason !== 'rejected') return;
    if (isShared && token !== null) {
      if (state === 'live') this.session.refuse(token, reason, 'bridge');
      return;
    }
    this.#transition('expiry');
    this.#events.dispatch(events.consoleExpired(reason));
  }

  /** Leaves the frame to the console's sign-in form where that is the way to sign in. */
  #keepForm(): void {
    this.#isByHand = !this.#host.needsToken && this.console.frame !== undefined;
  }

  #settingsKey(): string {
    return `${this.session.version} ${fingerprint(this.#host.consoleAttributes)}`;
  }
}
