import { endpointSuite } from './endpoint-suite.js';
import { withoutRunTime } from './run-times.js';

endpointSuite('Node 22', withoutRunTime('Node 22'));
