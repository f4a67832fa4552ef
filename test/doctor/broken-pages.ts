import type { CheckName, FindingName } from '../../src/doctor/texts/en.js';
import type { CheckResult } from '../../src/doctor/types.js';

/** A page that shows no console as it should, and what the report has to say of it. */
export interface BrokenPage {
  readonly check: CheckName;
  readonly result: CheckResult;
  readonly says: FindingName;
  /** The value that somebody needs, at the top of the report. */
  readonly prints: RegExp;
}

/** The twelve pages of docs/troubleshooting-answers.md, in its order. */
export const BROKEN_PAGES = {
  'two script tags that name different desks': {
    check: 'page-settings',
    result: 'warning',
    says: 'settings-refused',
    prints: /server \(http:\/\/127\.0\.0\.1:\d+ \| https:\/\/other\.example\)/,
  },
  'a policy without the desk in frame-src': {
    check: 'csp-frame',
    result: 'fault',
    says: 'csp-frame-blocked',
    prints: /Content-Security-Policy: frame-src 'self' http:\/\/127\.0\.0\.1:\d+\n/,
  },
  'a policy without the API in connect-src': {
    check: 'csp-connect',
    result: 'fault',
    says: 'csp-connect-blocked',
    prints: /Content-Security-Policy: connect-src 'self' http:\/\/127\.0\.0\.1:\d+\n/,
  },
  'an API address at which no API is': {
    check: 'api',
    result: 'fault',
    says: 'api-elsewhere',
    prints: /data-api="http:\/\/127\.0\.0\.1:\d+"/,
  },
  'a token URL that redirects to a sign-in page': {
    check: 'token-source',
    result: 'fault',
    says: 'source-redirects',
    prints: /http:\/\/[^ ?]+ \(POST 3xx/,
  },
  'a token URL that answers with a page': {
    check: 'token-source',
    result: 'fault',
    says: 'source-page',
    prints: /http:\/\/[^ ?]+ \(POST 200/,
  },
  'a token URL that knows nobody': {
    check: 'token-source',
    result: 'fault',
    says: 'source-signed-out',
    prints: /http:\/\/[^ ?]+ \(POST 401/,
  },
  'a token that has ended': {
    check: 'token',
    result: 'fault',
    says: 'token-over',
    prints: /ended at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/,
  },
  'a workspace in a hidden part of the page': {
    check: 'place',
    result: 'fault',
    says: 'place-no-size',
    prints: /0×0 px\. What hides it: <div> display: none/,
  },
  'a desk that refuses framing': {
    check: 'framing',
    result: 'unknown',
    says: 'framing-unknown',
    prints:
      /1\. Most probable: the desk refuses framing.*\n +Content-Security-Policy: frame-ancestors 'self' http:\/\/\S+\n/,
  },
  'markup that names a foreign desk': {
    check: 'address',
    result: 'fault',
    says: 'address-untrusted',
    prints: /server="https:\/\/foreign\.example"\. The page’s settings allow: http:\/\/127\.0\.0\.1:\d+\n/,
  },
  'a desk without the bridge that is asked for': {
    check: 'bridge',
    result: 'fault',
    says: 'bridge-missing',
    prints: /data-allow="http:\/\/\S+">/,
  },
} as const satisfies Readonly<Record<string, BrokenPage>>;

export type BrokenPageName = keyof typeof BROKEN_PAGES;
