// Sends messages to open consoles, in place of the real desk's MQTT.

/**
 * A message of the desk to its open consoles. It stands for the real desk's MQTT messages, and for the faults of the
 * stand-in.
 */
export type PushMessage =
  | { readonly type: 'kickoff'; readonly content: 'FORCE_LOGOUT'; readonly confirm?: true }
  | { readonly type: 'confirm-kick' }
  | { readonly type: 'visitor-message'; readonly threadUid: string }
  | { readonly type: 'post'; readonly message: unknown; readonly raw: boolean }
  | { readonly type: 'flood'; readonly count: number }
  | { readonly type: 'stray'; readonly kind: 'spoofed' | 'malformed' | 'all' }
  | { readonly type: 'reload' }
  | { readonly type: 'redirect'; readonly url: string }
  | { readonly type: 'navigate'; readonly path: string }
  | { readonly type: 'sign-out' };

/** An open page of a console. */
export interface OpenConsole {
  readonly id: number;
  readonly console: string;
  /** The user who is signed in, or null at the sign-in form. */
  readonly username: string | null;
}

interface Listener extends OpenConsole {
  /** True if a live connection of its own brings the console what a real desk says. */
  readonly hasLive?: boolean;
  readonly send: (message: PushMessage) => void;
}

/** The consoles for which a message is; all of them when empty. */
export interface PushTarget {
  readonly username?: string;
  readonly console?: string;
}

// The real desk has these messages, too; all others are the stand-in's own.
const OF_THE_DESK = ['kickoff', 'visitor-message'];

/** The consoles that listen, and the way to reach them. */
export class PushHub {
  readonly #listeners = new Map<number, Listener>();
  #lastId = 0;

  /** Adds a console. The returned function removes it. */
  add(listener: Omit<Listener, 'id'>): () => void {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#listeners.set(id, { ...listener, id });
    return () => this.#listeners.delete(id);
  }

  open(): OpenConsole[] {
    return [...this.#listeners.values()].map(({ id, console, username }) => ({ id, console, username }));
  }

  /** Sends to the target's consoles and returns how many there were. */
  send(message: PushMessage, target: PushTarget = {}): number {
    const meant = [...this.#listeners.values()].filter(
      (listener) =>
        !(listener.hasLive && OF_THE_DESK.includes(message.type)) &&
        (target.username === undefined || listener.username === target.username.toLowerCase()) &&
        (target.console === undefined || listener.console === target.console),
    );
    for (const listener of meant) listener.send(message);
    return meant.length;
  }
}
