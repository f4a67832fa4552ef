// What the doctor works on and what comes of it. `examine.ts` collects the facts, `checks/` decide by them, `report.ts`
// puts it into words.

import type { ErrorCode } from '../errors.js';
import type { BridgeStatus } from '../frame/bridge-client.js';
import type { DeskAnswer } from '../api/desk-answer.js';
import type { SessionInfo, SessionState } from '../session/token-state.js';
import type { SessionSettings } from '../session/token-sources.js';
import type { TraceEntry } from '../trace.js';
import type { CheckName, FindingName } from './texts/en.js';

/** `unknown`: the page cannot see it, or there is nothing to see yet. */
export type CheckResult = 'ok' | 'warning' | 'fault' | 'unknown';

/** One line of a {@link Diagnosis}. */
export interface DiagnosisCheck {
  /** Stable name; docs/troubleshooting.md has an entry for each. */
  readonly check: CheckName;
  readonly result: CheckResult;
  /** The error code that the same fault has in events, or `null`. */
  readonly code: ErrorCode | null;
  /** The finding, in the language of the page. */
  readonly message: string;
  /** The change to make, or the way to find out; `null` where nothing is to be done. */
  readonly remedy: string | null;
  /** Which element, such as `bytedesk-workspace 1`; `null` where it is the page. */
  readonly element: string | null;
}

/** The result of `diagnose()`. It holds no token, no user name, and no address with a query. */
export interface Diagnosis {
  readonly checks: readonly DiagnosisCheck[];
  /** All of it, with the last events, as a text for a support ticket. */
  readonly text: string;
}

/** The facts that an element gives its doctor. The token is none of them: `ask` makes the one request that needs it. */
export interface Patient {
  readonly state: SessionState;
  readonly info: SessionInfo | null;
  readonly settings: SessionSettings | undefined;
  readonly hasSource: boolean;
  readonly hasToken: boolean;
  readonly trace: readonly TraceEntry[];
  /** The error that is shown now, else why no token could be had. */
  readonly error: {
    readonly code: ErrorCode;
    readonly status: number | undefined;
    readonly message: string;
  } | null;
  /** `undefined` without a frame that was sent on its way. */
  readonly bridge: BridgeStatus | undefined;
  /** Asks the desk for the user's profile. @throws BytedeskError `network`, `timeout` */
  ask(api: URL, signal: AbortSignal): Promise<DeskAnswer>;
}

/** Where page settings came from. */
export type SettingsOrigin = 'tag' | 'configure' | 'none';

/** The facts about the page. */
export interface PageFacts {
  readonly origin: string;
  /** The origins of this page and of the pages around it, as headers list them. */
  readonly hosts: string;
  readonly settings: {
    readonly from: SettingsOrigin;
    readonly namesServer: boolean;
    readonly namesTokenUrl: boolean;
    /** Other settings were said later, and refused. */
    readonly isRefused: boolean;
    /** Several script tags name servers, and differ. */
    readonly tagsDiffer: boolean;
    /** In which settings the tags, and what is in use, differ, with their values; empty for none. */
    readonly differences: string;
  };
  /** Copies of this library that have defined elements; `null` where they do not say. */
  readonly copies: number | null;
  readonly isDefined: boolean;
  readonly elements: number;
  /** Blocks for elements in which no element stands. */
  readonly emptyBlocks: number;
  readonly missingFeatures: readonly string[];
  readonly replacedBuiltIns: readonly string[];
  readonly isHidden: boolean;
  readonly isOnline: boolean;
  readonly isIsolated: boolean;
  readonly isStorageBlocked: boolean;
  readonly trustedTypes: 'absent' | 'free' | 'enforced' | 'refused' | 'unknown';
}

/** Where an element's desk is, as far as it matters here. */
export interface AddressFacts {
  readonly server: string;
  readonly api: string;
  /** Below this address the consoles of the element’s kind are. */
  readonly console: string;
  /** A policy’s source with a path would allow that path alone. */
  readonly origins: { readonly server: string; readonly api: string };
  readonly isOwnOrigin: boolean;
  /** Page and desk are of one site; `null` where this cannot be said without a list of all public suffixes. */
  readonly isSameSite: boolean | null;
  /** The desk's address is one of a private network, by what it looks like. */
  readonly isPrivate: boolean;
  readonly isPagePrivate: boolean;
}

