// Reports markup that could not be used.

import { BytedeskErrorEvent } from '../elements/events.js';
import { warnOnce } from '../warn-once.js';
import { BytedeskError } from '../errors.js';

/** The error for an attribute that a block may have, with a value that cannot be used. */
export class UnusableMarkup extends Error {}

/**
 * Reports why markup was left as it was: to the page's scripts by an event, and once to its developer by a warning. The
 * text of a foreign exception is not handed on.
 */
export function report(markup: Element, error: unknown): void {
  const isOurs = error instanceof BytedeskError || error instanceof UnusableMarkup;
  warnOnce(isOurs ? error.message : 'a block or link could not be used.');
  if (error instanceof BytedeskError) markup.dispatchEvent(new BytedeskErrorEvent(error));
}
