import { type BytedeskError, toBytedeskError } from '../errors.js';
import { readToken } from '../access-token.js';
import { RetrySeries, renewalTime } from './retry-series.js';
import type { DeskClock } from './clock.js';
import type { HostAnswer } from './subscribers.js';
import { hasSource, requestToken, type SessionSettings, sourceFailed } from './token-sources.js';
import type { TokenState } from './token-state.js';
import { withTabLock } from './tabs.js';
import type { Platform } from './platform.js';

/** What a {@link Renewal} works for. */
export interface RenewalClient extends Pick<TokenState, 'state' | 'token' | 'info' | 'endsAt'> {
  readonly settings: SessionSettings | undefined;
  /** The user's tag, by which the tabs take turns. */
  readonly tag: string | null;
  askHost(expiresAt: Date, secondsLeft: number): Promise<HostAnswer> | undefined;
  /** Another token than before is there; `undefined` for the same one. */
  obtained(token?: string): void;
  /** @param isLast no further attempt will be made by itself */
  failed(error: BytedeskError, isLast: boolean): void;
}

/** Gets the next token: when, from where, how often. One request at a time. */
export class Renewal {
  readonly retries: RetrySeries;
  readonly #platform: Platform;
  readonly #clock: DeskClock;
  readonly #client: RenewalClient;
  #hostWasAsked = false;
  #renewAt = 0;
  /** The last token that was asked for. */
  #answer: string | undefined;

  constructor(platform: Platform, clock: DeskClock, client: RenewalClient) {
    this.retries = new RetrySeries(platform);
    this.#platform = platform;
    this.#clock = clock;
    this.#client = client;
  }

  /** Begins anew, for another token. */
  begin(): void {
    this.#hostWasAsked = false;
    this.retries.reset();
  }

  /** True if tokens will come from elsewhere; then earlier failures say nothing. Another function stands for the same. */
  isOtherSource({ provider, tokenUrl }: SessionSettings): boolean {
    const before = this.#client.settings;
    const isOther =
      before !== undefined &&
      (provider === null || before.provider === null) &&
      (provider !== before.provider || tokenUrl !== before.tokenUrl);
    if (isOther) this.retries.reset();
    return isOther;
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

  /** When to ask by itself, milliseconds since 1970; `Infinity` where there is nobody to ask. */
  get dueAt(): number {
    const { state, settings } = this.#client;
    const isLive = state === 'live';
    if (
      state === 'failed' ||
      this.retries.isOver ||
      (!hasSource(settings) && (!isLive || this.#hostWasAsked))
    )
      return Infinity;
    return Math.max(this.retries.notBefore, isLive ? this.#renewAt : 0);
  }

  /** @throws BytedeskError, which the client was told, too */
  ask(isByHand: boolean): Promise<void> {
    return this.retries.run((signal) => this.#request(isByHand, signal));
  }

  async #request(isByHand: boolean, signal: AbortSignal): Promise<void> {
    const { settings, token, tag, state, info } = this.#client;
    const expiresAt = info?.expiresAt ?? null;
    const msLeft = this.#client.endsAt - this.#clock.now();
    const isAsked = !isByHand && state === 'live' && expiresAt !== null && msLeft > 0;
    // In an array, since a promise in a promise would be awaited.
    const [hostAnswer] = isAsked ? await this.#askHost(expiresAt, msLeft) : [];
    if (signal.aborted) return;
    if (!isByHand && hostAnswer === undefined && (!hasSource(settings) || this.retries.isOver)) return;
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
      const isLast = this.retries.countFailure(this.#clock.now(), state === 'none', known.status);
      this.#client.failed(known, isLast);
      throw known;
    }
  }

  async #askHost(expiresAt: Date, msLeft: number): Promise<Promise<unknown>[]> {
    if (this.#hostWasAsked) return [];
    this.#hostWasAsked = true;
    const answer = await this.#client.askHost(expiresAt, Math.round(msLeft / 1000));
    if (answer?.isDeclined) this.retries.decline();
    return answer?.token === undefined ? [] : [answer.token];
  }

  #accept(token: string, serverNow: number): void {
    if (Number.isFinite(serverNow)) this.#clock.setByServer(serverNow);
    const { expiresAt, issuedAt } = readToken(token);
    this.#clock.setByIssue(issuedAt);
    if (expiresAt !== null && expiresAt.getTime() <= this.#clock.now())
      throw sourceFailed('gave an old token');
    this.#answer = token;
    if (token !== this.#client.token) return this.#client.obtained(token);
    if (this.#client.state !== 'live') throw sourceFailed('gave the token that has ended');
    // Nothing newer yet: again later, until its end.
    this.retries.reset();
    this.#client.obtained();
  }
}
