import type { TokenEndReason } from '../access-token.js';
import { BytedeskError } from '../errors.js';
import { DeskClock } from './clock.js';
import { browserPlatform, type Platform } from './platform.js';
import { Probe } from './probe.js';
import { Renewal, type RenewalClient } from './renewal.js';
import { type HostAnswer, type SessionSubscriber, Subscribers } from './subscribers.js';
import { TabSignals, TabStorage } from './tabs.js';
import { hasSource, type SessionSettings } from './token-sources.js';
import { type SignOut, type TokenEndSource, TokenState } from './token-state.js';
import { WakeTimer } from './wake-timer.js';

/**
 * When this many tokens in a row were refused before they ever worked, something is set up wrongly, and another token,
 * with another load of the console and another login at the desk, would be refused as well.
 */
const MOST_REFUSALS = 2;

/** Where the browser calls itself offline, the first try waits this long. */
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
 * same source. It speaks of the host's token only: the console swaps that for one of its own.
 *
 * `Renewal` decides when to ask for a token, `Probe` when to check it, `DeskClock` what time it is, `TabSignals` what
 * other tabs have done. This class puts what they find into effect, tells its subscribers, and sets one timer to
 * whatever is due next.
 */
export class Session extends TokenState implements RenewalClient {
  readonly tabStorage: TabStorage;
  readonly #platform: Platform;
  readonly #tabs: TabSignals;
  readonly #clock: DeskClock;
  readonly #renewal: Renewal;
  readonly #probe: Probe;
  readonly #subscribers = new Subscribers();
  #wakeTimer: WakeTimer | undefined;
  #settings: SessionSettings | undefined;
  #hasWorked = false;
  /** The page stands still: the browser has frozen it, or keeps it for the Back button. */
  #isFrozen = false;
  /** Since when the browser has called itself offline, by the desk's clock. */
  #offlineSince = Infinity;
  /** Tokens in a row that the desk refused before they ever worked. */
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

  /** Where the desk is and where tokens come from. */
  get settings(): SessionSettings | undefined {
    return this.#settings;
  }

