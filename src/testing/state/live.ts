// The live connections of agent consoles, in place of the real desk's broker.

import type { PushMessage } from './push.js';

/** A client of the live connection, by its id, with its history since the desk started or was reset. */
export interface LiveClient {
  /** User, kind of client and device, joined by slashes: the same for all consoles of one browser storage. */
  readonly clientId: string;
  readonly username: string;
  readonly isConnected: boolean;
  /** How many times it was accepted. */
  readonly connects: number;
  /** How many times it was disconnected because another console came with the same id. */
  readonly takeovers: number;
  /** How many times it was refused because its token was not valid, or not that of its user. */
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

/** The clients that are connected live. As with a broker, each client id has one line: the newest. */
export class LiveHub {
  readonly #entries = new Map<string, Entry>();

  /**
   * Accepts a client and disconnects an older one of the same id. The returned function notes that its line has ended.
   */
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

  /** Sends to everybody, or to one user, and returns how many lines there were. */
  send(message: PushMessage, username?: string): number {
    const lines = this.#lines(username);
    for (const line of lines) line.send(message);
    return lines.length;
  }

  /** Breaks connections, as a broker that restarts does. Returns how many there were. */
  drop(username?: string): number {
    const lines = this.#lines(username);
    for (const line of lines) line.close();
    for (const entry of this.#entries.values())
      if (entry.line && lines.includes(entry.line)) entry.line = null;
    return lines.length;
  }

  /** Forgets all clients. Those that are still connected are known again when they come back. */
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
