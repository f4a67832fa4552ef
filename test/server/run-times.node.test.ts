import { endpointSuite } from './endpoint-suite.js';
import { withoutRunTime, type RunTime } from './run-times.js';

const OTHERS: readonly RunTime[] = ['Node 22', 'Node 24', 'workerd', 'Deno', 'Bun'];

for (const runTime of OTHERS) endpointSuite(runTime, withoutRunTime(runTime));
