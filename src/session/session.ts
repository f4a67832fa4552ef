import type { BytedeskError } from '../errors.js';
import { Alarm } from './alarm.js';
import { DeskClock } from './desk-clock.js';
import { Probe } from './probe.js';
import { Renewal, type RenewalClient } from './renewal.js';
import { type HostAnswer, type SessionMember, SessionMembers } from './session-member.js';
import { TokenAtDesk } from './token-at-desk.js';
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
  /** The desk took the token at least once. */
  #hasWorked = false;

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
  continue(from: Session): this {
    this.copy(from);
    this.#begin();
    this.#hasWorked = from.#hasWorked;
    return this;
  }

  /** Signs out. @returns the token to revoke; the desk's clock decides whether it has ended already */
  end(how: SignOut): string | null {
    const { token } = this;
    if (!this.signOut(how)) return null;
    if (how.source !== 'tab') this.tabs.tell('out');
    this.#rest();
    this.#changed();
    return token;
  }

  /** Takes the desk's word that its token is over. What is said of another token proves nothing. */
  refuse(token: string, reason: TokenEnd['reason'], source: TokenEnd['source'] = 'api'): void {
    if (token === this.token) this.#end(reason, source);
  }

  /** A console that has signed in proves that the desk took the token. */
  confirm(): void {
    this.#hasWorked = true;
  }

  /** Begins anew by hand, after a sign-out, an end or a failure. */
  restart(): void {
    this.#renewal.attempts.reset();
    this.reopen();
    this.#changed();
  }

  /** Asks the source for another token now. @throws BytedeskError */
  renew(): Promise<void> {
    return this.#ask(true);
  }

  askHost(expiresAt: Date, secondsLeft: number): Promise<HostAnswer> | undefined {
    return this.#members.first?.tokenExpiring(expiresAt, secondsLeft);
  }

  obtained(token?: string): void {
    if (token === undefined) {
      this.#plan();
      return this.#tick();
    }
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
    this.#hasWorked = false;
    this.#renewal.begin();
    this.#plan();
    this.tabs.follow(this.tag);
  }

  #plan(): void {
    this.#renewal.plan(this.#members.renewBeforeMs);
    // Only the desk knows the user of an opaque token.
    this.#planProbe(this.info?.username === null && !this.#hasWorked);
  }

  #planProbe(isUrgent = false): void {
    this.#probe.plan(this.#clock.now(), this.#members.checkIntervalMs, isUrgent);
  }

  #changed(): void {
    this.#members.tell((member) => member.sessionChanged());
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
    if (this.tabs.isOut) return void this.end({ reason: 'other-tab', source: 'tab' });
    if (this.tabs.takeRenewal()) this.#resume();
    const { state, hasSource } = this;
    const now = this.#clock.now();
    const isLive = state === 'live';
    const isOver = isLive && now >= this.endsAt;
    const renewAt = this.#members.wantToken ? this.#renewal.dueAt : Infinity;
    // After sleep a new token may be had before anybody is told that the old one has ended.
    if (isOver && (!hasSource || renewAt === Infinity || this.#renewal.attempts.haveFailed))
      return this.#end('expired', 'clock');

    const isAwake = this.#world.isAwake();
    const due: number[] = [isLive && !isOver ? this.endsAt : Infinity];
    // A page that nobody sees makes no request; the host decides for itself.
    if (!this.#renewal.attempts.isRunning && (isAwake || !hasSource)) {
      if (renewAt > now) due.push(renewAt);
      // Failures are told by events.
      else this.#ask(false).catch(() => undefined);
    }
    if (isAwake && isLive) {
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
    if (token === null || settings === undefined || this.state !== 'live') return;
    this.#planProbe();
    const result = await this.#probe.run(settings.api, token);
    if (result === undefined) return;
    const { verdict, username } = result;
    if (verdict === 'over') return this.#end(this.#hasWorked ? 'revoked' : 'rejected', 'probe');
    this.#hasWorked ||= verdict === 'alive';
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
