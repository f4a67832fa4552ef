import { createElement } from '../../dom.js';
import { REL } from '../../windows/console-window.js';

/** What a login button looks like. */
export interface LoginButtonLook {
  readonly isForm: boolean;
  readonly isDisabled: boolean;
  /** Where it leads, by design with the token in some modes; absent where it leads nowhere. */
  readonly url: URL | undefined;
  readonly target: string;
  readonly label: string;
}

const make = <K extends keyof HTMLElementTagNameMap>(tag: K, values?: object): HTMLElementTagNameMap[K] =>
  Object.assign(createElement(tag), values);

/** A link, or a form with a button, and below it a plain link for when the browser blocked the window. */
export class LoginButtonView {
  readonly plainLink = make('a', { part: 'fallback', rel: REL, target: '_blank', hidden: true });
  readonly #slot = make('slot');
  readonly #fields = make('span');
  readonly #form = make('form', { rel: REL });
  readonly #link: HTMLAnchorElement;
  readonly #submit: HTMLButtonElement;

  constructor(root: Node, onclick: (event: MouseEvent) => void) {
    const control = { part: 'button', onclick, onauxclick: onclick };
    // Who prefetches links would spend the token, or leave it in a log.
    this.#link = make('a', { ...control, rel: `${REL} nofollow`, className: 'no-prefetch' });
    this.#submit = make('button', control);
    const status = make('div', { role: 'status' });
    status.append(this.plainLink);
    this.#form.append(this.#link, this.#submit, this.#fields, status);
    root.appendChild(this.#form);
  }

  /** What a user activates. */
  get control(): HTMLElement {
    return this.#slot.parentElement as HTMLElement;
  }

  show({ isForm, isDisabled, url, target, label }: LoginButtonLook): void {
    const link = this.#link;
    const form = this.#form;
    const control = isForm ? this.#submit : link;
    this.#submit.hidden = !isForm;
    link.hidden = isForm;
    // Put in once: what is put in again loses the focus.
    if (!control.contains(this.#slot)) control.append(this.#slot);
    this.#slot.textContent = label;
    form.target = link.target = target;
    this.#submit.disabled = isDisabled;
    link.role = isDisabled ? 'link' : null;
    link.ariaDisabled = isDisabled ? 'true' : null;
    // A link without an address is out of the tab order, as a disabled button is.
    if (isForm || isDisabled || !url) link.removeAttribute('href');
    else link.href = url.href;
    const fields = isForm && url ? [...url.searchParams] : [];
    this.#fields.replaceChildren(
      ...fields.map(([name, value]) => make('input', { type: 'hidden', name, value })),
    );
    if (!isForm || !url) return;
    // GET puts the fields in the place of the query.
    url.search = '';
    form.action = url.href;
  }
}
