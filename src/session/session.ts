// The life of one token, and what is due when. `session-handle.ts` gives elements their session; the other files of
// this folder each decide one thing for it.

import type { TokenEndReason } from '../access-token.js';
import { BytedeskError } from '../errors.js';
import { note, type TraceEntry } from '../trace.js';
import { DeskClock } from './clock.js';
import { browserPlatform, type Platform } from './platform.js';
import { Probe } from './probe.js';
import { Renewal, type RenewalClient } from './renewal.js';
import { type HostAnswer, type SessionSubscriber, Subscribers } from './subscribers.js';
import { TabSignals, TabStorage } from './tabs.js';
import { hasSource, isOtherSource, type SessionSettings } from './token-sources.js';
import { type SignOut, type TokenEndSource, TokenState } from './token-state.js';
import { WakeTimer } from './wake-timer.js';

/**
 * If so many tokens in a row were refused before the API ever accepted one, something is set up wrongly. Another token,
 * with another load of the console and another login at the desk, would be refused as well.
 */
const MOST_REFUSALS = 2;

/** How long the first attempt waits where the browser calls itself offline. */
const OFFLINE_MS = 3_000;

/** Events after which a source that has failed may be asked again. */
const RESUMING = /^(?:online|pageshow|visibilitychange|resume|prerenderingchange)$/;

const refusedTwice = (): BytedeskError =>
  new BytedeskError(
    'unauthorized',
    'The desk refused the tokens of this source. Check that API and token source belong to the same desk.',
    { isFinal: true },
  );

/**
 * A token with its renewal, its checks and its end, shared by the elements of a page that have the same desk and the
 * same source. It is about the host's token only, which most consoles swap for one of their own.
 *
 * `Renewal` decides when to ask for a token, `Probe` when to check it, `DeskClock` what time it is, `TabSignals` what
 * other tabs have done. This class applies what they find, tells its subscribers, and sets one timer to whatever is due
 * next.
 */
export class Session extends TokenState implements RenewalClient {
  readonly tabStorage: TabStorage;
  /** The record of events and decisions, see `trace.ts`. */
  readonly trace: TraceEntry[] = [];
  readonly #platform: Platform;
  readonly #tabs: TabSignals;
  readonly #clock: DeskClock;
  readonly #renewal: Renewal;
  readonly #probe: Probe;
  readonly #subscribers = new Subscribers();
  #wakeTimer: WakeTimer | undefined;
  #settings: SessionSettings | undefined;
  #hasWorked = false;
  /** True while the page stands still, because the browser has frozen it or keeps it for the Back button. */
  #isFrozen = false;
  /** The time, by the desk's clock, since which the browser has called itself offline. */
  #offlineSince = Infinity;
  /**
   * The number of tokens in a row that the desk refused. It is -1 once the API has accepted one, whose own refusal then
   * counts for nothing.
   */
  #refusals = 0;

  constructor(platform: Platform = browserPlatform) {
    super();
    this.#platform = platform;
    this.tabStorage = new TabStorage(platform);
    this.#tabs = new TabSignals(this.tabStorage, platform);
    this.#clock = new DeskClock(platform);
    this.#renewal = new Renewal(platform, this.#clock, this);
    this.#probe = new Probe(platform);
  }

  /** The settings that say where the desk is and where tokens come from. */
  get settings(): SessionSettings | undefined {
    return this.#settings;
  }

