import { html, nothing, type TemplateResult } from 'lit';
import type { BytedeskError, ErrorCode } from '../errors.js';
import type { Terms } from '../locale/terms.js';
import type { WorkspaceState } from './events.js';

/** The states that have a panel; also the names of the slots that replace it. */
export type PanelState = Exclude<WorkspaceState, 'idle' | 'ready'>;

const ERROR_TERMS: Readonly<Partial<Record<ErrorCode, keyof Terms>>> = {
  'frame-timeout': 'errorTimeout',
  'frame-blocked': 'errorBlocked',
  'identity-conflict': 'errorIdentity',
  'invalid-server': 'errorAddress',
  'invalid-path': 'errorAddress',
  'mixed-content': 'errorAddress',
  'untrusted-origin': 'errorAddress',
  'token-malformed': 'errorToken',
};

function messageFor(state: PanelState, error: BytedeskError | null, terms: Terms): string {
  switch (state) {
    case 'loading':
      return terms.loading;
    case 'expired':
      return terms.expired;
    case 'signed-out':
      return terms.signedOut;
    case 'error':
      return terms[(error && ERROR_TERMS[error.code]) ?? 'errorOther'];
  }
}

/** Draws what stands in the place of the console. Only what can help by being tried again has a button. */
export function panel(
  state: PanelState,
  options: { readonly error: BytedeskError | null; readonly terms: Terms; readonly onRetry: () => void },
): TemplateResult {
  const { error, terms, onRetry } = options;
  return html`<slot name=${state}
    ><div part="panel">
      <p part="message">${messageFor(state, error, terms)}</p>
      ${
        error?.code === 'frame-timeout'
          ? html`<button part="action" type="button" @click=${onRetry}>${terms.tryAgain}</button>`
          : nothing
      }
    </div></slot
  >`;
}
