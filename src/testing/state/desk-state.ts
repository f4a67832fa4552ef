// Joins the stores of one desk. Routes read and change it.

import { CaptchaStore } from './captcha.js';
import { applySettings } from './check-settings.js';
import { ConversationStore } from './conversations.js';
import { FetchCounts } from './fetches.js';
import { LiveHub } from './live.js';
import { LoginLockout } from './lockout.js';
import { PushHub } from './push.js';
import { RequestLog } from './request-log.js';
import { DEFAULT_SETTINGS, type DeskSettings, type SettingsChange } from './settings.js';
import { TicketStore } from './tickets.js';
import { TokenStore, type TokenTtl } from './tokens.js';
import { UserStore, type StandInUserOptions } from './users.js';

/** The addresses of a running desk, without a slash at the end. */
export interface DeskAddresses {
  readonly api: string;
  readonly agent: string;
  readonly admin: string;
}

/** All state of one desk. It knows nothing of HTTP. */
export class DeskState {
  readonly users: UserStore;
  readonly tokens: TokenStore;
  readonly captchas: CaptchaStore;
  readonly lockout: LoginLockout;
  readonly conversations: ConversationStore;
  readonly tickets: TicketStore;
  readonly push = new PushHub();
  readonly log = new RequestLog();
  readonly fetches = new FetchCounts();
  readonly live = new LiveHub();
  readonly agentStatus = new Map<string, string>();
  readonly settings: DeskSettings;
  readonly now: () => number;
  readonly basePath: string;
  /** The addresses, which are set once the desk listens. */
  addresses: DeskAddresses = { api: '', agent: '', admin: '' };
  readonly isSplit: boolean;
  readonly #initial: SettingsChange;

  constructor(options: {
    now: () => number;
    ttl: TokenTtl;
    users?: readonly StandInUserOptions[];
    settings: SettingsChange;
    basePath: string;
    isSplit: boolean;
  }) {
    this.now = options.now;
    this.basePath = options.basePath;
    this.isSplit = options.isSplit;
    this.users = new UserStore(options.users);
    this.tokens = new TokenStore({ now: options.now, ttl: options.ttl });
    this.captchas = new CaptchaStore(options.now);
    this.lockout = new LoginLockout(options.now);
    this.conversations = new ConversationStore(options.now);
    this.tickets = new TicketStore(options.now);
    this.#initial = options.settings;
    this.settings = { ...DEFAULT_SETTINGS };
    applySettings(this.settings, this.#initial);
  }

  /** Restores the state in which the desk started. */
  reset(): void {
    this.users.reset();
    this.tokens.clear();
    this.captchas.clear();
    this.lockout.clear();
    this.conversations.clear();
    this.tickets.reset();
    this.agentStatus.clear();
    this.log.clear();
    this.fetches.clear();
    this.live.clear();
    Object.assign(this.settings, DEFAULT_SETTINGS);
    applySettings(this.settings, this.#initial);
  }
}
