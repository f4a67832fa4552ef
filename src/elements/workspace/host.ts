// The interface by which controller, console and panels know their element.

import type { SessionNeeds } from '../../session/subscribers.js';
import type { ConsoleAttributes } from '../../settings/resolve.js';

/** The part of the element that the controller, the console and the panels need. */
export interface WorkspaceHost extends HTMLElement, SessionNeeds {
  path: string | null | undefined;
  readonly ownerDocument: Document;
  readonly consoleAttributes: ConsoleAttributes;
  /** True if the element waits in `idle` until there is a token. */
  readonly needsToken: boolean;
  /** True for a copy of an element that had a token. */
  readonly isClone: boolean;
  /** True while a lazy element is still far from the viewport. */
  waitsForViewport: boolean;
  /** True with `storage="auto"`, with which the console's storage may be chosen for the user. */
  readonly storageIsAuto: boolean;
  /** True if `storage="auto"` stands for a store that dies with the page. */
  needsEphemeral: boolean;
  readonly timeoutMs: number;
  readonly frameLabel: string;
  readonly expiredView: 'keep' | 'cover' | null | undefined;
  /** Is called at each change of state, before its events. */
  stateChanged(): void;
  requestUpdate(): void;
  /** Loads the console once more, when a user asks for it by a panel's button. */
  reload(): Promise<void>;
}

/** The result of `logout()`. Without the bridge nobody can know what became of the console's own session. */
export interface LogoutResult {
  readonly console: 'signed-out' | 'unknown';
}
