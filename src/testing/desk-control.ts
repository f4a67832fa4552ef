// What a test can make the stand-in desk do. The object of `createStandInDesk`, the HTTP control and the command all
// end up here.

import { DISABLED_BY_ADMIN } from './http/auth-filter.js';
import { applySettings, checkSettings } from './state/check-settings.js';
import type { DeskState } from './state/desk-state.js';
import type { FetchCount } from './state/fetches.js';
import type { LiveClient } from './state/live.js';
import type { OpenConsole, PushMessage, PushTarget } from './state/push.js';
import type { LoggedRequest } from './state/request-log.js';
import type { DeskSettings, SettingsChange } from './state/settings.js';
import { checkUserChange, type StandInUserChange } from './state/check-user.js';
import type { StandInUser } from './state/users.js';

/** Options for making a token. */
export interface IssueTokenOptions {
  /** Life in seconds; the channel decides when left out. Zero or less makes a token that has ended already. */
  readonly seconds?: number;
  /** Channel of the login that it stands for; default `FLUTTER` (365 days, the login of a back end). */
  readonly channel?: string;
}

/** A message for open consoles to post to their host. */
export interface EmitOptions extends PushTarget {
  /** Type of a documented or an invented message, which is wrapped in the console's envelope. */
  readonly type?: string;
  readonly data?: unknown;
  /** Any value, which is posted as it is instead of `type` and `data`. */
  readonly raw?: unknown;
}

/** One row of the token table, without the token. */
export interface DeskToken {
  readonly uid: string;
  readonly username: string;
  readonly channel: string;
  /** The device that the login named; consoles name the one of their storage. */
  readonly device: string;
  /** Whether the desk still accepts it: it is neither revoked nor expired. */
  readonly live: boolean;
  readonly revoked: boolean;
  readonly revokeReason: string | null;
  /** ISO 8601, by the desk's clock. */
  readonly createdAt: string;
  readonly lastActiveAt: string;
  /** ISO 8601, or `never`. */
  readonly expiresAt: string;
}

/** The state of the desk as a test may see it. It holds no tokens. */
export interface DeskSnapshot {
  readonly settings: DeskSettings;
  readonly consoles: readonly OpenConsole[];
  readonly users: readonly StandInUser[];
  readonly tokens: readonly DeskToken[];
}

/** Everything that a test can make the desk do. */
export class DeskControl {
  readonly #state: DeskState;

  constructor(state: DeskState) {
    this.#state = state;
  }

