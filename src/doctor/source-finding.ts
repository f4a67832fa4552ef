// Finds out what became of the last attempt to get a token. The session's own error says how the source answered. If
// the page could not read an answer, one look at the token URL may tell more.

import { isSignedOutStatus } from '../api/token-provider.js';
import type { ElementFacts, Finding } from './types.js';
import type { FindingName } from './texts/en.js';

/** This library's own words for what a source did, see `api/token-provider.ts`, `session/token-sources.ts` and `session/token-url.ts`. */
const BY_WORDS: readonly (readonly [words: RegExp, says: FindingName])[] = [
  [/ redirects/, 'source-redirects'],
  [/ answered with a page/, 'source-page'],
  [/ answered with nothing| refused|nobody is signed in/, 'source-signed-out'],
  [/ other than JSON/, 'source-not-json'],
  [/ no token/, 'source-no-token'],
  [/ in time/, 'source-slow'],
  [/ old token|has ended/, 'source-old-token'],
  [/ is missing/, 'source-none'],
];

/** A provider that logs in at the desk itself may throw these. */
const REFUSED = /^(?:login-failed|second-factor-required|seat-limit|account-disabled)$/;

const code = 'token-source-failed';
const SERVER_ERROR = 500;

/** The status of the source’s last answer; NaN where there is none. */
function statusOf({ error }: ElementFacts, last: string): number {
  const [, digits] = / (\d{3})(?: |$)/.exec(last) ?? [];
  return error?.status ?? Number(digits ?? NaN);
}

/** Who was asked, and how he has answered: the address, the status, and what a look without cookies found. */
function sourceOf(element: ElementFacts, last: string): string {
  const { error, look, session } = element;
  const status = statusOf(element, last);
  const said = status > 0 ? `${status}` : / redirects/.test(error?.message ?? '') ? '3xx' : '–';
  if (session.source !== 'url') return `tokenProvider (${said})`;
  const method = session.isTokenUrlForeign ? 'HEAD' : 'OPTIONS';
  const answers = [
    ...(last === '' ? [] : [`POST ${said}`]),
    ...(look.kind === 'answer' ? [`${method} ${look.status} ${look.type ?? ''}`.trim()] : []),
    ...(look.kind === 'redirect' ? [`${method} 3xx`] : []),
  ];
  return `${session.tokenUrl} (${answers.join(', ') || '–'})`;
}

/**
 * @param last the newest entry of the record about the source; empty where it was not asked yet
 * @param origin the page’s, for the headers that it needs
 */
export function sourceFinding(element: ElementFacts, last: string, origin: string): Finding {
  const source = sourceOf(element, last);
  return { ...judge(element, last), values: { source, origin, code: element.error?.code ?? '' } };
}

function judge(element: ElementFacts, last: string): Finding {
  const { error, look, session } = element;
  if (error?.code === 'unauthorized')
    return { result: 'fault', says: 'source-other-desk', code: 'unauthorized' };
  if (error?.code === 'token-malformed' || last.includes('token-malformed'))
    return { result: 'fault', says: 'source-no-token', code: 'token-malformed' };
  if (error && REFUSED.test(error.code)) return { result: 'fault', says: 'source-refused', code: error.code };
  const words = error?.code === code ? error.message : '';
  const known = BY_WORDS.find(([pattern]) => pattern.test(words));
  if (known) return { result: 'fault', says: known[1], code };
  const status = statusOf(element, last);
  if (isSignedOutStatus(status)) return { result: 'fault', says: 'source-signed-out', code };
  if (status >= SERVER_ERROR) return { result: 'fault', says: 'source-fails', code };
  if (status >= 400) return { result: 'fault', says: 'source-wrong-address', code };
  // Answers with a success, but not as they should be; the words came with an error that has gone.
  if (status >= 200) return { result: 'fault', says: 'source-no-token', code };
  if (session.source === 'provider') return { result: 'fault', says: 'source-provider-failed', code };
  return lookFinding(look, session.isTokenUrlForeign, last !== '');
}

/** Judges a look without cookies. Nobody is signed in for it, so that a refusal is as it should be. */
function lookFinding(look: ElementFacts['look'], isForeign: boolean, wasAsked: boolean): Finding {
  switch (look.kind) {
    case 'none':
      return { result: 'unknown', says: 'source-not-asked' };
    case 'timeout':
      return { result: 'fault', says: 'source-slow', code };
    case 'redirect':
      return { result: 'warning', says: 'source-redirects', code };
    case 'network':
      // A fault of the look need not be one of the request itself: another method may be refused to other origins.
      if (wasAsked)
        return { result: 'fault', says: isForeign ? 'source-foreign' : 'source-unreachable', code };
      return { result: 'unknown', says: isForeign ? 'source-foreign' : 'source-unreachable' };
    case 'answer':
      if (look.status >= SERVER_ERROR) return { result: 'fault', says: 'source-fails', code };
      if (look.status === 404 || look.isHtml) return { result: 'unknown', says: 'source-maybe-page' };
      return { result: wasAsked ? 'unknown' : 'ok', says: 'source-there' };
    default:
      return look satisfies never;
  }
}
