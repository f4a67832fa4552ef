// The settings of the stand-in desk, which can be changed while it runs.

/** Says how one kind of answer is spoilt. */
export interface Failure {
  /** An HTTP status from 400 on, or another way to fail. */
  readonly as: number | 'html' | 'wrong-type' | 'not-json' | 'cut' | 'never';
  /** Path prefix to which it applies; default `/api/`, and `/` for everything but the control. */
  readonly path?: string;
  /** HTTP method to which it applies; default all. */
  readonly method?: string;
  /** How many answers are spoilt before the desk behaves again; default without end. */
  readonly count?: number;
}

/** The bridge as a desk's operator would add it: as the first script of every console page. */
export interface BridgeSetting {
  /** Address of the script file, absolute or from the desk's root. */
  readonly src?: string;
  /** The script itself, which the desk then serves beside the console. It wins over `src`. */
  readonly source?: string;
  /** Exact origins for `data-allow`. */
  readonly allow: readonly string[];
  /** Further `data-*` attributes, by their names without `data-`. */
  readonly data?: Readonly<Record<string, string>>;
}

/** Everything that can be changed while the desk runs. */
export interface DeskSettings {
  /** `newer` reads `?accessToken=` on any agent path, `early-2025` ignores it. */
  generation: 'newer' | 'early-2025';
  /** `mid-2025`: logout revokes nothing, a wrong password is HTTP 200 with `code` 500. */
  server: 'current' | 'mid-2025';
  /** Whether sign-in on channels other than `FLUTTER` needs a captcha. */
  captcha: boolean;
  /** Whether users with a second factor are asked for it. */
  twoFactor: boolean;
  /** Seats of the organisation, counted as users with any live token. Null means no limit. */
  maxMembers: number | null;
  bridge: BridgeSetting | null;
  /** HTML to serve in place of both consoles. The bridge, if any, becomes the first script in its head. */
  page: string | null;
  /** The header that forbids framing of the console pages. The real desk sends neither. */
  refuseFraming: false | 'x-frame-options' | 'frame-ancestors';
  /** Milliseconds by which every answer is delayed. */
  slow: number;
  fail: readonly Failure[];
  /** Number of `unread_message_count` messages that a signed-in console posts at once. */
  flood: number;
  /** Messages that no host should believe, posted by signed-in and signed-out consoles alike. */
  strayMessages: false | 'spoofed' | 'malformed' | 'all';
  /** How many times a console page reloads itself from now on. */
  selfReload: number;
  /** An address to which the console page navigates, inside its frame. */
  redirectTo: string | null;
  /** With `never` the page waits for a vendor's script that does not come. */
  vendorScript: 'none' | 'never';
  /** Whether `localStorage` throws, as in a browser that blocks site data. */
  storageBlocked: boolean;
  /**
   * Address of an API that is compiled into the agent console. The console calls it until a later load finds the
   * addresses that an earlier one has kept from `config.json`. With null the console knows where it is.
   */
  compiledApi: string | null;
  /**
   * The agent console's live connection. With `strict` the console shows a broker the user, the device and the token
   * with which it started. It needs the stored record of the user for that, and makes no connection later if the record
   * was missing.
   */
  live: 'plain' | 'strict';
  /** How many logout calls a console sends after a refused call or a kick. */
  logoutCalls: number;
  /** Whether a kick shows a dialog first: the console stays, with a dead token, until somebody confirms it. */
  kickConfirmation: boolean;
  /** The least size of a console's script in bytes. A smaller script is filled up. */
  scriptBytes: number;
  /** The filling: text that compresses to almost nothing, or text that hardly compresses. */
  scriptPadding: 'repeated' | 'random';
  /** Milliseconds for which a console's script blocks the page before it does anything. */
  scriptBlocks: number;
  /** Whether answers are compressed for browsers that accept gzip. */
  compress: boolean;
  /**
   * With `hashed`, scripts and styles have a hash in their names and are kept for a year, and pages are revalidated by
   * ETag.
   */
  caching: 'no-store' | 'hashed';
  /** Bytes per second for all answers together, except those of the control. 0 means no limit. */
  bytesPerSecond: number;
}

/** The argument of `set`. One failure may stand without a list, and null ends all failures. */
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
