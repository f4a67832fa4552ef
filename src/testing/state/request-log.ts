// Remembers the requests that reached the desk.

/** A request that reached the desk. Tokens in it are stand-in tokens; still, do not print it in shared places. */
export interface LoggedRequest {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The names of the members of a JSON body, without their values. */
  readonly bodyFields: readonly string[];
  /** HTTP status; null while the request is unanswered, or if it was cut. */
  readonly status: number | null;
  /** The time by the desk's clock, milliseconds since 1970. */
  readonly timeMs: number;
}

const LIMIT = 1000;

/** The last requests, oldest first. Requests to the control and connections for pushes are left out. */
export class RequestLog {
  #entries: { -readonly [K in keyof LoggedRequest]: LoggedRequest[K] }[] = [];
  #lastId = 0;

  add(entry: Omit<LoggedRequest, 'id' | 'status' | 'bodyFields'>): number {
    this.#lastId += 1;
    this.#entries.push({ ...entry, id: this.#lastId, status: null, bodyFields: [] });
    if (this.#entries.length > LIMIT) this.#entries.shift();
    return this.#lastId;
  }

  note(id: number, change: Partial<Pick<LoggedRequest, 'status' | 'bodyFields'>>): void {
    const entry = this.#entries.findLast((candidate) => candidate.id === id);
    if (entry) Object.assign(entry, change);
  }

  all(): LoggedRequest[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }

  clear(): void {
    this.#entries = [];
  }
}
