import { BytedeskErrorEvent } from '../elements/events.js';
import { warnOnce } from '../warn-once.js';
import { BytedeskError } from '../errors.js';

/** A block says something that it may say, but with a value that cannot be used. */
export class UnusableMarkup extends Error {}

/**
 * Says why markup was left as it was: to the page's scripts, and once to its developer. The text of a foreign exception is
 * not handed on.
 */
export function tell(markup: Element, error: unknown): void {
  const isOurs = error instanceof BytedeskError || error instanceof UnusableMarkup;
  warnOnce(isOurs ? error.message : 'a block or link could not be used.');
  if (error instanceof BytedeskError) markup.dispatchEvent(new BytedeskErrorEvent(error));
}
