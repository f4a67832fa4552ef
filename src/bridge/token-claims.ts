import { attempt } from './attempt.js';

/** What a token of the desk says of itself: a JWT with JSON in its `sub` (ByteDesk server, 2026). Not verified. */
export interface TokenClaims {
  readonly username?: string;
  /** Seconds since 1970. */
  readonly exp?: number;
}

/** Reads a token; one that is opaque says nothing. */
export function claimsOf(token: string): TokenClaims {
  const claims = attempt(() => {
    const text = atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'));
    // The shortest way from bytes to UTF-8.
    const { sub, exp } = JSON.parse(decodeURIComponent(escape(text))) as { sub: string; exp?: number };
    return { username: (JSON.parse(sub) as { username: string }).username, exp };
  });
  return claims ?? {};
}

/** Tells the owners of two tokens apart; of an opaque token nobody knows the owner, so it stands for itself. */
export const ownerOf = (token: string): string => claimsOf(token).username ?? token.slice(-12);
