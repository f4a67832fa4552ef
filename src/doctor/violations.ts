// Notes what the page’s Content-Security-Policy refuses, with the policy that did. Browsers that keep such reports also give
// those of the time before the doctor was loaded.

import { parseUrl } from '../url/parse-url.js';

/** One refusal. */
export interface Violation {
  readonly directive: string;
  readonly origin: string;
  readonly source: string;
  /** The text of the whole policy; it may hold nonces, so that it is never printed as it is. */
  readonly policy: string;
}

export const violations: Violation[] = [];

/** The members of an event or a report that are read. */
interface Refusal {
  readonly disposition?: string;
  readonly effectiveDirective: string;
  readonly blockedURI?: string;
  readonly blockedURL?: string | null;
  readonly sourceFile?: string | null;
  readonly originalPolicy: string;
}

function add(refusal: Refusal): void {
  const { disposition, effectiveDirective, sourceFile, originalPolicy } = refusal;
  const blocked = refusal.blockedURI ?? refusal.blockedURL ?? '';
  // A policy that only reports refuses nothing.
  if (disposition === 'report' || violations.length >= 100) return;
  violations.push({
    directive: effectiveDirective,
    origin: parseUrl(blocked)?.origin ?? blocked,
    source: sourceFile ?? '',
    policy: originalPolicy,
  });
}

globalThis.addEventListener?.('securitypolicyviolation', add);

try {
  new ReportingObserver(
    (reports) => {
      for (const { body } of reports) {
        const refusal = body as Refusal | null;
        // Of Trusted Types only refusals while the doctor looks count: the script file tries one, and loads him another way.
        if (refusal && /^(?:frame|connect)-src/.test(refusal.effectiveDirective)) add(refusal);
      }
    },
    { types: ['csp-violation'], buffered: true },
  ).observe();
} catch {
  // A browser without such reports.
}
