import type { BytedeskError } from '../errors.js';
import { WakeTimer } from './wake-timer.js';
import { DeskClock } from './clock.js';
import { Probe } from './probe.js';
import { Renewal, type RenewalClient } from './renewal.js';
import { type HostAnswer, type SessionSubscriber, Subscribers } from './subscribers.js';
import { TokenAtDesk, type SignOut, type TokenEnd } from './token-state.js';
import type { SessionSettings } from './token-sources.js';
import { browserPlatform, type Platform } from './platform.js';

/**
 * A token with its renewal, its checks and its end, shared by the elements of a page that have the same desk and the
 * same source. Speaks of the host's token only: the console swaps it for one of its own.
 */
export class Session extends TokenAtDesk implements RenewalClient {
  readonly #platform: Platform;
  readonly #clock: DeskClock;
  readonly #renewal: Renewal;
  readonly #probe: Probe;
  readonly #members = new Subscribers();
  #wakeTimer: WakeTimer | undefined;
  /** The desk took the token at least once; a console that has signed in proves it, too. */
  hasWorked = false;

  constructor(platform: Platform = browserPlatform) {
    super(platform);
    this.#platform = platform;
    this.#clock = new DeskClock(platform);
    this.#renewal = new Renewal(platform, this.#clock, this);
    this.#probe = new Probe(platform);
  }

  /** True if there is a token that is good for some more milliseconds, so far as anyone here knows. */
  isFresh(forMs = 0): boolean {
    return this.state === 'live' && this.#clock.now() + forMs < this.endsAt;
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  /** When the source is asked again after failures, milliseconds since 1970 by the page's clock; else `Infinity`. */
  get retryAt(): number {
    return this.#renewal.retries.retryAt - this.#clock.now() + this.#platform.now();
  }

  /** Takes part; the first one sets it going. */
  add(member: SessionSubscriber): void {
    if (this.#members.add(member)) this.#plan();
    this.#tick();
  }

  /** Takes part no longer; the last one leaves no timer, request or listener behind. */
  remove(member: SessionSubscriber): void {
    this.#members.remove(member);
    if (this.isEmpty) this.#rest();
  }

  /** Puts a token in the place of the one before, wherever it comes from; `null` for none. */
  use(token: string | null): void {
    this.#stopRequests();
    if (token === null) this.clear();
    else this.install(token);
    this.#begin();
    this.#changed();
  }

  /** Goes on with the token of a session that has another source. */
  adopt(from: Session): void {
    this.copyFrom(from);
    this.#clock.adopt(from.#clock);
    this.#renewal.adopt(from.#renewal);
    this.tabs.adopt(from.tabs);
    this.hasWorked = from.hasWorked;
    this.#plan();
  }

  /** Where the tokens come from now. A source that was not asked yet may have one. */
  setSource(settings: SessionSettings): void {
    const isOther = this.#renewal.isOtherSource(settings);
    this.settings = settings;
    if (isOther && this.state === 'failed') this.reopen();
  }

  /** Signs out, here and in the other tabs, without a word to the members yet. @returns the token to revoke */
  beginSignOut(how: SignOut): string | null {
    const { token } = this;
    if (!this.markSignedOut(how)) return null;
    this.#rest();
    return token;
  }

  /** Tells of a sign-out: the members, and the other tabs if it was not them. */
  finishSignOut(how: SignOut): void {
    if (how.source !== 'tab') this.tabs.send('out');
    this.#changed();
  }

  signOut(how: SignOut): void {
    if (this.state === 'ended') return;
    this.beginSignOut(how);
    this.finishSignOut(how);
  }

  /** Takes the desk's word that its token is over. What is said of another token proves nothing. */
  refuse(token: string, reason: TokenEnd['reason'], source: TokenEnd['source'] = 'api'): void {
    if (token === this.token) this.#end(reason, source);
  }

  /** Begins anew by hand, after a sign-out, an end or a failure. */
  restart(): void {
    this.#renewal.retries.reset();
    this.tabs.follow(this.tag);
    this.reopen();
    this.#changed();
  }

  /** Asks the source for another token now. @throws BytedeskError */
  renew(): Promise<void> {
    this.#renewal.retries.reset();
    return this.#ask(true);
  }

  askHost(expiresAt: Date, secondsLeft: number): Promise<HostAnswer> | undefined {
    return this.#members.first?.tokenExpiring(expiresAt, secondsLeft);
  }

  obtained(token?: string): void {
    if (token === undefined) return this.#plan();
    if (this.tabs.isSignedOut) return this.signOut({ reason: 'other-tab', source: 'tab' });
    const isRenewal = this.token !== null;
    this.use(token);
    if (isRenewal) this.tabs.send('new');
  }

  failed(error: BytedeskError, isLast: boolean): void {
    if (isLast && this.state === 'none') this.fail(error);
    else if (isLast) this.#members.first?.renewalFailed(error);
    this.#changed();
  }

  /** A token, or none, to begin with: nothing of the one before counts. */
  #begin(): void {
    this.#clock.restart();
    this.#clock.setByIssue(this.info?.issuedAt ?? null);
    this.hasWorked = false;
    this.#renewal.begin();
    this.#plan();
    this.tabs.follow(this.tag);
  }

  #plan(): void {
    this.#renewal.schedule(this.#members.renewBeforeMs);
    // Only the desk knows the user of an opaque token.
    const isUrgent = this.info?.username === null && !this.hasWorked;
    this.#probe.schedule(this.#clock.now(), this.#members.checkIntervalMs, isUrgent);
  }

