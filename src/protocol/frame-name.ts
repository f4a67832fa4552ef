/** What the host tells the bridge before any message can: it is the name of the frame. No secret is in it. */
export interface FrameMark {
  /** Milliseconds that the page may stay hidden for a sign-in to come; 0: nothing is to be waited for. */
  readonly waitMs: number;
  /** Salted tag of the user whose console it will be; empty where the host does not know. */
  readonly tag: string;
}

/** The longest wait that the mark can carry, milliseconds. */
const LONGEST_MS = 99_999;

export const frameName = ({ waitMs, tag }: FrameMark): string =>
  `bytedesk-embed/1/${Math.min(waitMs, LONGEST_MS)}/${tag}`;

/**
 * Reads the name of a window: all of it, the wait in milliseconds, the tag; `null` for names that are not ours. What comes
 * after a `#` is the bridge's own.
 */
export const readFrameName = (name: string): readonly [string, string, string] | null =>
  /^bytedesk-embed\/1\/(\d{1,5})\/([^#]*)/.exec(name) as readonly string[] as
    readonly [string, string, string] | null;
