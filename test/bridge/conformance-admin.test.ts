import { ADMIN } from './conformance-consoles.js';
import { describeConformance } from './conformance-suite.js';

describeConformance(ADMIN);
