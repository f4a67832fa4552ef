import { endpointSuite } from './endpoint-suite.js';
import { withoutRunTime } from './run-times.js';

endpointSuite('workerd', withoutRunTime('workerd'));
