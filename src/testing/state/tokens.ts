// The token table of the stand-in desk: it decides whether a token is accepted.

import { randomUUID } from 'node:crypto';
import { signToken, verifyToken } from './jwt.js';

const DAY_SECONDS = 86_400;
const PERMANENT_SECONDS = 100 * 365 * DAY_SECONDS;

/** One row of the token table. A signature alone opens nothing: the desk accepts a token only if its row is there. */
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

/** Life of tokens in seconds, for channels with `web` in their name and for all others. */
export interface TokenTtl {
  readonly web: number;
  readonly other: number;
}

export const DEFAULT_TTL: TokenTtl = { web: 30 * DAY_SECONDS, other: 365 * DAY_SECONDS };

export interface IssueOptions {
  readonly username: string;
  readonly channel: string;
  readonly device?: string;
  /** Life in seconds, in place of the one of the channel. */
  readonly seconds?: number;
  readonly permanent?: boolean;
}

/** The token table of one desk. */
export class TokenStore {
  #rows: TokenRow[] = [];
  /** The row that counts for a string. It is the last one, since two logins within a second make the same string. */
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

  /** Signs a token string without storing it. It is not accepted until a row holds it. */
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

  /**
   * Gives the row of a token that passes every check: its signature, its expiry, and a row that is neither revoked nor
   * deleted.
   */
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

  /** Ends the row's life now. The string itself still names its later `exp`. */
  expire(row: TokenRow): void {
    for (const same of this.#sameString(row)) {
      same.permanent = false;
      same.expiresAtMs = this.#now();
    }
  }

  /** Puts a new access token into the same row, so that the old string stops working. */
  async refresh(row: TokenRow): Promise<TokenRow> {
    const accessToken = await this.sign(row);
    this.#byToken.delete(row.accessToken);
    row.accessToken = accessToken;
    row.expiresAtMs = this.#now() + this.#life(row) * 1000;
    this.#byToken.set(accessToken, row);
    return row;
  }

  /** Gives the users who hold a seat: those with any live token. */
  seatHolders(): Set<string> {
    const live = this.all().filter((row) => this.isLive(row));
    return new Set(live.map((row) => row.username));
  }

  isLive(row: TokenRow): boolean {
    return !row.revoked && !row.deleted && (row.permanent || row.expiresAtMs > this.#now());
  }

  // Ending a string ends it in all of its rows.
  #sameString(row: TokenRow): TokenRow[] {
    return this.#rows.filter(({ accessToken }) => accessToken === row.accessToken);
  }

  #life(options: { channel: string; seconds?: number; permanent?: boolean }): number {
    if (options.permanent) return PERMANENT_SECONDS;
    if (options.seconds !== undefined) return options.seconds;
    return options.channel.toLowerCase().includes('web') ? this.ttl.web : this.ttl.other;
  }
}