  get hasSource(): boolean {
    return hasSource(this.#settings);
  }

  /** True where the source can give no token before somebody signs in at the host page, or changes the set-up. */
  get isSourceRefusing(): boolean {
    return this.#renewal.isRefused;
  }

  /** The user's tag at this desk, by which tabs recognise each other; `null` while the user is not known. */
  get tag(): string | null {
    return this.tabStorage.tag(this.#settings?.desk ?? '', this.info?.username ?? null);
  }

  get isEmpty(): boolean {
    return this.#subscribers.size === 0;
  }

  /** The time of the next attempt after failures, milliseconds since 1970 by the page's clock; else `Infinity`. */
  get retryAt(): number {
    return this.#renewal.retryAt - this.#clock.now() + this.#platform.now();
  }

  /** True if there is a token that, as far as anyone here knows, stays valid for some more milliseconds. */
  isFresh(forMs = 0): boolean {
    return this.state === 'live' && this.#clock.now() + forMs < this.endsAt;
  }

  /** Adds a subscriber, or learns that its needs may have changed. The first one starts the session. */
  add(subscriber: SessionSubscriber): void {
    if (this.#subscribers.add(subscriber)) this.#schedule();
    // Also where nothing is new: `document.open()` may have taken the listeners of the page away since.
    this.#tick();
  }

  /** Removes a subscriber. After the last one has left, no timer, request or listener remains. */
  remove(subscriber: SessionSubscriber): void {
    this.#subscribers.remove(subscriber);
    if (this.isEmpty) this.#stop();
  }

  /** Sets where the desk is and where tokens come from. A source that was not asked yet may have a token. */
  setSource(settings: SessionSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    // Tags differ between desks. At the same desk, signals of other tabs that came meanwhile still count.
    if (before?.desk !== settings.desk) this.#tabs.follow(this.tag);
    if (before === undefined || !isOtherSource(before, settings)) return;
    this.#renewal.forgetFailures();
    this.#refusals = 0;
    if (this.state === 'failed') this.reopen();
  }

  /** Replaces the token, wherever the new one comes from; `null` stands for none. */
  use(token: string | null): void {
    this.#stopRequests();
    this.#replace(token);
  }

  /** Continues with the token of a session that has another source. */
  adopt(from: Session): void {
    this.copyFrom(from);
    this.trace.push(...from.trace);
    this.#clock.adopt(from.#clock);
    this.#renewal.adopt(from.#renewal);
    this.#tabs.adopt(from.#tabs);
    this.#hasWorked = from.#hasWorked;
    this.#refusals = from.#refusals;
    this.#schedule();
  }

  /**
   * Notes that the token has worked somewhere, at least once. A later refusal then means that the token was revoked. A
   * console proves nothing about the API, which may be another desk's, so that the refusals still count.
   */
  markUsed(): void {
    this.#hasWorked = true;
  }

  /**
   * Ends the token because the desk refused it, whoever noticed that: a `DeskClient`, or the bridge of a console that
   * uses the same token. The first report counts, and the end is reported once. A source is then asked for another
   * token at once, with the reason `rejected`. A refusal of any other token proves nothing.
   */
  refuse(token: string, reason: TokenEndReason, source: TokenEndSource = 'api'): void {
    if (token === this.token) this.#expire(reason, source);
  }

  /** Signs out. The other tabs are told unless the sign-out came from one of them. */
  signOut(how: SignOut): void {
    if (this.state === 'ended') return;
    this.beginSignOut(how);
    this.finishSignOut(how);
  }

  /** The first half of a sign-out: forgets the token without telling anybody. @returns the token to revoke */
  beginSignOut(how: SignOut): string | null {
    const { token, isRefused } = this;
    if (!this.markSignedOut(how)) return null;
    this.#stop();
    // A token that the desk has refused is revoked already.
    return isRefused ? null : token;
  }

  /** The second half of a sign-out: tells the subscribers and, unless the sign-out came from them, the other tabs. */
  finishSignOut(how: SignOut): void {
    if (how.source !== 'tab') this.#tabs.send('out');
    this.#changed();
  }

  /** Starts again on somebody's request, after a sign-out, an end or a failure. */
  restart(): void {
    this.#renewal.forgetFailures();
    this.#tabs.follow(this.tag);
    this.reopen();
    this.#changed();
  }

  /** Asks the source for another token now. @throws BytedeskError */
  renew(): Promise<void> {
    this.#renewal.forgetFailures();
    return this.#ask(true);
  }

  /** @internal Asks the page for {@link Renewal}, by the element that came first. */
  askHost(expiresAt: Date, secondsLeft: number): Promise<HostAnswer> | undefined {
    return this.#subscribers.first?.tokenExpiring(expiresAt, secondsLeft);
  }

  /** @internal Takes a token of the source from {@link Renewal}; `undefined` stands for the present token. */
  obtained(token?: string): void {
    if (token === undefined) return this.#schedule();
    if (this.#tabs.isSignedOut) return this.signOut({ reason: 'other-tab', source: 'tab' });
    note(this.trace, 'source-gave-token');
    const isRenewal = this.token !== null;
    // The request that has just succeeded ends by itself. Only a check of the earlier token has become useless.
    this.#probe.abort();
    this.#replace(token);
    if (isRenewal) this.#tabs.send('new');
  }

  /** @internal Learns from {@link Renewal} that the source gave no token. */
  requestFailed(error: BytedeskError, isLast: boolean): void {
    note(this.trace, 'source-failed', error.code, error.status, isLast && 'no-retry');
    if (isLast && this.state === 'none') this.fail(error);
    else if (isLast) this.#subscribers.first?.reportError(error);
    this.#changed();
  }

  /** Starts with a token, or with none. Nothing that was learned of the earlier token counts for it. */
  #replace(token: string | null): void {
    // A token that nobody has refused ends the row of those that were.
    if (this.state === 'live') this.#refusals = 0;
    if (token === null) this.clear();
    else this.install(token);
    this.#clock.restart();
    this.#clock.setByIssue(this.info?.issuedAt ?? null);
    this.#hasWorked = false;
    this.#renewal.begin();
    this.#schedule();
    this.#tabs.follow(this.tag);
    this.#changed();
  }

  #schedule(): void {
    this.#renewal.schedule(this.#subscribers.renewBeforeMs);
    // Only the desk knows the user of an opaque token, and whether it takes any token after a refusal.
    const isUrgent = (this.info?.username === null && !this.#hasWorked) || this.#refusals > 0;
    this.#probe.schedule(this.#clock.now(), this.#subscribers.checkIntervalMs, isUrgent);
  }

  /**
   * Tells the subscribers that something may have changed, but not what: each of them compares the session with what it
   * saw last (`SessionChanges`) and handles the difference. So an element may come late, leave, change its session or
   * be told twice without missing anything or reporting it twice.
   */
  #changed(): void {
    this.#subscribers.notify();
    // An attempt to get a token ends with a tick of its own (`#ask`), which knows how the attempt ended.
    if (!this.#renewal.isRunning) this.#tick();
  }

  #stopRequests(): void {
    this.#renewal.abort();
    this.#probe.abort();
  }

  #stop(): void {
    this.#stopRequests();
    this.#wakeTimer?.cancel();
    this.#wakeTimer = undefined;
    this.#isFrozen = false;
  }

  #onWake(event?: Event): void {
    const { type = '', persisted } = (event ?? {}) as Partial<PageTransitionEvent>;
    if (type === 'pagehide' || type === 'freeze') {
      this.#isFrozen = type === 'freeze' || persisted === true;
      if (type === 'pagehide') this.#subscribers.setFrozen(this.#isFrozen);
      if (this.#isFrozen) this.#wakeTimer?.set(Infinity);
      return;
    }
    // Another tab can write while this page stands still. All other events come to a page that runs again.
    if (type !== '' && type !== 'storage') this.#isFrozen = false;
    // The focus is no such event, since it comes and goes with each click into the console and out of it.
    if (RESUMING.test(type) && this.#subscribers.areSeen(this.#platform)) this.#resume();
    this.#tick();
    if (type === 'pageshow' && persisted) void this.#check().then(() => this.#subscribers.setFrozen(false));
  }

  #resume(): void {
    if (!this.#renewal.resume() || this.state !== 'failed') return;
    this.reopen();
    this.#changed();
  }

  /**
   * Does what is due, and sets the timer to what comes next. It runs once after each change, whenever the page wakes
   * up, and when the timer fires. One tick too many is harmless, since the clock decides everything.
   */
  #tick(): void {
    if (this.isEmpty || this.state === 'ended') return;
    const timer = (this.#wakeTimer ??= new WakeTimer(this.#platform, (event) => this.#onWake(event)));
    // A page that stands still, or that nobody has asked for yet, does nothing and reports nothing. An event wakes it.
    if (this.#isFrozen || this.#platform.isPrerendering()) return timer.set(Infinity);
    if (this.#tabs.isSignedOut) return this.signOut({ reason: 'other-tab', source: 'tab' });
    if (this.#tabs.consumeRenewal()) this.#resume();
    const now = this.#clock.now();
    const isLive = this.state === 'live';
    const isOver = isLive && now >= this.endsAt;
    // After sleep a new token may come before anybody is told that the old one has ended.
    if (isOver && !(this.#subscribers.wantToken && this.#renewal.isHopeful))
      return this.#expire('expired', 'clock');
    const askAt = this.#askIfDue(now);
    const endsOrChecksAt = isLive && !isOver ? Math.min(this.endsAt, this.#checkIfDue(now)) : Infinity;
    timer.set(this.#mayAsk ? Math.min(askAt, endsOrChecksAt) - now : Infinity);
  }

  /**
   * False while a page with a source is hidden: it makes no request, and what comes due is done when it is shown. Where
   * there is no source, the host is asked, and decides for itself.
   */
  get #mayAsk(): boolean {
    return !this.hasSource || this.#subscribers.areSeen(this.#platform);
  }

  /** Asks for a token if that is due. @returns when it will be; `Infinity` where the timer has nothing to wait for */
  #askIfDue(now: number): number {
    if (this.#renewal.isRunning || !this.#mayAsk) return Infinity;
    const dueAt = this.#subscribers.wantToken
      ? Math.max(this.#renewal.dueAt, this.#noteOffline(now))
      : Infinity;
    if (dueAt > now) return dueAt;
    // `requestFailed` reports a failure.
    this.#ask(false).catch(() => undefined);
    return Infinity;
  }

  /** Checks the token at the desk if that is due. @returns as `#askIfDue` */
  #checkIfDue(now: number): number {
    if (!this.#subscribers.areSeen(this.#platform)) return Infinity;
    const { dueAt } = this.#probe;
    if (dueAt > now) return dueAt;
    void this.#check();
    return Infinity;
  }

  /**
   * Notes whether the browser calls itself offline, about which it may be wrong. @returns the time until which the first
   * attempt waits for that reason; 0 for no wait
   */
  #noteOffline(now: number): number {
    const isOffline = this.hasSource && !this.#platform.isOnline();
    this.#offlineSince = isOffline ? Math.min(this.#offlineSince, now) : Infinity;
    return isOffline ? this.#offlineSince + OFFLINE_MS : 0;
  }

  #ask(isByHand: boolean): Promise<void> {
    return this.#renewal.ask(isByHand).finally(() => this.#tick());
  }

  async #check(): Promise<void> {
    const { token, settings } = this;
    if (token === null || settings === undefined || !this.isFresh()) return;
    this.#probe.schedule(this.#clock.now(), this.#subscribers.checkIntervalMs);
    const result = await this.#probe.run(settings.api, token);
    if (result === undefined) return;
    const { verdict, username } = result;
    note(this.trace, 'probe', verdict);
    // A token that ended meanwhile is handled by the renewal.
    if (verdict === 'over' && this.isFresh())
      return this.#expire(this.#hasWorked ? 'revoked' : 'rejected', 'probe');
    if (verdict === 'alive') {
      this.#hasWorked = true;
      this.#refusals = -1;
    }
    if (username !== null && this.learnUser(username)) {
      this.#tabs.follow(this.tag);
      return this.#changed();
    }
    this.#tick();
  }

  #expire(reason: TokenEndReason, source: TokenEndSource): void {
    if (!this.expire({ reason, source, expiresAt: this.info?.expiresAt ?? null })) return;
    // A renewal that is under way may still succeed after the token's end. After the desk's refusal another answer is
    // needed.
    if (source === 'clock') this.#refusals = 0;
    else this.#stopRequests();
    // A bridge or a client says `revoked` only of a token that the same API has accepted before.
    if (reason === 'rejected' || source === 'probe') this.#refusals += 1;
    const isHopeless = this.#refusals >= MOST_REFUSALS && this.hasSource;
    if (isHopeless) this.#renewal.giveUp();
    this.#changed();
    if (isHopeless && this.state === 'expired') this.#subscribers.first?.reportError(refusedTwice());
  }
}
