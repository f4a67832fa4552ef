/** What the desk tells its open consoles. It stands for the real desk's MQTT messages, plus the faults. */
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

/** One open console page. */
export interface OpenConsole {
  readonly id: number;
  readonly console: string;
  /** Who is signed in, or null at the sign-in form. */
  readonly username: string | null;
}

interface Listener extends OpenConsole {
  /** True if what a real desk says reaches it by a live connection of its own. */
  readonly hasLive?: boolean;
  readonly send: (message: PushMessage) => void;
}

/** Which consoles a message is for; all when empty. */
export interface PushTarget {
  readonly username?: string;
  readonly console?: string;
}

// What the real desk would say too; all else is the stand-in's own.
const OF_THE_DESK = ['kickoff', 'visitor-message'];

/** The consoles that listen, and the way to reach them. */
export class PushHub {
  readonly #listeners = new Map<number, Listener>();
  #lastId = 0;

  /** Adds a console; the returned function takes it away again. */
  add(listener: Omit<Listener, 'id'>): () => void {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#listeners.set(id, { ...listener, id });
    return () => this.#listeners.delete(id);
  }

  open(): OpenConsole[] {
    return [...this.#listeners.values()].map(({ id, console, username }) => ({ id, console, username }));
  }

  /** Sends to the consoles meant and returns how many there were. */
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
