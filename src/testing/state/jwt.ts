import { SignJWT, errors, jwtVerify } from 'jose';

// 48 bytes, which is what makes the real server choose HS384. Public on purpose: nothing of worth is behind it.
const KEY = new TextEncoder().encode('stand-in-desk-key-public-on-purpose-not-a-secret');

export interface TokenClaims {
  readonly username: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/**
 * Signs a token as ByteDesk server, 2026, does: header `alg` only, claims `sub`, `iat`, `exp`, nothing random.
 * Two calls within one second for the same user and life give the same string, on the real desk too.
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

/** True for a token with a good signature that is not past its `exp` (no clock tolerance, in seconds). */
export async function verifyToken(token: string, nowMs: number): Promise<boolean> {
  try {
    await jwtVerify(token, KEY, { algorithms: ['HS384'], currentDate: new Date(nowMs) });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}
