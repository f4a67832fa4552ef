// A reader of tokens that fits into the bridge's few bytes. All other code uses `access-token.ts`.

import { attempt } from './attempt.js';

/** The claims of a token of the desk, a JWT with JSON in its `sub` (ByteDesk server, 2026). They are not verified. */
export interface TokenClaims {
  readonly username?: string;
  /** Seconds since 1970. */
  readonly exp?: number;
}

/** Reads a token. An opaque one has no claims. */
export function claimsOf(token: string): TokenClaims {
  const claims = attempt(() => {
    const text = atob((token.split('.')[1] as string).replace(/-/g, '+').replace(/_/g, '/'));
    // This is the shortest way from bytes to UTF-8.
    const { sub, exp } = JSON.parse(decodeURIComponent(escape(text))) as { sub: string; exp?: number };
    return { ...(JSON.parse(sub) as TokenClaims), exp };
  });
  return { ...claims };
}

/**
 * Gives a text that distinguishes the owners of two tokens. Nobody knows the owner of an opaque token, so it stands for
 * itself.
 */
export const ownerOf = (token: string): string => claimsOf(token).username ?? token.slice(-12);
