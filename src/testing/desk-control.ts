import { DISABLED_BY_ADMIN } from './http/auth-filter.js';
import { applySettings, checkSettings } from './state/check-settings.js';
import type { DeskState } from './state/desk-state.js';
import type { OpenConsole, PushTarget } from './state/push.js';
import type { LoggedRequest } from './state/request-log.js';
import type { DeskSettings, SettingsChange } from './state/settings.js';
import { checkUserChange, type StandInUserChange } from './state/check-user.js';
import type { StandInUser } from './state/users.js';

/** How a token is made. */
export interface IssueTokenOptions {
  /** Life in seconds; by the channel when left out. Zero or less makes one that is over already. */
  readonly seconds?: number;
  /** Channel of the login it stands for: `FLUTTER` (365 days, a back end's login) when left out. */
  readonly channel?: string;
}

/** A message for open consoles to post to their host. */
export interface EmitOptions extends PushTarget {
  /** Type of a documented or an invented message; wrapped in the console's envelope. */
  readonly type?: string;
  readonly data?: unknown;
  /** Any value, posted as it is, instead of `type` and `data`. */
  readonly raw?: unknown;
}

/** What the desk looks like from outside; no tokens. */
export interface DeskSnapshot {
  readonly settings: DeskSettings;
  readonly consoles: readonly OpenConsole[];
  readonly users: readonly StandInUser[];
  readonly tokens: readonly { username: string; channel: string; revoked: boolean; expiresAt: string }[];
}

/** Everything a test can make the desk do; the object and the HTTP control both call this. */
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

  /** Ends a token's life on the server now; its own `exp` still says later. False if there is no such token. */
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
    return this.#state.push.send({ type: 'kickoff', content: 'FORCE_LOGOUT' }, { username: user.username });
  }

  /** Changes settings and, where they concern them, the consoles already open. Throws on unknown ones. */
  set(change: SettingsChange): DeskSettings {
    applySettings(this.#state.settings, checkSettings(change));
    const { push, settings } = this.#state;
    if (change.flood) push.send({ type: 'flood', count: change.flood });
    if (change.strayMessages) push.send({ type: 'stray', kind: change.strayMessages });
    if (change.redirectTo) push.send({ type: 'redirect', url: change.redirectTo });
    // The reload of those already open is the first of them.
    if (change.selfReload && push.send({ type: 'reload' }) > 0) settings.selfReload -= 1;
    return { ...settings };
  }

  /** Changes a user: switch off, delete, take rights away. Throws for unknown users and members. */
  setUser(username: string, change: StandInUserChange): StandInUser {
    return this.#state.users.update(this.#user(username).username, checkUserChange(change));
  }

  /** Makes open consoles post something to their host. Returns how many were told. */
  emit({ username, console, type, data, raw }: EmitOptions): number {
    const isRaw = type === undefined;
    const message = isRaw ? raw : { type, data };
    return this.#state.push.send({ type: 'post', message, raw: isRaw }, { username, console });
  }

  /** A visitor writes: the conversation grows and open consoles announce it. Returns how many were told. */
  visitorMessage(username: string, content: string): number {
    const user = this.#user(username);
    const [thread] = this.#state.conversations.of(user.username);
    if (!thread) return 0;
    this.#state.conversations.say(thread, content, false);
    return this.#state.push.send(
      { type: 'visitor-message', threadUid: thread.uid },
      { username: user.username },
    );
  }

  navigate(path: string, target: PushTarget = {}): number {
    return this.#state.push.send({ type: 'navigate', path }, target);
  }

  signOut(target: PushTarget = {}): number {
    return this.#state.push.send({ type: 'sign-out' }, target);
  }

  captchaCode(captchaUid: string): string | null {
    return this.#state.captchas.codeOf(captchaUid) ?? null;
  }

  requests(): LoggedRequest[] {
    return this.#state.log.all();
  }

  clearRequests(): void {
    this.#state.log.clear();
  }

  users(): StandInUser[] {
    return this.#state.users.all();
  }

  reset(): void {
    this.#state.reset();
  }

  snapshot(): DeskSnapshot {
    const tokens = this.#state.tokens.all().map((row) => ({
      username: row.username,
      channel: row.channel,
      revoked: row.revoked,
      expiresAt: row.permanent ? 'never' : new Date(row.expiresAtMs).toISOString(),
    }));
    return {
      settings: { ...this.#state.settings },
      consoles: this.#state.push.open(),
      users: this.#state.users.all(),
      tokens,
    };
  }

  #user(username: string): StandInUser {
    const user = this.#state.users.find(username);
    if (!user) throw new TypeError(`The stand-in desk has no user "${username}".`);
    return user;
  }
}
