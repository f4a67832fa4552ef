// Signs and verifies tokens as the real desk does.

import { SignJWT, errors, jwtVerify } from 'jose';

// With 48 bytes the real server chooses HS384. The key is public on purpose, since it protects nothing.
const KEY = new TextEncoder().encode('stand-in-desk-key-public-on-purpose-not-a-secret');

export interface TokenClaims {
  readonly username: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/**
 * Signs a token as a ByteDesk server of 2026 does: with the header `alg` only, the claims `sub`, `iat` and `exp`, and
 * nothing random. Two calls within one second for the same user and life give the same string, on the real desk too.
 */
export function signToken(claims: TokenClaims): Promise<string> {
  const subject = JSON.stringify({ platform: 'bytedesk', username: claims.username.toLowerCase() });
  return new SignJWT({
    sub: subject,
    iat: Math.floor(claims.issuedAtMs / 1000),
    exp: Math.floor(claims.expiresAtMs / 1000),
  })
    .setProtectedHeader({ alg: 'HS384' })
    .sign(KEY);
}

/** True for a token whose signature is right and whose `exp` is not past (in seconds, without clock tolerance). */
export async function verifyToken(token: string, nowMs: number): Promise<boolean> {
  try {
    await jwtVerify(token, KEY, { algorithms: ['HS384'], currentDate: new Date(nowMs) });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}
