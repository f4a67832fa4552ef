import { describeSignIn } from './sign-in-suite.js';

describeSignIn('as-observed');
