import { endpointSuite } from './endpoint-suite.js';
import { withoutRunTime } from './run-times.js';

endpointSuite('Bun', withoutRunTime('Bun'));
