import { type BytedeskError, toBytedeskError } from '../errors.js';
import { readToken } from '../access-token.js';
import { isFinalError, sourceFailed } from '../api/token-provider.js';
import type { DeskClock } from './clock.js';
import type { Platform } from './platform.js';
import { RetrySeries } from './retry-series.js';
import type { HostAnswer } from './subscribers.js';
import { withTabLock } from './tabs.js';
import { hasSource, requestToken, type SessionSettings } from './token-sources.js';
import type { TokenState } from './token-state.js';

/** What a {@link Renewal} reads of the session it works for, and what it tells it. */
export interface RenewalClient extends Pick<TokenState, 'state' | 'token' | 'info' | 'endsAt'> {
  readonly settings: SessionSettings | undefined;
  /** The user's tag, by which the tabs ask one after the other. */
  readonly tag: string | null;
  askHost(expiresAt: Date, secondsLeft: number): Promise<HostAnswer> | undefined;
  /** There is another token than before; `undefined` for the same one. */
  obtained(token?: string): void;
  /** @param isLast no further attempt will be made by itself */
  failed(error: BytedeskError, isLast: boolean): void;
}

/** A token that a source has just given is renewed no sooner than this, however short it lives. */
const SHORTEST_WAIT_MS = 5_000;

/**
 * When to ask for the next token: this long before the end. What a source has just given is not asked for again at
 * once, however short it lives: then half of its life is waited.
 */
export function renewalTime(now: number, end: number, beforeMs: number, isAnswer: boolean): number {
  if (end === Infinity) return end;
  const time = end - beforeMs;
  if (!isAnswer || time >= now + SHORTEST_WAIT_MS) return time;
  return Math.min(end, now + Math.max(SHORTEST_WAIT_MS, time > now ? 0 : (end - now) / 2));
}

/** Gets the next token for a session: decides when to ask and whether an answer is good. One request at a time. */
export class Renewal {
  readonly #retries: RetrySeries;
  readonly #platform: Platform;
  readonly #clock: DeskClock;
  readonly #client: RenewalClient;
  #hostWasAsked = false;
  #renewAt = 0;
  /** The last token that a source gave. */
  #answer: string | undefined;

  constructor(platform: Platform, clock: DeskClock, client: RenewalClient) {
    this.#retries = new RetrySeries(platform);
    this.#platform = platform;
    this.#clock = clock;
    this.#client = client;
  }

  /** True while a request is under way. */
  get isRunning(): boolean {
    return this.#retries.isRunning;
  }

  /** True while a new token may still be had before anybody has to be told that the old one has ended. */
  get isHopeful(): boolean {
    return hasSource(this.#client.settings) && this.dueAt < Infinity && !this.#retries.isOutOfPatience;
  }

  /** When the source is asked again after failures, milliseconds since 1970; else `Infinity`. */
  get retryAt(): number {
    return this.#retries.retryAt;
  }

  /** When to ask by itself, milliseconds since 1970; `Infinity` where there is nobody to ask. */
  get dueAt(): number {
    const { state, settings } = this.#client;
    const isLive = state === 'live';
    const mayAsk = hasSource(settings) || (isLive && !this.#hostWasAsked);
    if (state === 'failed' || this.#retries.isOver || !mayAsk) return Infinity;
    return Math.max(this.#retries.notBefore, isLive ? this.#renewAt : 0);
  }

  /** Begins anew, for another token. */
  begin(): void {
    this.#hostWasAsked = false;
    this.#retries.reset();
  }

  /** Forgets earlier failures, since somebody asks by hand or tokens come from elsewhere. */
  forgetFailures(): void {
    this.#retries.reset();
  }

  /** Asks no more by itself, since what the source gives is of no use. */
  giveUp(): void {
    this.#retries.refuse();
  }

  /** Asks again soon after failures, since something has changed. @returns false if there were none */
  resume(): boolean {
    return this.#retries.resume(this.#clock.now());
  }

  /** Goes on as another one does, for the same token. */
  adopt(from: Renewal): void {
    this.#hostWasAsked = from.#hostWasAsked;
    this.#answer = from.#answer;
  }

  /** @param beforeMs how long before its end a token is renewed */
  schedule(beforeMs: number): void {
    const { endsAt, token } = this.#client;
    this.#renewAt = renewalTime(this.#clock.now(), endsAt, beforeMs, token === this.#answer);
  }

  /** Asks for a token now. @throws BytedeskError, which the client was told, too */
  ask(isByHand: boolean): Promise<void> {
    return this.#retries.run((signal) => this.#request(isByHand, signal));
  }

  /** Gives the request under way up. */
  abort(): void {
    this.#retries.abort();
  }

  async #request(isByHand: boolean, signal: AbortSignal): Promise<void> {
    const { settings, token, tag, state, info } = this.#client;
    const expiresAt = info?.expiresAt ?? null;
    const msLeft = this.#client.endsAt - this.#clock.now();
    const isAsked = !isByHand && state === 'live' && expiresAt !== null && msLeft > 0;
    // The answer is in an array, since a promise that a promise resolves to would be awaited.
    const [hostAnswer] = isAsked ? await this.#askHost(expiresAt, msLeft) : [];
    if (signal.aborted) return;
    if (!isByHand && hostAnswer === undefined && (!hasSource(settings) || this.#retries.isOver)) return;
    const isInitial = token === null;
    const reason = isInitial ? 'initial' : state === 'live' || msLeft <= 0 ? 'renew' : 'rejected';
    try {
      if (settings === undefined) throw sourceFailed('is missing');
      const run = () => requestToken(settings, { reason, expiresAt, held: token }, hostAnswer, signal);
      const answer = await (isInitial
        ? run()
        : withTabLock(this.#platform, tag ?? settings.desk, signal, run));
      if (!signal.aborted) this.#accept(answer.token, answer.serverNow);
    } catch (error) {
      if (signal.aborted) throw error;
      const known = toBytedeskError(error, 'token-source-failed', 'The token source failed.');
      const isLast = this.#retries.countFailure(this.#clock.now(), state === 'none', isFinalError(known));
      this.#client.failed(known, isLast);
      throw known;
    }
  }

  async #askHost(expiresAt: Date, msLeft: number): Promise<Promise<unknown>[]> {
    if (this.#hostWasAsked) return [];
    this.#hostWasAsked = true;
    const answer = await this.#client.askHost(expiresAt, Math.round(msLeft / 1000));
    if (answer?.isDeclined) this.#retries.decline();
    return answer?.token === undefined ? [] : [answer.token];
  }

  #accept(token: string, serverNow: number): void {
    const claims = readToken(token);
    const { expiresAt } = claims;
    this.#clock.learn(claims, serverNow);
    if (expiresAt !== null && expiresAt.getTime() <= this.#clock.now())
      throw sourceFailed('gave an old token');
    this.#answer = token;
    if (token !== this.#client.token) return this.#client.obtained(token);
    if (this.#client.state !== 'live') throw sourceFailed('gave the token that has ended');
    // The source has nothing newer yet, and is asked again later, until the token's end.
    this.#retries.reset();
    this.#client.obtained();
  }
}
