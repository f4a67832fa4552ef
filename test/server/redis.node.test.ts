import { endpointSuite } from './endpoint-suite.js';
import { withoutRedis } from './redis.js';

endpointSuite('redis', withoutRedis);
