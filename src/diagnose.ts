// Why is there no console? The question for a whole page; each element answers for itself by its own method.

import { loadDoctor } from './doctor/load.js';
import type { Diagnosis } from './doctor/types.js';

/**
 * Examines the page and all of its elements, and prints a table of what was found in the browser's log. It takes at most
 * five seconds, makes one request to the desk for each session, and holds no token, user name or address with a query.
 *
 * @throws BytedeskError `network` where the script file's doctor cannot be loaded from beside it
 */
export async function diagnose(): Promise<Diagnosis> {
  return (await loadDoctor()).diagnosePage();
}
