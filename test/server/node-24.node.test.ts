import { endpointSuite } from './endpoint-suite.js';
import { withoutRunTime } from './run-times.js';

endpointSuite('Node 24', withoutRunTime('Node 24'));
