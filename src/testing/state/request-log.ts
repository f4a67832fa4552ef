/** One request that reached the desk. Tokens in it are stand-in tokens; still, do not print it in shared places. */
export interface LoggedRequest {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Names of the members of a JSON body, never their values. */
  readonly bodyFields: readonly string[];
  /** HTTP status, or null while unanswered or cut. */
  readonly status: number | null;
  /** Milliseconds since 1970, by the desk's clock. */
  readonly timeMs: number;
}

const LIMIT = 1000;

/** The last requests, oldest first; control and push requests are left out. */
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