  get hasSource(): boolean {
    return hasSource(this.#settings);
  }

  /** The user's tag at this desk, by which the tabs know each other; `null` while the user is not known. */
  get tag(): string | null {
    return this.tabStorage.tag(this.#settings?.desk ?? '', this.info?.username ?? null);
  }

  get isEmpty(): boolean {
    return this.#subscribers.size === 0;
  }

  /** When the source is asked again after failures, milliseconds since 1970 by the page's clock; else `Infinity`. */
  get retryAt(): number {
    return this.#renewal.retryAt - this.#clock.now() + this.#platform.now();
  }

  /** True if there is a token that is good for some more milliseconds, so far as anyone here knows. */
  isFresh(forMs = 0): boolean {
    return this.state === 'live' && this.#clock.now() + forMs < this.endsAt;
  }

  /** Adds a subscriber, or hears that its needs may have changed; the first one sets the session going. */
  add(subscriber: SessionSubscriber): void {
    if (!this.#subscribers.add(subscriber)) return;
    this.#schedule();
    this.#tick();
  }

  /** Removes a subscriber; after the last one no timer, request or listener is left. */
  remove(subscriber: SessionSubscriber): void {
    this.#subscribers.remove(subscriber);
    if (this.isEmpty) this.#stop();
  }

  /** Says where the desk is and where tokens come from now. A source that was not asked yet may have a token. */
  setSource(settings: SessionSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    // Tags are per desk. At the same desk, what other tabs have signalled meanwhile still counts.
    if (before?.desk !== settings.desk) this.#tabs.follow(this.tag);
    if (before === undefined || !isOtherSource(before, settings)) return;
    this.#renewal.forgetFailures();
    this.#refusals = 0;
    if (this.state === 'failed') this.reopen();
  }

  /** Puts a token in the place of the one before, wherever it comes from; `null` for none. */
  use(token: string | null): void {
    this.#stopRequests();
    this.#replace(token);
  }

  /** Goes on with the token of a session that has another source. */
  adopt(from: Session): void {
    this.copyFrom(from);
    this.#clock.adopt(from.#clock);
    this.#renewal.adopt(from.#renewal);
    this.#tabs.adopt(from.#tabs);
    this.#hasWorked = from.#hasWorked;
    this.#refusals = from.#refusals;
    this.#schedule();
  }

  /** Says that the desk has taken the token at least once: a later refusal means that it was revoked. */
  markUsed(): void {
    this.#hasWorked = true;
    this.#refusals = 0;
  }

  /**
   * Takes the desk's word that this token is over, whoever heard it: a `DeskClient`, or the bridge of a console that uses
   * the same token. Whoever is first is believed, and the end is told once. A source is then asked for another token at
   * once, with the reason `rejected`. What is said of another token proves nothing.
   */
  refuse(token: string, reason: TokenEndReason, source: TokenEndSource = 'api'): void {
    if (token === this.token) this.#expire(reason, source);
  }

  /** Signs out; the other tabs hear of it unless they were first. */
  signOut(how: SignOut): void {
    if (this.state === 'ended') return;
    this.beginSignOut(how);
    this.finishSignOut(how);
  }

  /** The first half of a sign-out: forgets the token, and tells nobody yet. @returns the token to revoke */
  beginSignOut(how: SignOut): string | null {
    const { token, isRefused } = this;
    if (!this.markSignedOut(how)) return null;
    this.#stop();
    // What the desk has refused is revoked already.
    return isRefused ? null : token;
  }

  /** The second half of a sign-out: tells the subscribers and, if they were not first, the other tabs. */
  finishSignOut(how: SignOut): void {
    if (how.source !== 'tab') this.#tabs.send('out');
    this.#changed();
  }

  /** Begins anew by hand, after a sign-out, an end or a failure. */
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

  /** @internal For {@link Renewal}: asks the page, by the element that came first. */
  askHost(expiresAt: Date, secondsLeft: number): Promise<HostAnswer> | undefined {
    return this.#subscribers.first?.tokenExpiring(expiresAt, secondsLeft);
  }

  /** @internal For {@link Renewal}: the source gave a token; `undefined` for the one that is held. */
  obtained(token?: string): void {
    if (token === undefined) return this.#schedule();
    if (this.#tabs.isSignedOut) return this.signOut({ reason: 'other-tab', source: 'tab' });
    const isRenewal = this.token !== null;
    // The request that has just succeeded ends by itself; only a check of the token before is of no use any more.
    this.#probe.abort();
    this.#replace(token);
    if (isRenewal) this.#tabs.send('new');
  }

  /** @internal For {@link Renewal}: the source gave no token. */
  failed(error: BytedeskError, isLast: boolean): void {
    if (isLast && this.state === 'none') this.fail(error);
    else if (isLast) this.#subscribers.first?.renewalFailed(error);
    this.#changed();
  }

  /** A token, or none, to begin with: nothing that was learned of the one before counts for it. */
  #replace(token: string | null): void {
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
    // Only the desk knows the user of an opaque token.
    const isUrgent = this.info?.username === null && !this.#hasWorked;
    this.#probe.schedule(this.#clock.now(), this.#subscribers.checkIntervalMs, isUrgent);
  }

  /**
   * Tells the subscribers that something may have changed, not what: each one compares the session with what it saw
   * last (`SessionChanges`) and puts the difference right. So an element may come late, leave, change its session or be
   * told twice without missing anything or telling it twice.
   */
  #changed(): void {
    this.#subscribers.notify();
    // An attempt to get a token ends with a tick of its own (`#ask`), which knows how it went.
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
    // Another tab writes while this page stands still; all other events come to a page that goes on.
    if (type !== '' && type !== 'storage') this.#isFrozen = false;
    // The focus is left out, since it comes and goes with each click into the console and out of it.
    if (RESUMING.test(type) && this.#platform.isVisible()) this.#resume();
    this.#tick();
    if (type === 'pageshow' && persisted) void this.#check().then(() => this.#subscribers.setFrozen(false));
  }

  #resume(): void {
    if (!this.#renewal.resume() || this.state !== 'failed') return;
    this.reopen();
    this.#changed();
  }

  /**
   * Does what is due, and sets the timer to what comes next. It runs once after each change, at each awakening, and when
   * the timer rings; one tick too many is harmless, since everything is decided by the clock.
   */
  #tick(): void {
    if (this.isEmpty || this.state === 'ended') return;
    const timer = (this.#wakeTimer ??= new WakeTimer(this.#platform, (event) => this.#onWake(event)));
    // A page that stands still, or that nobody has asked for yet, does nothing and says nothing; an event wakes it.
    if (this.#isFrozen || this.#platform.isPrerendering()) return timer.set(Infinity);
    if (this.#tabs.isSignedOut) return this.signOut({ reason: 'other-tab', source: 'tab' });
    if (this.#tabs.consumeRenewal()) this.#resume();
    const now = this.#clock.now();
    const isLive = this.state === 'live';
    const isOver = isLive && now >= this.endsAt;
    const isVisible = this.#platform.isVisible();
    const { wantToken } = this.#subscribers;
    // After sleep a new token may be had before anybody is told that the old one has ended.
    if (isOver && !(wantToken && this.#renewal.isHopeful)) return this.#expire('expired', 'clock');

    const due: number[] = [isLive && !isOver ? this.endsAt : Infinity];
    // A page that nobody sees makes no request; where there is no source, the host is asked and decides for itself.
    if (!this.#renewal.isRunning && (isVisible || !this.hasSource)) {
      const renewAt = wantToken ? Math.max(this.#renewal.dueAt, this.#offlineUntil(now)) : Infinity;
      if (renewAt > now) due.push(renewAt);
      // A failure is told by `failed`.
      else this.#ask(false).catch(() => undefined);
    }
    if (isVisible && isLive && !isOver) {
      if (this.#probe.dueAt > now) due.push(this.#probe.dueAt);
      else void this.#check();
    }
    timer.set(Math.min(...due) - now);
  }

  /** How long the first try waits because the browser believes that it is offline, which it may be wrong about. */
  #offlineUntil(now: number): number {
    if (!this.hasSource || this.#platform.isOnline()) this.#offlineSince = Infinity;
    else this.#offlineSince = Math.min(this.#offlineSince, now);
    return this.#offlineSince === Infinity ? 0 : this.#offlineSince + OFFLINE_MS;
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
    // A token that ended meanwhile is the renewal's business.
    if (verdict === 'over' && this.isFresh())
      return this.#expire(this.#hasWorked ? 'revoked' : 'rejected', 'probe');
    if (verdict === 'alive') this.markUsed();
    if (username !== null && this.learnUser(username)) {
      this.#tabs.follow(this.tag);
      return this.#changed();
    }
    this.#tick();
  }

  #expire(reason: TokenEndReason, source: TokenEndSource): void {
    if (!this.expire({ reason, source, expiresAt: this.info?.expiresAt ?? null })) return;
    // A renewal under way may still succeed; after the desk's refusal another answer is wanted.
    if (source !== 'clock') this.#stopRequests();
    if (reason === 'rejected') this.#refusals += 1;
    const isHopeless = this.#refusals >= MOST_REFUSALS && this.hasSource;
    if (isHopeless) this.#renewal.giveUp();
    this.#changed();
    if (isHopeless && this.state === 'expired') this.#subscribers.first?.renewalFailed(refusedTwice());
  }
}

/** True if tokens will come from elsewhere, so that earlier failures say nothing. Another function stands for the same. */
function isOtherSource(before: SessionSettings, { provider, tokenUrl }: SessionSettings): boolean {
  const isOneFunction = provider !== null && before.provider !== null;
  return !isOneFunction && (provider !== before.provider || tokenUrl !== before.tokenUrl);
}