  #changed(): void {
    this.#members.notify();
    this.#tick();
  }

  #stopRequests(): void {
    this.#renewal.retries.abort();
    this.#probe.abort();
  }

  #rest(): void {
    this.#stopRequests();
    this.#wakeTimer?.cancel();
    this.#wakeTimer = undefined;
  }

  #ring(event?: Event): void {
    const { type = '', persisted } = (event ?? {}) as Partial<PageTransitionEvent>;
    if (type === 'pagehide') return this.#members.setFrozen(persisted === true);
    // Not the focus, which comes and goes with each click into the console and out of it.
    if (/^(?:online|pageshow|visibilitychange)$/.test(type) && this.#platform.isAwake()) this.#resume();
    this.#tick();
    if (type === 'pageshow' && persisted) void this.#check().then(() => this.#members.setFrozen(false));
  }

  #resume(): void {
    if (!this.#renewal.retries.resume(this.#clock.now()) || this.state !== 'failed') return;
    this.reopen();
    this.#changed();
  }

  /** Does what is due, and sets the alarm to what comes next. */
  #tick(): void {
    if (this.isEmpty || this.state === 'ended') return;
    if (this.tabs.isSignedOut) return this.signOut({ reason: 'other-tab', source: 'tab' });
    if (this.tabs.consumeRenewal()) this.#resume();
    const { state, hasSource } = this;
    const now = this.#clock.now();
    const isLive = state === 'live';
    const isOver = isLive && now >= this.endsAt;
    const renewAt = this.#members.wantToken ? this.#renewal.dueAt : Infinity;
    // After sleep a new token may be had before anybody is told that the old one has ended.
    const isAwake = this.#platform.isAwake();
    const mayRenew = hasSource && renewAt < Infinity && !this.#renewal.retries.isOutOfPatience;
    if (isOver && !(mayRenew && (isAwake || !this.#platform.isVisible())))
      return this.#end('expired', 'clock');

    const due: number[] = [isLive && !isOver ? this.endsAt : Infinity];
    // A page that nobody sees makes no request; the host decides for itself.
    if (!this.#renewal.retries.isRunning && (isAwake || !hasSource)) {
      if (renewAt > now) due.push(renewAt);
      // Failures are told by events.
      else this.#ask(false).catch(() => undefined);
    }
    if (isAwake && isLive && !isOver) {
      if (this.#probe.dueAt > now) due.push(this.#probe.dueAt);
      else void this.#check();
    }
    this.#wakeTimer ??= new WakeTimer(this.#platform, (event) => this.#ring(event));
    this.#wakeTimer.set(Math.min(...due) - now);
  }

  #ask(isByHand: boolean): Promise<void> {
    return this.#renewal.ask(isByHand).finally(() => this.#tick());
  }

  async #check(): Promise<void> {
    const { token, settings } = this;
    if (token === null || settings === undefined || !this.isFresh()) return;
    this.#probe.schedule(this.#clock.now(), this.#members.checkIntervalMs);
    const result = await this.#probe.run(settings.api, token);
    if (result === undefined) return;
    const { verdict, username } = result;
    // A token that ended meanwhile is the renewal's business.
    if (verdict === 'over' && this.isFresh())
      return this.#end(this.hasWorked ? 'revoked' : 'rejected', 'probe');
    this.hasWorked ||= verdict === 'alive';
    if (username !== null && this.learnUser(username)) {
      this.tabs.follow(this.tag);
      return this.#changed();
    }
    this.#tick();
  }

  #end(reason: TokenEnd['reason'], source: TokenEnd['source']): void {
    if (!this.expire({ reason, source, expiresAt: this.info?.expiresAt ?? null })) return;
    // A renewal under way may still succeed; after the desk's refusal another answer is wanted.
    if (source !== 'clock') this.#stopRequests();
    this.#changed();
  }
}
