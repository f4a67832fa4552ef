/** How one kind of answer is spoilt. */
export interface Failure {
  /** An HTTP status from 400 on, or a way to go wrong. */
  readonly as: number | 'html' | 'wrong-type' | 'not-json' | 'cut' | 'never';
  /** Path prefix it applies to; `/api/` when left out, `/` for everything but the control. */
  readonly path?: string;
  /** HTTP method it applies to; all when left out. */
  readonly method?: string;
  /** How many answers are spoilt before the desk behaves again; no end when left out. */
  readonly count?: number;
}

/** The bridge as a desk's operator would add it: first script of every console page. */
export interface BridgeSetting {
  /** Address of the script file, absolute or from the desk's root. */
  readonly src?: string;
  /** The script itself; the desk then serves it beside the console. Wins over `src`. */
  readonly source?: string;
  /** Exact origins for `data-allow`. */
  readonly allow: readonly string[];
  /** Further `data-*` attributes, by their names without `data-`. */
  readonly data?: Readonly<Record<string, string>>;
}

/** Everything that can be changed while the desk runs. */
export interface DeskSettings {
  /** `newer` takes `?accessToken=` on any agent path, `early-2025` ignores it. */
  generation: 'newer' | 'early-2025';
  /** `mid-2025`: logout revokes nothing, a wrong password is HTTP 200 with `code` 500. */
  server: 'current' | 'mid-2025';
  /** Whether sign-in on channels other than `FLUTTER` needs a captcha. */
  captcha: boolean;
  /** Whether users with a second factor are asked for it. */
  twoFactor: boolean;
  /** Seats of the organisation, counted as users with any live token; null is no limit. */
  maxMembers: number | null;
  bridge: BridgeSetting | null;
  /** HTML served in the place of both consoles; the bridge, if any, becomes the first script in its head. */
  page: string | null;
  /** Header that forbids framing the console pages. The real desk sends neither. */
  refuseFraming: false | 'x-frame-options' | 'frame-ancestors';
  /** Milliseconds before every answer. */
  slow: number;
  fail: readonly Failure[];
  /** Number of `unread_message_count` messages a signed-in console posts at once. */
  flood: number;
  /** Messages no host should believe, posted by signed-in and signed-out consoles alike. */
  strayMessages: false | 'spoofed' | 'malformed' | 'all';
  /** How many times a console page reloads itself from now on. */
  selfReload: number;
  /** Address the console page leaves for, inside its frame. */
  redirectTo: string | null;
  /** `never`: the page waits for a vendor's script that does not come. */
  vendorScript: 'none' | 'never';
  /** `localStorage` throws, as with site data blocked. */
  storageBlocked: boolean;
  /**
   * Address of an API compiled into the agent console: it calls this one until a load finds the addresses that an
   * earlier one has kept from `config.json`. Null: the console knows where it is.
   */
  compiledApi: string | null;
  /**
   * The agent console's live connection. `strict`: it shows a broker the user, the device and the token it started
   * with, needs the stored record of the user for that, and never makes another one when that was missing.
   */
  live: 'plain' | 'strict';
  /** How many logout calls a console sends after a refused call or a kick. */
  logoutCalls: number;
  /** Whether a kick shows a dialog first: the console stays, with a dead token, until it is confirmed. */
  kickConfirmation: boolean;
  /** Least size of a console's script in bytes; it is filled up. */
  scriptBytes: number;
  /** What it is filled up with: text that compresses to nothing, or text that hardly compresses. */
  scriptPadding: 'repeated' | 'random';
  /** Milliseconds for which a console's script blocks the page before it does anything. */
  scriptBlocks: number;
  /** Whether answers are compressed for browsers that take gzip. */
  compress: boolean;
  /** `hashed`: scripts and styles have a hash in their names and are kept for a year, pages are asked for by ETag. */
  caching: 'no-store' | 'hashed';
  /** Bytes a second for all answers together, but those of the control; 0 is as fast as it goes. */
  bytesPerSecond: number;
}

/** What `set` takes: one failure may stand alone, and null ends them. */
export type SettingsChange = Partial<Omit<DeskSettings, 'fail' | 'bridge'>> & {
  fail?: Failure | readonly Failure[] | null;
  bridge?: BridgeSetting | null;
};

export const DEFAULT_SETTINGS: DeskSettings = {
  generation: 'newer',
  server: 'current',
  captcha: true,
  twoFactor: true,
  maxMembers: null,
  bridge: null,
  page: null,
  refuseFraming: false,
  slow: 0,
  fail: [],
  flood: 0,
  strayMessages: false,
  selfReload: 0,
  redirectTo: null,
  vendorScript: 'none',
  storageBlocked: false,
  compiledApi: null,
  live: 'plain',
  logoutCalls: 2,
  kickConfirmation: false,
  scriptBytes: 0,
  scriptPadding: 'repeated',
  scriptBlocks: 0,
  compress: false,
  caching: 'no-store',
  bytesPerSecond: 0,
};
