// The messages that the host sends to the bridge in a console's page, and their reader. `bridge-messages.ts` has the
// other direction.

import { open } from './envelope.js';

/**
 * Goes over the window to the exact origin of the desk. `host:ask` asks for a hello. `host:welcome` brings the port for
 * all further messages; its `wait` says that a sign-in follows, until which the page stays hidden.
 */
export type HostGreeting =
  { readonly type: 'host:ask' } | { readonly type: 'host:welcome'; readonly wait: boolean };

/** A request of the host over the port. The bridge answers each with a `call:done` of the same id. */
export type HostCall =
  | {
      readonly type: 'session:sign-in';
      readonly token: string;
      /** A salted tag of the user; empty where the host does not know the user. */
      readonly tag: string;
      /** The console path to show if the page has to be loaded again. */
      readonly path: string;
    }
  | { readonly type: 'session:sign-out' }
  | { readonly type: 'session:probe' }
  | { readonly type: 'route:navigate'; readonly path: string };

/** A message of the host to the bridge, over the port. */
export type HostMessage = HostCall & { readonly id: string };

/**
 * A call as the bridge received it: each member that is present is a string. A call that lacks a member it needs has no
 * effect.
 */
export interface ReceivedCall {
  readonly type: string;
  readonly id: string;
  readonly token: string;
  readonly tag: string;
  readonly path: string;
}

/** Reads a call of the host; `undefined` for anything whose members are not all strings. It never throws. */
export function readHostMessage(data: unknown): ReceivedCall | undefined {
  const body = open(data) as ReceivedCall | undefined;
  return body?.id && Object.values(body).every((value) => typeof value === 'string') ? body : undefined;
}
