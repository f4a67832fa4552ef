// A button with the report below a panel that tells of a fault, for developers who have asked for it. It is made by DOM
// calls, with a style sheet of its own, so that strict policies allow it.

import { createElement, windowOf } from '../dom.js';
import { STYLES } from './details.styles.js';
import { textsOf } from './report.js';
import type { Diagnosis } from './types.js';

const made = new WeakMap<Element, { readonly box: HTMLElement; readonly setTexts: () => void }>();

/** Adds the button, once for each element; what it opened goes with the panel. */
export function attach(element: Element, panel: HTMLElement, diagnose: () => Promise<Diagnosis>): void {
  // The panel may have gone while the doctor was loading.
  if (!panel.hasChildNodes() || !panel.isConnected) return;
  const known = made.get(element) ?? make(element, diagnose);
  made.set(element, known);
  // An element that comes from another document has lost its sheets.
  adopt(panel.getRootNode() as ShadowRoot);
  if (known.box.parentNode === panel) return;
  known.setTexts();
  panel.append(known.box);
}

/** Adds the style sheet once; as an element in a browser without constructed sheets, as the elements do it. */
function adopt(root: ShadowRoot): void {
  const styles = [...root.querySelectorAll('style')];
  if (styles.some(({ textContent }) => textContent === STYLES)) return;
  try {
    if (root.adoptedStyleSheets.some(({ cssRules }) => cssRules[0]?.cssText.startsWith('.doctor'))) return;
    const sheet = new (windowOf(root).CSSStyleSheet)();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = createElement('style', root.ownerDocument);
    style.textContent = STYLES;
    root.append(style);
  }
}

function make(
  element: Element,
  diagnose: () => Promise<Diagnosis>,
): { box: HTMLElement; setTexts: () => void } {
  const owner = element.ownerDocument;
  const box = createElement('div', owner);
  box.className = 'doctor';
  const open = createElement('button', owner);
  const copy = createElement('button', owner);
  const text = createElement('pre', owner);
  const said = createElement('p', owner);
  open.type = copy.type = 'button';
  text.tabIndex = 0;
  said.setAttribute('role', 'status');
  box.append(open, text, copy, said);
  const words = (): ReturnType<typeof textsOf>['words'] => textsOf(element).words;
  const setTexts = (): void => {
    open.textContent = words().details;
    copy.textContent = words().copy;
    open.setAttribute('aria-expanded', 'false');
    text.hidden = copy.hidden = true;
    said.textContent = '';
  };
  open.addEventListener('click', () => {
    open.setAttribute('aria-expanded', 'true');
    text.hidden = false;
    text.textContent = words().asking;
    said.textContent = '';
    diagnose().then(
      (diagnosis) => {
        text.textContent = diagnosis.text;
        copy.hidden = false;
      },
      () => {
        text.textContent = words().failed;
      },
    );
  });
  copy.addEventListener('click', () => {
    void copyText(text).then((isCopied) => {
      said.textContent = isCopied ? words().copied : words().copyByHand;
    });
  });
  return { box, setTexts };
}

/** Copies a text; where the browser has no clipboard for this page, it selects the text for the user to copy. */
async function copyText(from: HTMLElement): Promise<boolean> {
  const view = windowOf(from);
  try {
    await view.navigator.clipboard.writeText(from.textContent ?? '');
    return true;
  } catch {
    from.focus();
    view.getSelection()?.selectAllChildren(from);
    return false;
  }
}
