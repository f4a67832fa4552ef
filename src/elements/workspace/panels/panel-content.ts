import { isFinalError } from '../../../api/token-provider.js';
import type { BytedeskError, ErrorCode } from '../../../errors.js';
import type { Terms } from '../../../locale/terms.js';
import type { Session } from '../../../session/session.js';
import type { WorkspaceState } from '../../events.js';

/** The states that have a panel; also the names of the slots that replace it. */
export type PanelState = Exclude<WorkspaceState, 'idle' | 'ready'>;

/** What a panel's button does, named as its label. */
export type PanelAction = 'tryAgain' | 'signIn' | 'reloadPage' | 'showConsole' | 'goOn';

/** What a panel says and offers. */
export interface PanelContent {
  readonly what: keyof Terms;
  readonly advice?: keyof Terms | undefined;
  readonly action?: PanelAction | undefined;
  /** The other user, in an identity conflict where this page knows him. */
  readonly who?: string | undefined;
  /** What to tell an administrator. */
  readonly code?: string | undefined;
  /** The button is not what helps most. */
  readonly isSecondary?: boolean;
  /** The console can be had in a tab of its own. */
  readonly hasLink?: boolean;
  /** When it goes on by itself, milliseconds since 1970; else `Infinity`. */
  readonly retryAt?: number;
}

/** What {@link panelContent} goes by. */
export interface PanelInput {
  readonly state: PanelState;
  readonly error: BytedeskError | null;
  readonly session: Pick<Session, 'hasSource' | 'problem' | 'retryAt'>;
  readonly isOnline: boolean;
  /** The console has been loading for longer than people wait without a word. */
  readonly isSlow: boolean;
}

const SETUP = ['setup', 'contact'] as const;

/** What happened and what to do; all other codes are those of a sign-in that failed. */
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

/** Decides what a panel says and offers; docs/panels.md shows the result. */
export function panelContent({ state, error, session, isOnline, isSlow }: PanelInput): PanelContent {
  const { hasSource, problem, retryAt } = session;
  const signIn = hasSource
    ? ({ action: 'signIn' } as const)
    : ({ advice: 'signInHere', action: 'reloadPage' } as const);
  if (state === 'signed-out') return { what: 'signedOut', ...signIn };
  if (state === 'expired')
    return { what: state, ...(hasSource && !isOnline ? { advice: 'comesBack' } : { ...signIn, retryAt }) };

  const code = error?.code ?? '';
  const isRepeatable = code === 'frame-timeout' || (hasSource && error === problem);
  if (!isOnline && (error === null || isRepeatable)) return { what: 'offline', advice: 'comesBack' };
  const action = isRepeatable ? 'tryAgain' : undefined;
  const hasLink = /^(?:frame|bridge|second)-/.test(code);
  if (error === null)
    return retryAt < Infinity
      ? { what: 'signInFailed', action: 'tryAgain', retryAt }
      : { what: isSlow ? 'slow' : 'loading' };
  const known = ERRORS[error.code];
  if (!known && (isFinalError(error) || !action))
    return { what: 'signInFailed', advice: 'signInHere', action: 'reloadPage', hasLink };
  const [what, advice] = known ?? ['signInFailed', 'checkConnection'];
  const isForOthers = advice === 'contact';
  return {
    what,
    advice: isForOthers && hasLink ? 'newTabOrContact' : advice,
    action,
    hasLink,
    code: isForOthers && !action ? code : undefined,
    isSecondary: isForOthers,
  };
}
