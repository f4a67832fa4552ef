import type { SessionNeeds } from '../../session/subscribers.js';
import type { ConsoleAttributes } from '../../settings/resolve.js';

/** What the controller, the console and the panels need of their element. */
export interface WorkspaceHost extends HTMLElement, SessionNeeds {
  path: string | null | undefined;
  readonly consoleAttributes: ConsoleAttributes;
  /** True if the element waits in `idle` until there is a token. */
  readonly needsToken: boolean;
  /** True while a lazy element is still far from the viewport. */
  waitsForViewport: boolean;
  /** True with `storage="auto"`: the console's storage may be chosen for the user. */
  readonly storageIsAuto: boolean;
  /** True where `storage="auto"` has come to mean a store that dies with the page. */
  needsEphemeral: boolean;
  readonly timeoutMs: number;
  readonly frameLabel: string;
  readonly expiredView: 'keep' | 'cover' | null | undefined;
  /** Told at each change of state, before its events. */
  stateChanged(): void;
  requestUpdate(): void;
  /** Loads the console once more, as a user asks for it by a panel's button. */
  reload(): Promise<void>;
}

/** What `logout()` could find out: without the bridge nobody can know what became of the console's own session. */
export interface LogoutResult {
  readonly console: 'signed-out' | 'unknown';
}
