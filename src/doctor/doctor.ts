// The doctor: examines elements and their page, and says why there is no console.

import { attach } from './details.js';
import { examineElement, examinePage, type Examined } from './examine.js';
import { printTable, report } from './report.js';
import type { Diagnosis } from './types.js';

/** The elements of this document and of the open shadow trees in it. */
function elementsOf(root: Document | ShadowRoot): Examined[] {
  const all = [...root.querySelectorAll('*')];
  return all.flatMap((element) => [
    ...(/^bytedesk-(?:workspace|login-button)$/.test(element.localName) && 'patient' in element
      ? [element as Examined]
      : []),
    ...(element.shadowRoot && !('patient' in element) ? elementsOf(element.shadowRoot) : []),
  ]);
}

async function diagnose(elements: readonly Examined[]): Promise<Diagnosis> {
  const names = new Map(
    elementsOf(document).map((element, index) => [element, `${element.localName} ${index + 1}`]),
  );
  const cases = await Promise.all(
    elements.map((element) => examineElement(element, names.get(element) ?? element.localName)),
  );
  return report(examinePage(), cases, elements[0]);
}

export const doctor = {
  /** Examines these elements, and the page around them. */
  diagnose: (elements: readonly unknown[]): Promise<Diagnosis> => diagnose(elements as readonly Examined[]),

  /** Examines all elements of the page, and prints what was found. */
  async diagnosePage(): Promise<Diagnosis> {
    const diagnosis = await diagnose(elementsOf(document));
    printTable(diagnosis);
    return diagnosis;
  },

  /** Adds a button with the report to a panel. */
  attach: (element: unknown, panel: HTMLElement): void =>
    attach(element as Examined, panel, () => diagnose([element as Examined])),
};

export type Doctor = typeof doctor;
