/**
 * When a token ends by its own account, milliseconds since 1970; `null` for an opaque one.
 * Read, not verified, and for timing only: the desk decides.
 */
export function tokenEnd(token: string): number | null {
  const [, payload = ''] = token.split('.');
  try {
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as { exp?: unknown };
    return typeof claims.exp === 'number' && Number.isFinite(claims.exp) ? claims.exp * 1000 : null;
  } catch {
    return null;
  }
}
