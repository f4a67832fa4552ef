import { open } from './envelope.js';

/**
 * Over the window, to the exact origin of the desk. `host:ask` asks for a hello; a welcome brings the port that all else
 * goes over, `wait` says that a sign-in follows, for which the page stays hidden.
 */
export type HostGreeting =
  { readonly type: 'host:ask' } | { readonly type: 'host:welcome'; readonly wait: boolean };

/** What the host asks for over the port, each answered by a `call:done` of the same id. */
export type HostCall =
  | {
      readonly type: 'session:sign-in';
      readonly token: string;
      /** Salted tag of the user; empty where the host does not know. */
      readonly tag: string;
      /** Console path to show if the page has to be loaded. */
      readonly path: string;
    }
  | { readonly type: 'session:sign-out' }
  | { readonly type: 'session:probe' }
  | { readonly type: 'route:navigate'; readonly path: string };

/** Host to bridge, over the port. */
export type HostMessage = HostCall & { readonly id: string };

/** A call as it came in: texts, if they are there at all. What lacks one that it needs comes to nothing. */
export interface ReceivedCall {
  readonly type: string;
  readonly id: string;
  readonly token: string;
  readonly tag: string;
  readonly path: string;
}

/** A call of the host, texts and nothing else, or `undefined` for anything else; never throws. */
export function readHostMessage(data: unknown): ReceivedCall | undefined {
  const body = open(data) as ReceivedCall | undefined;
  return body?.id && Object.values(body).every((value) => typeof value === 'string') ? body : undefined;
}
