import { endpointSuite } from './endpoint-suite.js';
import { withoutRunTime } from './run-times.js';

endpointSuite('Deno', withoutRunTime('Deno'));
