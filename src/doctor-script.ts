// The doctor as a file of its own, for pages with the script file: `doctor/load-beside.ts` loads it and looks here.

import { doctor } from './doctor/doctor.js';

const DOCTOR = Symbol.for('bytedesk-embed.doctor');

// Two panels that ask at once load the file twice. The first doctor stays, who knows which panels have their details.
if (!(DOCTOR in globalThis)) Object.defineProperty(globalThis, DOCTOR, { value: doctor, configurable: true });
