// Opens the sealed passwords of the admin console.

import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/**
 * Seals a password. The admin sign-in page sends `passwordHash` and `passwordSalt` instead of `password`. This is no
 * hash but AES-ECB under a key made from the salt beside it. How the real server makes the key is not public; the
 * stand-in uses the first 16 bytes of SHA-256 over the salt, AES-128, PKCS #7, base64.
 */
export function sealPassword(password: string, salt: string): string {
  const cipher = createCipheriv('aes-128-ecb', keyOf(salt), null);
  return Buffer.concat([cipher.update(password, 'utf8'), cipher.final()]).toString('base64');
}

/** Gives the password inside, or null if salt and text do not belong together. */
export function openPassword(passwordHash: string, salt: string): string | null {
  try {
    const decipher = createDecipheriv('aes-128-ecb', keyOf(salt), null);
    return Buffer.concat([decipher.update(passwordHash, 'base64'), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function keyOf(salt: string): Buffer {
  return createHash('sha256').update(salt, 'utf8').digest().subarray(0, 16);
}
