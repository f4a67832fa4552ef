import type { DeskContext } from './env.js';

/** A JSON object sent as body, its members not yet checked. */
export type JsonBody = Readonly<Record<string, unknown>>;

/** The JSON object in the body, or null where there is none. Content type is not looked at, as on the real desk. */
export async function readJson(context: DeskContext): Promise<JsonBody | null> {
  try {
    const body: unknown = JSON.parse(await context.req.text());
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as JsonBody) : null;
  } catch {
    return null;
  }
}

/** A member as text, empty when it is missing or something else. */
export function text(body: JsonBody, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}
