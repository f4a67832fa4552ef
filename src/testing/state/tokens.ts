import { randomUUID } from 'node:crypto';
import { signToken, verifyToken } from './jwt.js';

const DAY_SECONDS = 86_400;
const PERMANENT_SECONDS = 100 * 365 * DAY_SECONDS;

/** One row of the token table. The row is the second gate: a signature alone opens nothing. */
export interface TokenRow {
  readonly uid: string;
  readonly username: string;
  accessToken: string;
  refreshToken: string | null;
  name: string;
  description: string;
  type: string;
  scope: string[];
  channel: string;
  device: string;
  permanent: boolean;
  revoked: boolean;
  revokeReason: string | null;
  deleted: boolean;
  readonly createdAtMs: number;
  expiresAtMs: number;
  lastActiveAtMs: number;
}

/** Life of tokens in seconds, for channels whose name contains `web` and for all others. */
export interface TokenTtl {
  readonly web: number;
  readonly other: number;
}

export const DEFAULT_TTL: TokenTtl = { web: 30 * DAY_SECONDS, other: 365 * DAY_SECONDS };

export interface IssueOptions {
  readonly username: string;
  readonly channel: string;
  readonly device?: string;
  /** Life in seconds, instead of the one that belongs to the channel. */
  readonly seconds?: number;
  readonly permanent?: boolean;
}

/** The token table of one desk. */
export class TokenStore {
  #rows: TokenRow[] = [];
  /** The row that counts for a string: the last one, as two logins of one second make the same string. */
  readonly #byToken = new Map<string, TokenRow>();
  readonly #now: () => number;
  ttl: TokenTtl;

  constructor(options: { now: () => number; ttl: TokenTtl }) {
    this.#now = options.now;
    this.ttl = options.ttl;
  }

  clear(): void {
    this.#rows = [];
    this.#byToken.clear();
  }

  all(): TokenRow[] {
    return this.#rows.filter((row) => !row.deleted);
  }

  /** Signs a token string without storing it: not accepted until a row holds it. */
  sign(options: IssueOptions): Promise<string> {
    const issuedAtMs = this.#now();
    return signToken({
      username: options.username,
      issuedAtMs,
      expiresAtMs: issuedAtMs + this.#life(options) * 1000,
    });
  }

  /** Signs a token and stores its row. */
  async issue(options: IssueOptions): Promise<TokenRow> {
    const accessToken = await this.sign(options);
    return this.store({
      username: options.username,
      accessToken,
      channel: options.channel,
      device: options.device ?? '',
      permanent: options.permanent ?? false,
      expiresAtMs: this.#now() + this.#life(options) * 1000,
    });
  }

  /** Stores a row. Of two rows with the same string the later one counts. */
  store(row: Partial<TokenRow> & Pick<TokenRow, 'username' | 'accessToken' | 'expiresAtMs'>): TokenRow {
    const stored: TokenRow = {
      uid: `token-${randomUUID()}`,
      refreshToken: null,
      name: 'login',
      description: '',
      type: 'BEARER',
      scope: [],
      channel: 'WEB',
      device: '',
      permanent: false,
      revoked: false,
      revokeReason: null,
      deleted: false,
      createdAtMs: this.#now(),
      lastActiveAtMs: this.#now(),
      ...row,
    };
    this.#rows.push(stored);
    this.#byToken.set(stored.accessToken, stored);
    return stored;
  }

  findByToken(accessToken: string): TokenRow | undefined {
    return this.#byToken.get(accessToken);
  }

  findByUid(uid: string): TokenRow | undefined {
    return this.all().find((row) => row.uid === uid);
  }

  /** The row behind a token that is good in every respect: signature, expiry, row there, not revoked or deleted. */
  async accept(accessToken: string): Promise<TokenRow | undefined> {
    const row = this.#byToken.get(accessToken);
    if (!row || !this.isLive(row)) return undefined;
    if (!(await verifyToken(accessToken, this.#now()))) return undefined;
    row.lastActiveAtMs = this.#now();
    return row;
  }

  revoke(row: TokenRow, reason: string): void {
    for (const same of this.#sameString(row)) {
      same.revoked = true;
      same.revokeReason = reason;
    }
  }

  /** Ends the row's life now. The string itself still carries its later `exp`. */
  expire(row: TokenRow): void {
    for (const same of this.#sameString(row)) {
      same.permanent = false;
      same.expiresAtMs = this.#now();
    }
  }

  /** New access token in the same row: the old string stops working. */
  async refresh(row: TokenRow): Promise<TokenRow> {
    const accessToken = await this.sign(row);
    this.#byToken.delete(row.accessToken);
    row.accessToken = accessToken;
    row.expiresAtMs = this.#now() + this.#life(row) * 1000;
    this.#byToken.set(accessToken, row);
    return row;
  }

  /** Users who hold a seat: those with any live token. */
  seatHolders(): Set<string> {
    const live = this.all().filter((row) => this.isLive(row));
    return new Set(live.map((row) => row.username));
  }

  isLive(row: TokenRow): boolean {
    return !row.revoked && !row.deleted && (row.permanent || row.expiresAtMs > this.#now());
  }

  // Whoever ends a string ends it, however many rows it has.
  #sameString(row: TokenRow): TokenRow[] {
    return this.#rows.filter(({ accessToken }) => accessToken === row.accessToken);
  }

  #life(options: { channel: string; seconds?: number; permanent?: boolean }): number {
    if (options.permanent) return PERMANENT_SECONDS;
    if (options.seconds !== undefined) return options.seconds;
    return options.channel.toLowerCase().includes('web') ? this.ttl.web : this.ttl.other;
  }
}
