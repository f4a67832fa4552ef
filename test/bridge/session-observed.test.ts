import { describeConsole } from './session-suite.js';

describeConsole(5);
