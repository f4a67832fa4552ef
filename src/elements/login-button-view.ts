import { REL } from '../windows/console-window.js';

/** What a login button looks like. */
export interface LoginButtonLook {
  readonly isForm: boolean;
  readonly isDisabled: boolean;
  readonly isBusy: boolean;
  readonly isBlocked: boolean;
  /** Where it leads, by design with the token in some modes; absent where it leads nowhere. */
  readonly url: URL | undefined;
  /** Where the plain link leads. */
  readonly plainUrl: URL | undefined;
  readonly target: string;
  readonly label: string;
  readonly blockedText: string;
}

/** A link or a form with a button, and below it a plain link when the browser blocked the window. */
export class LoginButtonView {
  readonly #slot = document.createElement('slot');
  readonly #link = document.createElement('a');
  readonly #form = document.createElement('form');
  readonly #submit = document.createElement('button');
  readonly #status = document.createElement('span');
  readonly #plainLink = document.createElement('a');

  constructor(root: Node, onClick: (event: MouseEvent) => void) {
    for (const control of [this.#link, this.#submit] as HTMLElement[]) {
      control.part.add('button');
      control.addEventListener('click', onClick);
      control.addEventListener('auxclick', onClick);
    }
    this.#link.rel = `${REL} nofollow`;
    // Those who prefetch links would spend the token, or leave it in a log.
    this.#link.className = 'no-prefetch';
    this.#form.rel = this.#plainLink.rel = REL;
    this.#form.append(this.#submit);
    this.#plainLink.part.add('fallback');
    this.#plainLink.target = '_blank';
    this.#status.role = 'status';
    root.appendChild(this.#link);
    root.appendChild(this.#status);
  }

  /** What a user activates. */
  get control(): HTMLElement {
    return this.#slot.parentElement ?? this.#link;
  }

  show(look: LoginButtonLook): void {
    const { isForm, isDisabled, url, plainUrl, target } = look;
    const control = isForm ? this.#submit : this.#link;
    const [shown, hidden] = isForm ? [this.#form, this.#link] : [this.#link, this.#form];
    if (!shown.isConnected) hidden.replaceWith(shown);
    // Put in once: what is put in again loses the focus.
    if (this.#slot.parentElement !== control) control.append(this.#slot);
    this.#slot.textContent = look.label;
    control.ariaBusy = String(look.isBusy);
    if (isForm) this.#fillForm(url, isDisabled);
    else this.#leadTo(url, isDisabled);
    this.#form.target = this.#link.target = target;
    this.#plainLink.textContent = look.blockedText;
    this.#plainLink.href = plainUrl?.href ?? '';
    this.#status.replaceChildren(...(look.isBlocked ? [this.#plainLink] : []));
  }

  #leadTo(url: URL | undefined, isDisabled: boolean): void {
    const link = this.#link;
    // A link without an address is out of the tab order, as a disabled button is.
    if (url && !isDisabled) link.href = url.href;
    else link.removeAttribute('href');
    link.role = isDisabled ? 'link' : null;
    link.ariaDisabled = isDisabled ? 'true' : null;
  }

  #fillForm(url: URL | undefined, isDisabled: boolean): void {
    this.#submit.disabled = isDisabled;
    for (const field of this.#form.querySelectorAll('input')) field.remove();
    if (!url) return;
    // GET drops the query of the action.
    for (const [name, value] of url.searchParams) {
      this.#form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    }
    this.#form.action = url.origin + url.pathname + url.hash;
  }
}
