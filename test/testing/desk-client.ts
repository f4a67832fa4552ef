import { after, before, beforeEach } from 'node:test';
import { createStandInDesk, type StandInDesk, type StandInDeskOptions } from '../../src/testing.js';

export const AGENT = { username: 'agent@example.com', password: 'not-a-secret-agent' } as const;
export const ADMIN = { username: 'admin@example.com', password: 'not-a-secret-admin' } as const;
export const ORG = 'org-stand-in';

/** An answer of the desk, taken apart. */
export interface DeskAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Members of the envelope; undefined for answers that are no JSON. */
  readonly code?: number;
  readonly message?: string;
  /** As JSON.parse gives it: tests look into answers of many shapes. */
  readonly data?: ReturnType<typeof JSON.parse>;
}

export interface CallOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

/** One request; a body makes it a POST of JSON. */
export async function call(base: string, path: string, options: CallOptions = {}): Promise<DeskAnswer> {
  const { body, token, method = body === undefined ? 'GET' : 'POST' } = options;
  const headers: Record<string, string> = { 'content-type': 'application/json', ...options.headers };
  if (token) headers.authorization = `Bearer ${token}`;
  const response = await fetch(base + path, {
    method,
    headers,
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, ...parsed(text) };
}

/** Status and code, side by side: where they differ is what tests are about. */
export function codes({ status, code, data }: DeskAnswer): { status: number; code?: number; data?: unknown } {
  return { status, code, data };
}

/** A desk for one test, closed afterwards. */
export async function withDesk<T>(
  options: StandInDeskOptions,
  use: (desk: StandInDesk) => Promise<T>,
): Promise<T> {
  const desk = await createStandInDesk(options);
  try {
    return await use(desk);
  } finally {
    await desk.close();
  }
}

/**
 * One desk for the tests of a suite. Before each test it is as it was at its start.
 *
 * @param take takes the desk, and prepares what each test needs
 */
export function withSharedDesk(take: (desk: StandInDesk) => void | Promise<void>): void {
  let desk: StandInDesk;
  before(async () => (desk = await createStandInDesk()));
  beforeEach(() => {
    desk.reset();
    return take(desk);
  });
  after(() => desk.close());
}

/** A sign-in as a host's back end does it: no captcha asked. */
export function login(desk: StandInDesk, fields: Record<string, unknown>): Promise<DeskAnswer> {
  return call(desk.api, '/auth/v1/login', { body: { channel: 'FLUTTER', platform: 'BYTEDESK', ...fields } });
}

/** The claims of a token, not verified. */
export function claimsOf(token: string): { sub: string; iat: number; exp: number } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

/** A clock that stands still until it is moved. */
export function stoppedClock(): { now: () => number; pass: (seconds: number) => void } {
  let timeMs = Date.UTC(2026, 10, 21, 12);
  return { now: () => timeMs, pass: (seconds) => void (timeMs += seconds * 1000) };
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
