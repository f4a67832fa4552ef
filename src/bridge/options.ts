/** What {@link startBridge} is told by the desk's operator. */
export interface BridgeOptions {
  /** Exact origins of the host pages that are answered, such as `https://crm.example.com`; text is split at spaces. */
  readonly allow: string | readonly string[];
  /** Origins of the desk's API where it is not the console's own; the first one takes probes and sign-outs. */
  readonly api?: string | readonly string[];
  /**
   * Name in `localStorage` of the console's bare token, default `ACCESS_TOKEN` (ByteDesk agent console, early 2025).
   * Empty: not known, then sign-in goes by `?accessToken=` in the address and requests tell who is signed in.
   */
  readonly tokenKey?: string;
  /** Name of the stored state that holds the token too, default `AUTH_STORE`; empty: there is none. */
  readonly storeKey?: string;
  /** `control`: a host may also sign in, sign out and navigate where this page is a window of its own, not a frame. */
  readonly windows?: string;
}

// One page, one bridge: its state lies in modules, where it costs the fewest bytes.
/** Exact origins of the host pages that are answered. */
export let allow: readonly string[] = [];
/** Origins of the desk's API. */
export let api: readonly string[] = [];
export let tokenKey = '';
export let storeKey = '';
/** False where a host is only told: in a window of its own, unless the operator lets hosts control that, too. */
export let takesCalls = false;

/** The origins in a list, none of them if one is no exact origin: `*`, `null`, a path, a trailing slash. @throws likewise */
function exactOrigins(list: string | readonly string[] = ''): readonly string[] {
  const origins = String(list).match(/[^\s,]+/g) ?? [];
  return origins.every((text) => new URL(text).origin === text && !text.includes('*')) ? origins : [];
}

export function useOptions(options: BridgeOptions): void {
  allow = exactOrigins(options.allow);
  api = [...exactOrigins(options.api), location.origin];
  takesCalls = parent !== window || options.windows === 'control';
  ({ tokenKey = 'ACCESS_TOKEN', storeKey = 'AUTH_STORE' } = options);
}
