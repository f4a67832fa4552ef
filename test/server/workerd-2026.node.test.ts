import { endpointSuite } from './endpoint-suite.js';
import { withoutRunTime } from './run-times.js';

// Since 2026 workers know the option `cache` of requests, so that the endpoint's calls of the desk have it there.
endpointSuite('workerd of 2026', withoutRunTime('workerd of 2026'));
