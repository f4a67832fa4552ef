import { open } from './envelope.js';

/** Over the window, to anyone: it says nothing but that a bridge of this version is there. */
export interface Hello {
  readonly type: 'bridge:hello';
}

/** Why a console was left. `other-tab`: in another tab of the browser. */
export type SignOutReason = 'user' | 'other-tab' | 'kicked' | 'console' | 'unknown';

/** How the console's own session ended. */
export type ExpiryReason = 'expired' | 'revoked' | 'rejected';

/** Bridge to host, over the port. Never with a token. */
export type BridgeMessage =
  | {
      readonly type: 'bridge:ready';
      readonly signedIn: boolean;
      readonly username: string | null;
      readonly path: string;
    }
  | { readonly type: 'session:signed-in'; readonly username: string | null }
  | { readonly type: 'session:signed-out'; readonly reason: SignOutReason }
  | { readonly type: 'session:expired'; readonly reason: ExpiryReason }
  | { readonly type: 'route:changed'; readonly path: string }
  | { readonly type: 'call:done'; readonly id: string; readonly ok: boolean };

/** What the members of each message are: texts that match, besides flags and a user name that may be `null`. */
const ANY = /^/;
const MEMBERS: Readonly<Record<BridgeMessage['type'], Readonly<Record<string, RegExp>>>> = {
  'bridge:ready': { signedIn: ANY, username: ANY, path: ANY },
  'session:signed-in': { username: ANY },
  'session:signed-out': { reason: /^(?:user|other-tab|kicked|console|unknown)$/ },
  'session:expired': { reason: /^(?:expired|revoked|rejected)$/ },
  'route:changed': { path: ANY },
  'call:done': { id: ANY, ok: ANY },
};

const isRight = (name: string, value: unknown, pattern: RegExp): boolean => {
  if (name === 'ok' || name === 'signedIn') return typeof value === 'boolean';
  return (name === 'username' && value === null) || (typeof value === 'string' && pattern.test(value));
};

/** A message of the bridge, or `undefined` for anything else; never throws. */
export function readBridgeMessage(data: unknown): BridgeMessage | undefined {
  const body = open(data) ?? {};
  const [, members] = Object.entries(MEMBERS).find(([type]) => type === body['type']) ?? [];
  const isWhole = members && Object.entries(members).every(([name, p]) => isRight(name, body[name], p));
  return isWhole ? (body as unknown as BridgeMessage) : undefined;
}