/** How the desk's API answered the one request. */
export type ProbeFacts =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly deskCode: number | null;
      readonly ms: number;
    }
  | { readonly kind: 'network' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'none' };

/** The result of one look at the token URL, without cookies. */
export type LookFacts =
  | { readonly kind: 'answer'; readonly status: number; readonly isHtml: boolean; readonly type?: string }
  | { readonly kind: 'redirect' }
  | { readonly kind: 'network' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'none' };

/** A policy's verdict on a thing: `null` where the page cannot see it. */
export type Allowed = boolean | null;

/** A directive of the page’s policy. */
export interface Rule {
  /** As it is, as far as it is known, without nonces and hashes. */
  readonly now: string;
  /** The header line with the directive as it has to be. */
  readonly line: string;
  /** What it lacks, where that is more than the desk, or something else. */
  readonly desk?: string;
}

/** The facts about one element, its desk and its session. */
export interface ElementFacts {
  readonly name: string;
  readonly isWorkspace: boolean;
  readonly state: string;
  readonly evidence: string;
  readonly isBridged: boolean;
  readonly isEphemeral: boolean;
  readonly isForm: boolean;
  /** The console's own sign-in form is wanted. */
  readonly isByHand: boolean;
  readonly addresses: AddressFacts | null;
  /** Why the settings cannot be used, in this library's own words. */
  readonly settingsError: {
    readonly code: ErrorCode;
    readonly message: string;
    /** What markup names and may not, and what it may name, where that is why. */
    readonly refused?: string;
    readonly allowed?: string;
  } | null;
  readonly error: Patient['error'];
  readonly session: {
    readonly state: SessionState;
    readonly hasToken: boolean;
    readonly source: 'provider' | 'url' | 'none';
    readonly isTokenUrlForeign: boolean;
    /** Origin and path of the token URL. */
    readonly tokenUrl: string | null;
    /** Milliseconds since 1970. */
    readonly issuedAt: number | null;
    readonly expiresAt: number | null;
    readonly renewBeforeMs: number;
  };
  readonly bridge: BridgeStatus | undefined;
  readonly trace: readonly TraceEntry[];
  readonly place: {
    readonly isOtherWindow: boolean;
    readonly hasNoSize: boolean;
    readonly isLazy: boolean;
    readonly size: string;
    /** The tag name and declaration of what hides the element; empty where nothing does. */
    readonly hider: string;
  };
  /** The language that was asked for, where no texts of ours are in it; else `null`. */
  readonly unknownLanguage: string | null;
  readonly policy: {
    readonly frame: Allowed;
    readonly connect: Allowed;
    readonly form: Allowed;
    /** The directives of the page’s policy that decide; missing where no desk is known. */
    readonly rules?: { readonly frame: Rule; readonly connect: Rule; readonly form: Rule };
    /** Features of the frame that the page itself may not use; `null` where the browser does not say. */
    readonly deniedFeatures: readonly string[] | null;
  };
  readonly localNetwork: PermissionState | null;
  readonly probe: ProbeFacts;
  readonly look: LookFacts;
  /** The page's clock, milliseconds since 1970. */
  readonly now: number;
  /** The clock of the host's server; `null` where the page cannot read it. */
  readonly hostNow: number | null;
}

/** The result of a check; `texts/` has the words. */
export interface Finding {
  readonly result: CheckResult;
  readonly says: FindingName;
  readonly code?: ErrorCode | null;
  /** The values to put into the words: addresses without a query, numbers, dates and words of this library. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** A warning that is not among what to look at first, as long as there is something else. */
  readonly isAside?: boolean;
}

/** One check. `of` says what it looks at. */
export type Check = PageCheck | ElementCheck;

interface PageCheck {
  readonly name: CheckName;
  readonly of: 'page';
  run(this: void, page: PageFacts): Finding;
}

interface ElementCheck {
  readonly name: CheckName;
  readonly of: 'element';
  run(this: void, element: ElementFacts, page: PageFacts): Finding;
}
