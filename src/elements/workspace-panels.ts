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

/**
 * What stands in the place of the console. Drawn by DOM calls: one small tree needs no template engine, which would be a
 * sixth of the script-tag file and would need a Trusted Types policy on strict pages.
 */
export class PanelView {
  readonly #cover = document.createElement('div');
  readonly #slot = document.createElement('slot');
  readonly #message = document.createElement('p');
  readonly #action = document.createElement('button');

  constructor(root: Node, onRetry: () => void) {
    const panel = document.createElement('div');
    this.#cover.className = 'cover';
    this.#cover.role = 'status';
    this.#cover.hidden = true;
    this.#action.type = 'button';
    this.#action.addEventListener('click', onRetry);
    panel.part.add('panel');
    this.#message.part.add('message');
    this.#action.part.add('action');
    panel.append(this.#message);
    this.#slot.append(panel);
    root.appendChild(this.#cover);
  }

  /** The button of the panel that is shown, if it has one. */
  get action(): HTMLElement | null {
    return this.#action.isConnected ? this.#action : null;
  }

  /** Shows the panel of a state, or none. Only what can help by being tried again has a button. */
  show(state: PanelState | null, error: BytedeskError | null, terms: Terms): void {
    this.#cover.hidden = state === null;
    if (state === null) return this.#cover.replaceChildren();
    this.#slot.name = state;
    this.#message.textContent = messageFor(state, error, terms);
    this.#action.textContent = terms.tryAgain;
    // Put in once: a button that is put in again loses the focus.
    if (error?.code !== 'frame-timeout') this.#action.remove();
    else if (!this.#action.isConnected) this.#message.after(this.#action);
    if (!this.#slot.isConnected) this.#cover.append(this.#slot);
  }
}
