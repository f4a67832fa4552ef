// Puts the doctor into a panel that tells of a fault.

import { loadDoctor } from './load.js';

/** Draws a button for developers below a panel. A page on which the doctor cannot be loaded has the panel alone. */
export function showDetails(element: Element, panel: HTMLElement): void {
  loadDoctor().then(
    (doctor) => doctor.attach(element, panel),
    () => undefined,
  );
}
