// Decides what the panel of each state says and offers. `panel-view.ts` draws it, `panels.ts` decides when.

import { isFinalError } from '../../../api/token-provider.js';
import type { BytedeskError, ErrorCode } from '../../../errors.js';
import type { Terms } from '../../../locale/terms.js';
import type { Session } from '../../../session/session.js';
import type { WorkspaceState } from '../../events.js';

/** The states that have a panel; they are also the names of the slots that replace it. */
export type PanelState = Exclude<WorkspaceState, 'idle' | 'ready'>;

/** The action of a panel's button, named as its label. */
export type PanelAction = 'tryAgain' | 'signIn' | 'reloadPage' | 'showConsole' | 'goOn';

/** The content of a panel. */
export interface PanelContent {
  readonly what: keyof Terms;
  readonly advice?: keyof Terms | undefined;
  readonly action?: PanelAction | undefined;
  /** The other user's name, in an identity conflict where this page knows it. */
  readonly who?: string | undefined;
  /** The error's code, which the user can tell an administrator. */
  readonly code?: string | undefined;
  /** True if something else helps more than the button. */
  readonly isSecondary?: boolean;
  /** True if a link offers the console in a tab of its own. */
  readonly hasLink?: boolean;
  /** When the session tries again by itself, in milliseconds since 1970; `Infinity` if it does not. */
  readonly retryAt?: number;
}

/** The facts by which {@link panelContent} decides. */
export interface PanelInput {
  readonly state: PanelState;
  readonly error: BytedeskError | null;
  readonly session: Pick<Session, 'hasSource' | 'isSourceRefusing' | 'problem' | 'retryAt'>;
  readonly isOnline: boolean;
  /** The console has been loading for longer than people wait without a word. */
  readonly isSlow: boolean;
}

const SETUP = ['setup', 'contact'] as const;

/** The texts for the cause and the advice, by code. Every code that is missing here means that a sign-in failed. */
const ERRORS: Readonly<Partial<Record<ErrorCode, readonly [what: keyof Terms, advice: keyof Terms]>>> = {
  'invalid-server': SETUP,
  'invalid-path': SETUP,
  'mixed-content': SETUP,
  'untrusted-origin': SETUP,
  'bridge-missing': SETUP,
  'bridge-incompatible': SETUP,
  'frame-blocked': ['blocked', 'contact'],
  'frame-timeout': ['noAnswer', 'checkConnection'],
  'seat-limit': ['seats', 'contact'],
  'account-disabled': ['disabled', 'contact'],
  'token-malformed': ['signInFailed', 'contact'],
};

/** The advice for a user whom nobody has signed in at the host page. */
const AT_HOST = { advice: 'signInHere', action: 'reloadPage' } as const;

/** The panel of a load without an error. */
const untilReady = (retryAt: number, isSlow: boolean): PanelContent =>
  retryAt < Infinity
    ? { what: 'signInFailed', action: 'tryAgain', retryAt }
    : { what: isSlow ? 'slow' : 'loading' };

/** Decides what a panel says and offers; docs/panels.md shows the result. */
export function panelContent({ state, error, session, isOnline, isSlow }: PanelInput): PanelContent {
  const { hasSource, problem, retryAt } = session;
  const signIn = hasSource ? ({ action: 'signIn' } as const) : AT_HOST;
  if (state === 'signed-out') return { what: 'signedOut', ...signIn };
  // The browser may be wrong about being offline, so that a button is always there.
  const isOffline = hasSource && !isOnline;
  if (state === 'expired' && session.isSourceRefusing) return { what: state, ...AT_HOST };
  if (state === 'expired')
    return { what: state, ...signIn, ...(isOffline ? { advice: 'comesBack' } : { retryAt }) };

  // What would end by itself, or by another try, when the browser is online.
  const isRepeatable = error?.code === 'frame-timeout' || (hasSource && error === problem && !error?.isFinal);
  if (!isOnline && (error === null || (isRepeatable && !isFinalError(error))))
    return { what: 'offline', advice: 'comesBack', action: 'tryAgain' };
  return error === null ? untilReady(retryAt, isSlow) : ofError(error, isRepeatable);
}

/** Says what an error means to the user. @param isRepeatable true if another try may mend it */
function ofError(error: BytedeskError, isRepeatable: boolean): PanelContent {
  const { code } = error;
  const hasLink = /^(?:frame|bridge|second)-/.test(code);
  const known = ERRORS[code];
  if (!known && (isFinalError(error) || !isRepeatable)) return { what: 'signInFailed', ...AT_HOST, hasLink };
  const [what, advice] = known ?? ['signInFailed', 'checkConnection'];
  const isForOthers = advice === 'contact';
  return {
    what,
    advice: isForOthers && hasLink ? 'newTabOrContact' : advice,
    action: isRepeatable ? 'tryAgain' : undefined,
    hasLink,
    code: isForOthers && !isRepeatable ? code : undefined,
    isSecondary: isForOthers,
  };
}
