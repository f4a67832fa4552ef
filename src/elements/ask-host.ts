import type { HostAnswer } from '../session/session-member.js';
import { takeAnswer, TokenExpiringEvent } from './events.js';

/** Asks the page for a fresh token, by an event at one of its elements. */
export async function askHost(
  element: EventTarget,
  expiresAt: Date,
  secondsLeft: number,
): Promise<HostAnswer> {
  // At connect this is asked before the page could add its listeners.
  await Promise.resolve();
  const event = new TokenExpiringEvent({ expiresAt, secondsLeft });
  element.dispatchEvent(event);
  const token = takeAnswer(event);
  return { token, isDeclined: token === undefined && event.defaultPrevented };
}
