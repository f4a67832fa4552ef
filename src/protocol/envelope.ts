/** Marks our own messages, on the window and on the port. */
const NAMESPACE = 'bytedesk-embed';

/** Version of the messages between host and bridge, see docs/protocol.md. */
export const PROTOCOL_VERSION = 1;

/** A message as it goes over the wire. */
export interface Envelope<Body> {
  readonly ns: typeof NAMESPACE;
  readonly v: number;
  readonly body: Body;
}

export type Fields = Readonly<Record<string, unknown>>;

export function seal<Body>(body: Body): Envelope<Body> {
  return { ns: NAMESPACE, v: PROTOCOL_VERSION, body };
}

/** The body of a message that is ours and of this version; `undefined` for strangers'. Never throws. */
export function open(data: unknown): Fields | undefined {
  const { ns, v, body } = (data ?? {}) as Partial<Envelope<unknown>>;
  return ns === NAMESPACE && v === PROTOCOL_VERSION && body ? (body as Fields) : undefined;
}

/** Whether this is a bridge's hello: of our version, of another one, or no hello at all. */
export function readHello(data: unknown): 'ours' | 'other' | undefined {
  const { ns, v, body } = (data ?? {}) as Partial<Envelope<Fields | null>>;
  if (ns !== NAMESPACE || body?.['type'] !== 'bridge:hello') return undefined;
  return v === PROTOCOL_VERSION ? 'ours' : 'other';
}
