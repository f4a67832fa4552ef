// The messages that the bridge in a console's page sends to the host, and their reader. `host-messages.ts` has the
// other direction.

import { type Fields, open } from './envelope.js';

/** Goes over the window to anyone, since it says nothing but that a bridge of this version is there. */
export interface Hello {
  readonly type: 'bridge:hello';
}

/** Why a console was left. `other-tab`: somebody signed out in another tab of the browser. */
export type SignOutReason = 'user' | 'other-tab' | 'kicked' | 'console' | 'unknown';

/** Why the console's own session ended. */
export type ExpiryReason = 'expired' | 'revoked' | 'rejected';

/**
 * A message of the bridge to the host, over the port. None holds a token. `shared` is true where the console runs, or
 * ran, on the token that the host gave, and not on one that it got for itself.
 */
export type BridgeMessage =
  | {
      readonly type: 'bridge:ready';
      readonly signedIn: boolean;
      readonly username: string | null;
      readonly path: string;
    }
  | { readonly type: 'session:signed-in'; readonly username: string | null }
  | { readonly type: 'session:signed-out'; readonly reason: SignOutReason; readonly shared: boolean }
  | { readonly type: 'session:expired'; readonly reason: ExpiryReason; readonly shared: boolean }
  | { readonly type: 'route:changed'; readonly path: string }
  | { readonly type: 'call:done'; readonly id: string; readonly ok: boolean; readonly shared: boolean };

const KNOWN =
  /^(bridge:ready|session:signed-in|route:changed|call:done|session:signed-out (user|other-tab|kicked|console|unknown)|session:expired (expired|revoked|rejected))$/;

/** The type of each member, and the value that stands in where a message lacks the member. */
const MEMBERS = { id: '', path: '', reason: '', username: '', signedIn: false, ok: false, shared: false };

/** Reads a message of the bridge; `undefined` for anything else. It never throws. */
export function readBridgeMessage(data: unknown): BridgeMessage | undefined {
  const body: Fields = { ...MEMBERS, ...open(data) };
  const isWhole =
    typeof body['type'] === 'string' &&
    KNOWN.test(`${body['type']} ${String(body['reason'])}`.trim()) &&
    Object.entries(MEMBERS).every(
      ([name, like]) => typeof body[name] === typeof like || (name === 'username' && body[name] === null),
    );
  return isWhole ? (body as unknown as BridgeMessage) : undefined;
}
