// Gets the doctor when somebody asks for him: most pages never do, and his texts alone are larger than an element. The
// build of the script file puts `load-beside.ts` in the place of this module.

import type { Doctor } from './doctor.js';

/** @throws BytedeskError `network` in the script file, where the file beside it cannot be loaded */
export const loadDoctor = (): Promise<Doctor> => import('./doctor.js').then(({ doctor }) => doctor);
