// Asks the sources of a session for a token: the page, its provider or its token URL. The answer is judged in three
// places: `token-url.ts` reads that of a token URL, `askForToken` in `api/token-provider.ts` refuses what cannot be a
// token, and `requestToken` below a token that has ended.

import { askForToken, sourceFailed, type TokenProvider } from '../api/token-provider.js';
import { readToken } from '../access-token.js';
import { BytedeskError } from '../errors.js';
import type { DeskClock } from './clock.js';
import { fetchToken, type TokenAnswer, type TokenNeed } from './token-url.js';

/** The source of tokens and the desk that they are for. Elements that share a session have the same. */
export interface SessionSettings {
  /** The consoles' origin. */
  readonly desk: string;
  readonly api: URL;
  readonly provider: TokenProvider | null;
  /** An absolute address. A provider wins over it. */
  readonly tokenUrl: string | null;
  readonly credentials: RequestCredentials;
}

export const hasSource = (settings: SessionSettings | undefined): boolean =>
  settings !== undefined && (settings.provider !== null || settings.tokenUrl !== null);

/** A source that is silent for so long has failed. */
const TIMEOUT_MS = 15_000;

/**
 * Asks for a token that has not ended, and corrects the clock by the answer.
 *
 * @throws BytedeskError `token-source-failed`, or the one that the source itself threw
 */
export async function requestToken(
  settings: SessionSettings,
  need: TokenNeed,
  hostAnswer: Promise<unknown> | undefined,
  clock: DeskClock,
  signal: AbortSignal,
): Promise<string> {
  const { token, serverNow } = await askSources(settings, need, hostAnswer, signal);
  const claims = readToken(token);
  clock.learn(claims, serverNow);
  if (claims.expiresAt !== null && claims.expiresAt.getTime() <= clock.now())
    throw sourceFailed('gave an old token');
  return token;
}

/** Uses the host's answer to `bytedesk-token-expiring` if there is one, else the provider, else the URL. */
async function askSources(
  { provider, tokenUrl, credentials }: SessionSettings,
  need: TokenNeed,
  hostAnswer: Promise<unknown> | undefined,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  let serverNow = NaN;
  const ask = async (run: (signal: AbortSignal) => unknown): Promise<TokenAnswer> => {
    try {
      const token = await askForToken(run, { signal, timeoutMs: TIMEOUT_MS });
      return { token, serverNow };
    } catch (error) {
      throw (error as BytedeskError).code === 'timeout' ? sourceFailed('did not answer in time') : error;
    }
  };
  if (hostAnswer !== undefined) {
    try {
      return await ask(() => hostAnswer);
    } catch (error) {
      // The page is asked once for each token, so that its answer is the last one.
      const known = error as BytedeskError;
      if (provider === null && tokenUrl === null)
        throw new BytedeskError(known.code, known.message, { ...known, isFinal: true });
    }
  }
  const { reason, expiresAt } = need;
  if (provider !== null) return ask((asking) => provider({ reason, expiresAt, signal: asking }));
  if (tokenUrl === null) throw sourceFailed('is missing');
  return ask(async (asking) => {
    const answer = await fetchToken({ url: tokenUrl, credentials, ...need, signal: asking });
    ({ serverNow } = answer);
    return answer.token;
  });
}

/**
 * True if tokens will come from elsewhere, so that earlier failures mean nothing. Two provider functions count as the
 * same source.
 */
export function isOtherSource(before: SessionSettings, { provider, tokenUrl }: SessionSettings): boolean {
  const isOneFunction = provider !== null && before.provider !== null;
  return !isOneFunction && (provider !== before.provider || tokenUrl !== before.tokenUrl);
}
