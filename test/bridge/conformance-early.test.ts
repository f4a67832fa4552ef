import { EARLY } from './conformance-consoles.js';
import { describeConformance } from './conformance-suite.js';

describeConformance(EARLY);
