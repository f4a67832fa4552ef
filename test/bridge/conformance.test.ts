import { AGENT, elsewhere } from './conformance-consoles.js';
import { describeConformance } from './conformance-suite.js';

elsewhere().forEach(describeConformance);
describeConformance(AGENT);
