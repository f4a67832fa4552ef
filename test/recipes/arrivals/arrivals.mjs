// Loaded before a recipe for Node. Tells of each numbered request once the recipe's own code has begun with it.
import { subscribe } from 'node:diagnostics_channel';

subscribe('http.server.request.start', ({ request }) => {
  const number = request.headers['x-test-number'];
  // The code that takes the request runs right after this event; an immediate comes after that code.
  if (number) setImmediate(() => process.stderr.write(`*** request ${number} has arrived\n`));
});
