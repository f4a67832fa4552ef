/** The sample token of ByteDesk's own documentation: HS384, 30 days from 2025-07-17, long expired. */
export const SAMPLE_TOKEN = [
  'eyJhbGciOiJIUzM4NCJ9',
  'eyJzdWIiOiJ7XCJwbGF0Zm9ybVwiOlwiYnl0ZWRlc2tcIixcInVzZXJuYW1lXCI6XCJhZG1pbkBlbWFpbC5jb21cIn0iLCJpYXQiOjE3NTI3MjQ4MzIsImV4cCI6MTc1NTMxNjgzMn0',
  '3Q5ZXyNHImEGCErPkRXWG6rnFK1F_z77kTE6iRlpKmzUAtRpJZinjM_O0J0GebtM',
].join('.');

export const DAY_S = 24 * 60 * 60;

export interface TokenOptions {
  readonly username?: string;
  /** Seconds from now to its end. */
  readonly lifeS?: number;
  /** Replaces all claims. */
  readonly claims?: object;
}

let count = 0;

/** A token shaped like the desk's, signed by nobody: for what only reads it. Each one differs. */
export function makeToken({
  username = 'agent@example.com',
  lifeS = 30 * DAY_S,
  claims,
}: TokenOptions = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const sub = JSON.stringify({ platform: 'bytedesk', username });
  count += 1;
  return [
    encode('{"alg":"HS384"}'),
    encode(JSON.stringify(claims ?? { sub, iat: now, exp: now + lifeS })),
    encode(`signature of nobody, number ${count}`),
  ].join('.');
}

function encode(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
