import { BytedeskErrorEvent } from '../elements/events.js';
import { warnOnce } from '../warn-once.js';
import { BytedeskError } from '../errors.js';

/** Says why markup was left as it was: to the page's scripts, and once to its developer. */
export function tell(markup: Element, error: Error): void {
  warnOnce(error.message);
  if (error instanceof BytedeskError) markup.dispatchEvent(new BytedeskErrorEvent(error));
}
