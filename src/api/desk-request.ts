import { BytedeskError } from '../errors.js';
import { type CallKind, dataOf, readAnswer } from './desk-answer.js';
import { DESK_REQUEST } from './desk-call.js';
import { type Deadline, withDeadline } from '../deadline.js';

export type DeskMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface DeskRequest extends Deadline {
  readonly url: URL;
  readonly method: DeskMethod;
  readonly kind: CallKind;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as Bearer. */
  readonly token?: string;
  /** Lets the request outlive the page. */
  readonly keepalive?: boolean;
  readonly fetch: typeof globalThis.fetch;
}

/** Members of a body whose values no error may repeat. */
const SECRET_NAME = /password|token|salt|code|secret/i;

/**
 * One request to the desk.
 *
 * @returns `data` of its answer
 * @throws BytedeskError `network`, `timeout`, `aborted`, or what the answer comes to; none holds what `fetch` threw,
 * since that may quote the request
 */
export async function request(options: DeskRequest): Promise<unknown> {
  const { url, method, kind, token, keepalive = false, fetch } = options;
  const { text, secrets } = json(options.body);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  if (text !== undefined) headers['content-type'] = 'application/json';
  const answer = await withDeadline(async (signal) => {
    try {
      const init = { ...DESK_REQUEST, method, headers, body: text, keepalive, signal };
      const response = await fetch(url.href, init);
      return readAnswer(response.status, await response.text());
    } catch {
      throw new BytedeskError('network', 'The desk could not be reached.');
    }
  }, options);
  return dataOf(answer, kind, token === undefined ? secrets : [token, ...secrets]);
}

function json(body: unknown): { readonly text: string | undefined; readonly secrets: readonly string[] } {
  const secrets: string[] = [];
  const text = JSON.stringify(body, (name, value: unknown) => {
    if (typeof value === 'string' && SECRET_NAME.test(name)) secrets.push(value);
    return value;
  }) as string | undefined;
  return { text, secrets };
}
