import { describeSignIn } from './sign-in-suite.js';

describeSignIn('early-2025');
