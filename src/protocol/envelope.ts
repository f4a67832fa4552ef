// Wraps the messages between host and bridge, so that each side can tell them from a stranger's and from those of
// another version.

/** Marks the messages of this library, on the window and on the port. */
export const NAMESPACE = 'bytedesk-embed';

/** The version of the messages between host and bridge, see docs/protocol.md. */
export const PROTOCOL_VERSION = 1;

/** A message as it is posted. */
export interface Envelope<Body> {
  readonly ns: typeof NAMESPACE;
  readonly v: number;
  readonly body: Body;
}

export type Fields = Readonly<Record<string, unknown>>;

export function seal<Body>(body: Body): Envelope<Body> {
  return { ns: NAMESPACE, v: PROTOCOL_VERSION, body };
}

/** Gives the body of a message of this library and version; `undefined` for any other. It never throws. */
export function open(data: unknown): Fields | undefined {
  const { ns, v, body } = (data ?? {}) as Partial<Envelope<unknown>>;
  return ns === NAMESPACE && v === PROTOCOL_VERSION && body ? (body as Fields) : undefined;
}

/** Tells whether this is a bridge's hello of our version (`ours`), of another one (`other`), or no hello at all. */
export function readHello(data: unknown): 'ours' | 'other' | undefined {
  const { ns, v, body } = (data ?? {}) as Partial<Envelope<Fields | null>>;
  if (ns !== NAMESPACE || body?.['type'] !== 'bridge:hello') return undefined;
  return v === PROTOCOL_VERSION ? 'ours' : 'other';
}
