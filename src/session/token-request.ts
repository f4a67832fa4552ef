import { orGiveUp } from '../api/give-up.js';
import type { TokenProvider } from '../api/token-source.js';
import { BytedeskError } from '../errors.js';
import { fetchToken, sourceFailed, type TokenAnswer } from './token-url.js';

/** Where tokens come from, and where they go. The same for all elements that share a session. */
export interface SessionSettings {
  /** The consoles' origin. */
  readonly desk: string;
  readonly api: URL;
  readonly provider: TokenProvider | null;
  /** Absolute; a provider wins over it. */
  readonly tokenUrl: string | null;
  readonly credentials: RequestCredentials;
}

export const hasSource = (settings: SessionSettings | undefined): boolean =>
  settings !== undefined && (settings.provider !== null || settings.tokenUrl !== null);

export interface TokenDemand {
  /** `initial`: there is none yet. `renew`: the last one is near its end. `rejected`: the desk refused it. */
  readonly reason: 'initial' | 'renew' | 'rejected';
  readonly expiresAt: Date | null;
  readonly held: string | null;
}

const TIMEOUT_MS = 15_000;

/**
 * Asks for a token: the host's answer to `bytedesk-token-expiring` if there is one, else its provider, else its URL.
 *
 * @throws BytedeskError `token-source-failed`, or one that the source itself threw
 */
export async function requestToken(
  { provider, tokenUrl, credentials }: SessionSettings,
  demand: TokenDemand,
  hostAnswer: Promise<unknown> | undefined,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  const { reason, expiresAt, held } = demand;
  const ask = async (run: (signal: AbortSignal) => unknown): Promise<TokenAnswer> => {
    try {
      const read = async (signal: AbortSignal): Promise<unknown> => run(signal);
      const token = await orGiveUp(read, { signal, timeoutMs: TIMEOUT_MS });
      if (typeof token === 'string' && token !== '') return { token, serverNow: NaN };
    } catch (error) {
      // What a source throws is not handed on, unless it is our own: it may quote its request.
      if (error instanceof BytedeskError && error.code !== 'timeout') throw error;
      throw sourceFailed('failed or did not answer in time');
    }
    throw sourceFailed('gave no token but something else');
  };
  if (hostAnswer !== undefined) {
    try {
      return await ask(() => hostAnswer);
    } catch (error) {
      if (provider === null && tokenUrl === null) throw error;
    }
  }
  if (provider !== null) return ask((signal) => provider({ reason, expiresAt, signal }));
  if (tokenUrl === null) throw sourceFailed('is missing');
  let serverNow = NaN;
  const { token } = await ask(async (signal) => {
    const answer = await fetchToken({ url: tokenUrl, credentials, reason, expiresAt, held, signal });
    ({ serverNow } = answer);
    return answer.token;
  });
  return { token, serverNow };
}
