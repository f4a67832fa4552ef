// Decides when to ask for the next token. Pauses after failures are in `retry-series.ts`; the sources, and what counts as
// a good answer, in `token-sources.ts`.

import { type BytedeskError, toBytedeskError } from '../errors.js';
import { note, type TraceEntry } from '../trace.js';
import { isFinalError, sourceFailed, type TokenReason } from '../api/token-provider.js';
import type { DeskClock } from './clock.js';
import type { Platform } from './platform.js';
import { RetrySeries } from './retry-series.js';
import type { HostAnswer } from './subscribers.js';
import { withTabLock } from './tabs.js';
import { hasSource, requestToken, type SessionSettings } from './token-sources.js';
import type { TokenState } from './token-state.js';

/** The session of a {@link Renewal}: the facts that the renewal reads, and the calls by which it reports. */
export interface RenewalClient extends Pick<TokenState, 'state' | 'token' | 'info' | 'endsAt'> {
  readonly settings: SessionSettings | undefined;
  /** The recorder in which decisions are noted. */
  readonly trace: TraceEntry[];
  /** The user's tag, by which tabs ask one after the other. */
  readonly tag: string | null;
  askHost(expiresAt: Date, secondsLeft: number): Promise<HostAnswer> | undefined;
  /** Reports a new token; `undefined` reports that the source gave the same one again. */
  obtained(token?: string): void;
  /** Reports a failure. @param isLast true if no further attempt will be made automatically */
  requestFailed(error: BytedeskError, isLast: boolean): void;
}

/** A token that a source has just given is renewed no sooner than this, however short it lives. */
const SHORTEST_WAIT_MS = 5_000;

/**
 * Gives the time at which to ask for the next token: so long before the end. A token that a source has just given is
 * not replaced at once, however short it lives, but only after half of its life.
 */
export function renewalTime(now: number, end: number, beforeMs: number, isAnswer: boolean): number {
  if (end === Infinity) return end;
  const time = end - beforeMs;
  if (!isAnswer || time >= now + SHORTEST_WAIT_MS) return time;
  return Math.min(end, now + Math.max(SHORTEST_WAIT_MS, time > now ? 0 : (end - now) / 2));
}

/**
 * Gets the next token for a session, and decides when to ask for it. There is one request at a time.
 */
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

  /** True where asking again cannot help, see `RetrySeries`. */
  get isRefused(): boolean {
    return this.#retries.isRefused;
  }

  /** The time at which the source is asked again after failures, milliseconds since 1970; else `Infinity`. */
  get retryAt(): number {
    return this.#retries.retryAt;
  }

  /** The time of the next automatic request, milliseconds since 1970; `Infinity` where nobody can be asked. */
  get dueAt(): number {
    const { state, settings } = this.#client;
    const isLive = state === 'live';
    const mayAsk = hasSource(settings) || (isLive && !this.#hostWasAsked);
    if (state === 'failed' || this.#retries.isOver || !mayAsk) return Infinity;
    return Math.max(this.#retries.notBefore, isLive ? this.#renewAt : 0);
  }

  /** Starts again for another token. */
  begin(): void {
    this.#hostWasAsked = false;
    this.#retries.reset();
  }

  /** Forgets earlier failures, since somebody asks by hand or tokens come from elsewhere. */
  forgetFailures(): void {
    this.#retries.reset();
  }

  /** Stops the automatic requests, since what the source gives is useless. */
  giveUp(): void {
    this.#retries.stop();
  }

  /** Shortens the pause after failures, since something has changed. @returns false if there were no failures */
  resume(): boolean {
    return this.#retries.resume(this.#clock.now());
  }

  /** Continues what another renewal has begun for the same token. */
  adopt(from: Renewal): void {
    this.#hostWasAsked = from.#hostWasAsked;
    this.#answer = from.#answer;
  }

  /** Sets the time of the renewal. @param beforeMs how long before its end a token is renewed */
  schedule(beforeMs: number): void {
    const { endsAt, token } = this.#client;
    this.#renewAt = renewalTime(this.#clock.now(), endsAt, beforeMs, token === this.#answer);
  }

  /** Asks for a token now. @throws BytedeskError, which is also reported to the client */
  ask(isByHand: boolean): Promise<void> {
    return this.#retries.run((signal) => this.#request(isByHand, signal));
  }

  /** Aborts the request that is under way. */
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
    const reason = isInitial ? 'initial' : reasonFor(state, msLeft);
    note(this.#client.trace, 'source-asked', reason);
    try {
      if (settings === undefined) throw sourceFailed('is missing');
      const need = { reason, expiresAt, held: token };
      const run = () => requestToken(settings, need, hostAnswer, this.#clock, signal);
      const answer = await (isInitial
        ? run()
        : withTabLock(this.#platform, tag ?? settings.desk, signal, run));
      if (!signal.aborted) this.#accept(answer);
    } catch (error) {
      if (signal.aborted) throw error;
      const known = toBytedeskError(error, 'token-source-failed', 'The token source failed.');
      const isLast = this.#retries.countFailure(this.#clock.now(), state === 'none', isFinalError(known));
      this.#client.requestFailed(known, isLast);
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

  #accept(token: string): void {
    this.#answer = token;
    if (token !== this.#client.token) return this.#client.obtained(token);
    if (this.#client.state !== 'live') throw sourceFailed('gave the token that has ended');
    // The source has nothing newer yet. It is asked again later, until the token's end.
    this.#retries.reset();
    this.#client.obtained();
  }
}

/** An end that a token names itself is no refusal, also if nobody could ask in time. */
const reasonFor = (state: TokenState['state'], msLeft: number): TokenReason =>
  state === 'live' || msLeft <= 0 ? 'renew' : 'rejected';
