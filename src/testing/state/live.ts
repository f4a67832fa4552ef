import type { PushMessage } from './push.js';

/** One client of the live connection by its id, with what became of it since the desk started or was reset. */
export interface LiveClient {
  /** User, kind of client and device, joined by slashes: the same for all consoles of one storage. */
  readonly clientId: string;
  readonly username: string;
  readonly isConnected: boolean;
  /** How many times it was let in. */
  readonly connects: number;
  /** How many times it was put out, as another console came with the same id. */
  readonly takeovers: number;
  /** How many times it was turned away: its token was not good, or not that of its user. */
  readonly refusals: number;
}

/** An open line to a console. */
export interface LiveLine {
  send(message: PushMessage): void;
  close(): void;
}

type Entry = { -readonly [K in keyof Omit<LiveClient, 'isConnected'>]: LiveClient[K] } & {
  line: LiveLine | null;
};

const MOST_CLIENTS = 1000;

/** Who is connected live. As a broker does it: one line per client id, the newest one. */
export class LiveHub {
  readonly #entries = new Map<string, Entry>();

  /** Lets a client in and puts an older one of the same id out. The returned function notes that its line has ended. */
  connect(clientId: string, username: string, line: LiveLine): () => void {
    const entry = this.#entry(clientId, username);
    entry.connects += 1;
    if (entry.line) {
      entry.takeovers += 1;
      entry.line.close();
    }
    entry.line = line;
    return () => {
      if (entry.line === line) entry.line = null;
    };
  }

  refuse(clientId: string, username: string): void {
    this.#entry(clientId, username).refusals += 1;
  }

  clients(): LiveClient[] {
    return [...this.#entries.values()].map(({ line, ...entry }) => ({
      ...entry,
      isConnected: line !== null,
    }));
  }

  /** Sends to everybody, or to one user, and returns how many there were. */
  send(message: PushMessage, username?: string): number {
    const lines = this.#lines(username);
    for (const line of lines) line.send(message);
    return lines.length;
  }

  /** Breaks connections, as a broker does that starts anew. Returns how many there were. */
  drop(username?: string): number {
    const lines = this.#lines(username);
    for (const line of lines) line.close();
    for (const entry of this.#entries.values())
      if (entry.line && lines.includes(entry.line)) entry.line = null;
    return lines.length;
  }

  /** Forgets everybody; those still connected are known again when they come back. */
  clear(): void {
    this.drop();
    this.#entries.clear();
  }

  #lines(username?: string): LiveLine[] {
    return [...this.#entries.values()].flatMap(({ line, ...entry }) =>
      line && (username === undefined || entry.username === username.toLowerCase()) ? [line] : [],
    );
  }

  #entry(clientId: string, username: string): Entry {
    const known = this.#entries.get(clientId);
    if (known) return Object.assign(known, { username });
    const entry = { clientId, username, connects: 0, takeovers: 0, refusals: 0, line: null };
    const [oldest] = this.#entries.keys();
    if (this.#entries.size >= MOST_CLIENTS && oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(clientId, entry);
    return entry;
  }
}