  async issueToken(username = 'agent@example.com', options: IssueTokenOptions = {}): Promise<string> {
    const user = this.#user(username);
    const row = await this.#state.tokens.issue({
      username: user.username,
      channel: options.channel ?? 'FLUTTER',
      seconds: options.seconds,
    });
    return row.accessToken;
  }

  /** Revokes one token, or all of a user. Returns how many rows were live before. */
  revoke(target: string): number {
    const rows = this.#state.tokens
      .all()
      .filter((row) => !row.revoked && (row.accessToken === target || row.username === target.toLowerCase()));
    for (const row of rows) this.#state.tokens.revoke(row, 'revoked');
    return rows.length;
  }

  /**
   * Ends a token's life on the server now, although its own `exp` still names a later time. Returns false if there is
   * no such token.
   */
  expire(accessToken: string): boolean {
    const row = this.#state.tokens.findByToken(accessToken);
    if (row) this.#state.tokens.expire(row);
    return !!row;
  }

  /** Forces a user out: revokes all rows and tells the open consoles. Returns how many consoles were told. */
  kick(username: string): number {
    const user = this.#user(username);
    for (const row of this.#state.tokens.all()) {
      if (row.username === user.username) this.#state.tokens.revoke(row, DISABLED_BY_ADMIN);
    }
    const confirm = this.#state.settings.kickConfirmation ? ({ confirm: true } as const) : {};
    return this.#notify({ type: 'kickoff', content: 'FORCE_LOGOUT', ...confirm }, user.username);
  }

  /** Changes settings, also for consoles that are already open. Throws for unknown settings. */
  set(change: SettingsChange): DeskSettings {
    applySettings(this.#state.settings, checkSettings(change));
    const { push, settings } = this.#state;
    if (change.flood) push.send({ type: 'flood', count: change.flood });
    if (change.strayMessages) push.send({ type: 'stray', kind: change.strayMessages });
    if (change.redirectTo) push.send({ type: 'redirect', url: change.redirectTo });
    // The reload of the open consoles counts as the first one.
    if (change.selfReload && push.send({ type: 'reload' }) > 0) settings.selfReload -= 1;
    return { ...settings };
  }

  /** Changes a user: switches them off, deletes them, takes rights away. Throws for unknown users and members. */
  setUser(username: string, change: StandInUserChange): StandInUser {
    return this.#state.users.update(this.#user(username).username, checkUserChange(change));
  }

  /** Makes open consoles post something to their host. Returns how many consoles were told. */
  emit({ username, console, type, data, raw }: EmitOptions): number {
    const isRaw = type === undefined;
    const message = isRaw ? raw : { type, data };
    return this.#state.push.send({ type: 'post', message, raw: isRaw }, { username, console });
  }

  /**
   * Lets a visitor write: the conversation grows and open consoles announce it. Returns how many consoles were told.
   */
  visitorMessage(username: string, content: string): number {
    const user = this.#user(username);
    const [thread] = this.#state.conversations.of(user.username);
    if (!thread) return 0;
    this.#state.conversations.say(thread, content, false);
    return this.#notify({ type: 'visitor-message', threadUid: thread.uid }, user.username);
  }

  navigate(path: string, target: PushTarget = {}): number {
    return this.#state.push.send({ type: 'navigate', path }, target);
  }

  signOut(target: PushTarget = {}): number {
    return this.#state.push.send({ type: 'sign-out' }, target);
  }

  /** Lets open consoles confirm the dialog of a kick, as their user would. Returns how many consoles were told. */
  confirmKick(target: PushTarget = {}): number {
    return this.#state.push.send({ type: 'confirm-kick' }, target);
  }

  /** Breaks the live connections (`live: 'strict'`) of all users or of one. Returns how many there were. */
  dropLive(username?: string): number {
    return this.#state.live.drop(username);
  }

  /** Gives who is or was connected live (`live: 'strict'`), by client id. */
  clients(): LiveClient[] {
    return this.#state.live.clients();
  }

  /** Gives all rows of the token table, oldest first, without the tokens. */
  tokens(): DeskToken[] {
    const { tokens } = this.#state;
    return tokens.all().map((row) => ({
      uid: row.uid,
      username: row.username,
      channel: row.channel,
      device: row.device,
      live: tokens.isLive(row),
      revoked: row.revoked,
      revokeReason: row.revokeReason,
      createdAt: new Date(row.createdAtMs).toISOString(),
      lastActiveAt: new Date(row.lastActiveAtMs).toISOString(),
      expiresAt: row.permanent ? 'never' : new Date(row.expiresAtMs).toISOString(),
    }));
  }

  /**
   * Gives how often each path was requested, except those of the control. The hash in the name of a script is left out.
   */
  fetches(): Record<string, FetchCount> {
    return this.#state.fetches.all();
  }

  captchaCode(captchaUid: string): string | null {
    return this.#state.captchas.codeOf(captchaUid) ?? null;
  }

  requests(): LoggedRequest[] {
    return this.#state.log.all();
  }

  clearRequests(): void {
    this.#state.log.clear();
    this.#state.fetches.clear();
  }

  users(): StandInUser[] {
    return this.#state.users.all();
  }

  reset(): void {
    this.#state.reset();
  }

  snapshot(): DeskSnapshot {
    return {
      settings: { ...this.#state.settings },
      consoles: this.#state.push.open(),
      users: this.#state.users.all(),
      tokens: this.tokens(),
    };
  }

  // A console with a live connection gets the message over that, any other one over the stand-in's own.
  #notify(message: PushMessage, username: string): number {
    const { live, push } = this.#state;
    return live.send(message, username) + push.send(message, { username });
  }

  #user(username: string): StandInUser {
    const user = this.#state.users.find(username);
    if (!user) throw new TypeError(`The stand-in desk has no user "${username}".`);
    return user;
  }
}
