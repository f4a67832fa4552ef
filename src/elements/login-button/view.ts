// Draws the login button, by DOM calls.

import { createElement } from '../../dom.js';
import { REL } from '../../windows/console-window.js';
import { write } from '../write.js';

/** The look of a login button. */
export interface LoginButtonLook {
  readonly isForm: boolean;
  readonly isDisabled: boolean;
  /** The address to which it leads, which by design has the token in some modes; absent where it leads nowhere. */
  readonly url: URL | undefined;
  readonly target: string;
  readonly label: string;
}

const make = <K extends keyof HTMLElementTagNameMap>(tag: K, values?: object): HTMLElementTagNameMap[K] =>
  Object.assign(createElement(tag), values);

/** A link or a form with a button, and below it a plain link for a window that the browser blocked. */
export class LoginButtonView {
  readonly plainLink = make('a', { part: 'fallback', rel: REL, target: '_blank', hidden: true });
  readonly #slot = make('slot');
  readonly #fields = make('span');
  readonly #form = make('form', { rel: REL });
  readonly #link: HTMLAnchorElement;
  readonly #submit: HTMLButtonElement;

  constructor(root: Node, onclick: (event: MouseEvent) => void) {
    const control = { part: 'button', onclick, onauxclick: onclick };
    // A script that prefetches links would spend the token, or leave it in a log.
    this.#link = make('a', { ...control, rel: `${REL} nofollow`, className: 'no-prefetch' });
    this.#submit = make('button', control);
    const status = make('div');
    // ARIA is written as attributes, because Firefox before 119 has no properties for it.
    status.setAttribute('role', 'status');
    this.#link.setAttribute('role', 'link');
    status.append(this.plainLink);
    this.#form.append(this.#link, this.#submit, this.#fields, status);
    root.appendChild(this.#form);
  }

  /** The element that a user activates. */
  get control(): HTMLElement {
    return this.#slot.parentElement as HTMLElement;
  }

  show({ isForm, isDisabled, url, target, label }: LoginButtonLook): void {
    const link = this.#link;
    const form = this.#form;
    const control = isForm ? this.#submit : link;
    this.#submit.hidden = !isForm;
    link.hidden = isForm;
    // The slot is moved only if need be, since moving it takes away the focus.
    if (!control.contains(this.#slot)) control.append(this.#slot);
    write(this.#slot, label);
    form.target = link.target = target;
    this.#submit.disabled = isDisabled;
    link.setAttribute('aria-disabled', String(isDisabled));
    // A link without an address is out of the tab order, as a disabled button is.
    if (isForm || isDisabled || !url) link.removeAttribute('href');
    else link.href = url.href;
    const fields = isForm && url ? [...url.searchParams] : [];
    this.#fields.replaceChildren(
      ...fields.map(([name, value]) => make('input', { type: 'hidden', name, value })),
    );
    if (!isForm || !url) return;
    // With GET the fields replace the query.
    url.search = '';
    form.action = url.href;
  }
}
