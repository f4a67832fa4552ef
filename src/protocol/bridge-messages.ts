import { type Fields, open } from './envelope.js';

/** Over the window, to anyone: it says nothing but that a bridge of this version is there. */
export interface Hello {
  readonly type: 'bridge:hello';
}

/** Why a console was left. `other-tab`: in another tab of the browser. */
export type SignOutReason = 'user' | 'other-tab' | 'kicked' | 'console' | 'unknown';

/** How the console's own session ended. */
export type ExpiryReason = 'expired' | 'revoked' | 'rejected';

/**
 * Bridge to host, over the port. Never with a token. `shared`: the console runs, or ran, on the token that the host gave,
 * and not on one that it got for itself.
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

/** What each member is like, and what it is where a message has none. */
const MEMBERS = { id: '', path: '', reason: '', username: '', signedIn: false, ok: false, shared: false };

/** A message of the bridge, or `undefined` for anything else; never throws. */
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
