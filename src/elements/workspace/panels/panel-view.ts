// Draws a panel into the shadow root, for `panels.ts`.

import { createElement } from '../../../dom.js';
import type { Terms } from '../../../locale/terms.js';
import { write } from '../../write.js';
import type { PanelContent, PanelAction, PanelState } from './panel-content.js';

function make<K extends keyof HTMLElementTagNameMap>(tag: K, part: string): HTMLElementTagNameMap[K] {
  const element = createElement(tag);
  element.setAttribute('part', part);
  return element;
}

/**
 * Draws the panel in place of the console. It uses DOM calls, because one small tree needs no template engine, which
 * would be a sixth of the script-tag file and would need a Trusted Types policy on strict pages.
 */
export class PanelView {
  /** Stays in the document, because a live region that appears together with its text is not announced. */
  readonly cover = createElement('div');
  readonly #slot = createElement('slot');
  readonly #panel = make('div', 'panel');
  readonly #what = createElement('b');
  readonly #advice = createElement('span');
  readonly #code = createElement('code');
  readonly #timer = createElement('span');
  readonly #button = make('button', 'action');
  readonly #link = make('a', 'action');
  #action: PanelAction | undefined;

  constructor(root: Node, onAction: (action: PanelAction) => void) {
    const { cover } = this;
    const message = make('p', 'message');
    cover.className = 'cover';
    cover.setAttribute('role', 'status');
    cover.tabIndex = -1;
    // A timer's changes are not announced, so that the countdown does not interrupt the user each second. Roles are
    // attributes here, because Firefox before 119 has no properties for them.
    this.#timer.setAttribute('role', 'timer');
    // The panel's language may be written in another direction than the page's.
    this.#panel.dir = 'auto';
    this.#button.type = 'button';
    this.#button.addEventListener('click', () => this.#action && onAction(this.#action));
    this.#link.target = '_blank';
    this.#link.rel = 'noopener';
    message.append(this.#what, this.#advice, this.#code, this.#timer);
    this.#panel.append(message, this.#button, this.#link);
    this.#slot.append(this.#panel);
    root.appendChild(cover);
  }

  /** The element that gets the focus while a panel is shown. */
  get target(): HTMLElement {
    return [this.#button, this.#link].find(({ hidden }) => !hidden) ?? this.cover;
  }

  hide(): void {
    this.cover.replaceChildren();
    this.#button.hidden = this.#link.hidden = true;
  }

  /** Draws a panel. @param panel `undefined` covers the place without a text, for a load that may be over in a moment */
  show(state: PanelState, panel: PanelContent | undefined, terms: Terms, link: () => string): void {
    const {
      what,
      advice,
      action,
      who = '',
      code = '',
      hasLink,
      isSecondary = false,
      retryAt = Infinity,
    } = panel ?? {};
    const seconds = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
    this.cover.lang = terms.lang;
    this.#panel.hidden = !panel;
    this.#panel.classList.toggle('calm', what === 'loading' || what === 'slow');
    this.#slot.name = state;
    this.#action = action;
    write(this.#what, what ? terms[what].replace('{}', () => who) : '');
    write(this.#advice, advice ? terms[advice] : '');
    write(this.#code, code);
    write(
      this.#timer,
      retryAt < Infinity
        ? terms.retry.replace(
            '{}',
            new Intl.RelativeTimeFormat(terms.lang, { numeric: 'auto' }).format(seconds, 'second'),
          )
        : '',
    );
    this.#button.classList.toggle('secondary', isSecondary);
    this.#button.hidden = !action;
    if (action) write(this.#button, terms[action]);
    this.#link.hidden = !hasLink;
    if (hasLink) this.#link.href = link();
    write(this.#link, terms.newTab);
    if (!this.#slot.isConnected) this.cover.append(this.#slot);
  }
}
