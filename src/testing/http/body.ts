// Reads the bodies of requests.

import type { DeskContext } from './env.js';

/** A JSON object from a body, whose members are not checked yet. */
export type JsonBody = Readonly<Record<string, unknown>>;

/**
 * Reads the JSON object in the body, or null where there is none. The content type does not matter, as on the real
 * desk.
 */
export async function readJson(context: DeskContext): Promise<JsonBody | null> {
  try {
    const body: unknown = JSON.parse(await context.req.text());
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as JsonBody) : null;
  } catch {
    return null;
  }
}

/** Gives a member as text, empty when it is missing or of another type. */
export function text(body: JsonBody, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}
