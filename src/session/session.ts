import type { BytedeskError } from '../errors.js';
import { Alarm } from './alarm.js';
import { DeskClock } from './desk-clock.js';
import { Probe } from './probe.js';
import { Renewal, type RenewalClient } from './renewal.js';
import { type HostAnswer, type SessionMember, SessionMembers } from './session-member.js';
import { TokenAtDesk } from './token-at-desk.js';
import type { SessionSettings } from './token-request.js';
import type { SignOut, TokenEnd } from './token-state.js';
import { browserWorld, type World } from './world.js';

/**
 * A token with its renewal, its checks and its end, shared by the elements of a page that have the same desk and the
 * same source. Speaks of the host's token only: the console swaps it for one of its own.
 */
export class Session extends TokenAtDesk implements RenewalClient {
  readonly #world: World;
  readonly #clock: DeskClock;
  readonly #renewal: Renewal;
  readonly #probe: Probe;
  readonly #members = new SessionMembers();
  #alarm: Alarm | undefined;
  /** The desk took the token at least once; a console that has signed in proves it, too. */
  hasWorked = false;

  constructor(world: World = browserWorld) {
    super(world);
    this.#world = world;
    this.#clock = new DeskClock(world);
    this.#renewal = new Renewal(world, this.#clock, this);
    this.#probe = new Probe(world);
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
    return this.#renewal.attempts.retryAt - this.#clock.now() + this.#world.now();
  }

  /** Takes part; the first one sets it going. */
  add(member: SessionMember): void {
    if (this.#members.add(member)) this.#plan();
    this.#tick();
  }

  /** Takes part no longer; the last one leaves no timer, request or listener behind. */
  remove(member: SessionMember): void {
    this.#members.remove(member);
    if (this.isEmpty) this.#rest();
  }

  /** Puts a token in the place of the one before, wherever it comes from; `null` for none. */
  use(token: string | null): void {
    this.#stopRequests();
    if (token === null) this.forget();
    else this.take(token);
    this.#begin();
    this.#changed();
  }

  /** Goes on with the token of a session that has another source. */
  continue(from: Session): void {
    this.copy(from);
    this.#clock.continue(from.#clock);
    this.#renewal.continue(from.#renewal);
    this.tabs.continue(from.tabs);
    this.hasWorked = from.hasWorked;
    this.#plan();
  }

  /** Where the tokens come from now. A source that was not asked yet may have one. */
  resettle(settings: SessionSettings): void {
    const isOther = this.#renewal.isOtherSource(settings);
    this.settings = settings;
    if (isOther && this.state === 'failed') this.reopen();
  }

  /** Signs out, here and in the other tabs, without a word to the members yet. @returns the token to revoke */
  close(how: SignOut): string | null {
    const { token } = this;
    if (!this.signOut(how)) return null;
    this.#rest();
    return token;
  }

  /** Tells of a sign-out: the members, and the other tabs if it was not them. */
  tellClosed(how: SignOut): void {
    if (how.source !== 'tab') this.tabs.tell('out');
    this.#changed();
  }

  end(how: SignOut): void {
    if (this.state === 'ended') return;
    this.close(how);
    this.tellClosed(how);
  }

  /** Takes the desk's word that its token is over. What is said of another token proves nothing. */
  refuse(token: string, reason: TokenEnd['reason'], source: TokenEnd['source'] = 'api'): void {
    if (token === this.token) this.#end(reason, source);
  }

  /** Begins anew by hand, after a sign-out, an end or a failure. */
  restart(): void {
    this.#renewal.attempts.reset();
    this.tabs.follow(this.tag);
    this.reopen();
    this.#changed();
  }

  /** Asks the source for another token now. @throws BytedeskError */
  renew(): Promise<void> {
    this.#renewal.attempts.reset();
    return this.#ask(true);
  }

  askHost(expiresAt: Date, secondsLeft: number): Promise<HostAnswer> | undefined {
    return this.#members.first?.tokenExpiring(expiresAt, secondsLeft);
  }

  obtained(token?: string): void {
    if (token === undefined) return this.#plan();
    if (this.tabs.isOut) return this.end({ reason: 'other-tab', source: 'tab' });
    const isRenewal = this.token !== null;
    this.use(token);
    if (isRenewal) this.tabs.tell('new');
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
    this.#renewal.plan(this.#members.renewBeforeMs);
    // Only the desk knows the user of an opaque token.
    const isUrgent = this.info?.username === null && !this.hasWorked;
    this.#probe.plan(this.#clock.now(), this.#members.checkIntervalMs, isUrgent);
  }

  #changed(): void {
    this.#members.tellChange();
    this.#tick();
  }

  #stopRequests(): void {
    this.#renewal.attempts.abort();
    this.#probe.abort();
  }

  #rest(): void {
    this.#stopRequests();
    this.#alarm?.cancel();
    this.#alarm = undefined;
  }

  #ring(event?: Event): void {
    const { type = '', persisted } = (event ?? {}) as Partial<PageTransitionEvent>;
    if (type === 'pagehide') return this.#members.freeze(persisted === true);
    // Not the focus, which comes and goes with each click into the console and out of it.
    if (/^(?:online|pageshow|visibilitychange)$/.test(type) && this.#world.isAwake()) this.#resume();
    this.#tick();
    if (type === 'pageshow' && persisted) void this.#check().then(() => this.#members.freeze(false));
  }

  #resume(): void {
    if (!this.#renewal.attempts.resume(this.#clock.now()) || this.state !== 'failed') return;
    this.reopen();
    this.#changed();
  }

  /** Does what is due, and sets the alarm to what comes next. */
  #tick(): void {
    if (this.isEmpty || this.state === 'ended') return;
    if (this.tabs.isOut) return this.end({ reason: 'other-tab', source: 'tab' });
    if (this.tabs.takeRenewal()) this.#resume();
    const { state, hasSource } = this;
    const now = this.#clock.now();
    const isLive = state === 'live';
    const isOver = isLive && now >= this.endsAt;
    const renewAt = this.#members.wantToken ? this.#renewal.dueAt : Infinity;
    // After sleep a new token may be had before anybody is told that the old one has ended.
    const isAwake = this.#world.isAwake();
    const mayRenew = hasSource && renewAt < Infinity && !this.#renewal.attempts.haveFailed;
    if (isOver && !(mayRenew && (isAwake || !this.#world.isVisible()))) return this.#end('expired', 'clock');

    const due: number[] = [isLive && !isOver ? this.endsAt : Infinity];
    // A page that nobody sees makes no request; the host decides for itself.
    if (!this.#renewal.attempts.isRunning && (isAwake || !hasSource)) {
      if (renewAt > now) due.push(renewAt);
      // Failures are told by events.
      else this.#ask(false).catch(() => undefined);
    }
    if (isAwake && isLive && !isOver) {
      if (this.#probe.dueAt > now) due.push(this.#probe.dueAt);
      else void this.#check();
    }
    this.#alarm ??= new Alarm(this.#world, (event) => this.#ring(event));
    this.#alarm.set(Math.min(...due) - now);
  }

  #ask(isByHand: boolean): Promise<void> {
    return this.#renewal.ask(isByHand).finally(() => this.#tick());
  }

  async #check(): Promise<void> {
    const { token, settings } = this;
    if (token === null || settings === undefined || !this.isFresh()) return;
    this.#probe.plan(this.#clock.now(), this.#members.checkIntervalMs);
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
