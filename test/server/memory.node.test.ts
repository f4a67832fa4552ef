import { endpointSuite } from './endpoint-suite.js';

endpointSuite('memory', false);
