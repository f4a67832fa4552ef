// The name of the iframe. It tells the bridge, which runs before any message can arrive, whether a sign-in will follow.

/** What the host tells the bridge by the name of the frame. The page can read it, so no secret is in it. */
export interface FrameMark {
  /** Milliseconds that the console's page may stay hidden while it waits for a sign-in; 0 if none will come. */
  readonly waitMs: number;
  /** A salted tag of the user whose console this will be; empty where the host does not know the user. */
  readonly tag: string;
}

/** The longest wait that the mark can carry, milliseconds. */
const LONGEST_MS = 99_999;

export const frameName = ({ waitMs, tag }: FrameMark): string =>
  `bytedesk-embed/1/${Math.min(waitMs, LONGEST_MS)}/${tag}`;

/**
 * Reads the name of a window: the part that is ours, the wait in milliseconds, and the tag. It gives `null` for other
 * names. What follows a `#` belongs to the bridge.
 */
export const readFrameName = (name: string): readonly [string, string, string] | null =>
  /^bytedesk-embed\/1\/(\d{1,5})\/([^#]*)/.exec(name) as readonly string[] as
    readonly [string, string, string] | null;
