// The bridge's own requests to the desk.

import { deskBase } from './console-route.js';
import { onAnswer, token } from './console-session.js';
import { api } from './options.js';
import { textOf } from './watch-requests.js';

/** The native `fetch`, before later scripts replace it. */
export let nativeFetch: typeof fetch;

export const useNativeFetch = (): unknown => (nativeFetch = fetch.bind(window));

/** Asks the desk about a token. It gives nothing without a token, or without a way to the desk. */
export async function askDesk(what: string, token?: string, method?: string): Promise<Response | void> {
  const url = `${api[0]}${api[1] ? '' : deskBase()}/api/v1/user/${what}`;
  const headers = { authorization: `Bearer ${token}` };
  if (token) return nativeFetch(url, { method, headers, keepalive: true }).catch(() => {});
}

export const revoke = (token?: string): Promise<unknown> => askDesk('logout', token, 'POST');

/** Asks the desk whether it still accepts the console's own token. The outcome is reported as any end is. */
export async function probe(): Promise<void> {
  const probed = token;
  const answer = await askDesk('profile', probed);
  // A missing right is no refusal of the console's token.
  if (answer && answer.status !== 403) await onAnswer({ token: probed }, answer.status, () => textOf(answer));
}
