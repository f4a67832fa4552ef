// The operator's options of the bridge, and the modules' shared state.

/** Options of {@link startBridge}, from the desk's operator. */
export interface BridgeOptions {
  /**
   * Exact origins of the host pages that get an answer, such as `https://crm.example.com`. A text is split at spaces.
   */
  readonly allow: string | readonly string[];
  /** Origins of the desk's API, if it is not the console's own. Checks and sign-outs go to the first one. */
  readonly api?: string | readonly string[];
  /**
   * The name in `localStorage` of the console's bare token, default `ACCESS_TOKEN` (ByteDesk agent console, early
   * 2025). With an empty name it is not known: then sign-in uses `?accessToken=` in the address, and requests show who
   * is signed in.
   */
  readonly tokenKey?: string;
  /** The name of the stored state that also holds the token, default `AUTH_STORE`; empty if there is none. */
  readonly storeKey?: string;
  /**
   * With `control` a host may sign in, sign out and navigate also where this page is a window of its own and not a
   * frame.
   */
  readonly windows?: string;
}

// A page has one bridge, so its state is in modules, where it costs the fewest bytes.
/** The exact origins of the host pages that get an answer. */
export let allow: readonly string[] = [];
/** The origins of the desk's API. */
export let api: readonly string[] = [];
export let tokenKey = '';
export let storeKey = '';
/** False where a host may only listen: in a window of its own, unless the operator lets hosts control windows, too. */
export let takesCalls = false;

/**
 * Gives the origins in a list. The list counts as empty if one of them is no exact origin: `*`, `null`, a path, a
 * trailing slash. @throws for the same reason
 */
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
