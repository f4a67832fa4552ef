import type { WorkspaceState } from './events.js';

/** What can happen to a workspace. */
export type Happening = 'wait' | 'load' | 'proof' | 'expiry' | 'sign-out' | 'failure';

/**
 * The workspace's states, as one table: what happened, and what comes of it in which states. In all others it changes
 * nothing and is told to nobody. docs/session.md shows it with the events.
 */
export const TRANSITIONS: Readonly<
  Record<Happening, { readonly to: WorkspaceState; readonly from?: readonly WorkspaceState[] }>
> = {
  wait: { to: 'idle' },
  load: { to: 'loading' },
  // A load after the time-out is welcome; one after the token's end does not make it live again.
  proof: { to: 'ready', from: ['loading', 'error'] },
  expiry: { to: 'expired', from: ['idle', 'loading', 'ready', 'error'] },
  'sign-out': { to: 'signed-out' },
  failure: { to: 'error' },
};
