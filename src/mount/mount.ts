// `mount()`: puts an element into the page for scripts that do not write markup.

import { createElement, queryAll } from '../dom.js';
import type { BytedeskLoginButtonElement } from '../elements/login-button/login-button-element.js';
import type { BytedeskWorkspaceElement } from '../elements/workspace/workspace-element.js';
import { BytedeskError } from '../errors.js';
import { findIn, isPlaced, place, WORKSPACE } from './place.js';

interface Mountable {
  readonly workspace: BytedeskWorkspaceElement;
  readonly login: BytedeskLoginButtonElement;
}

/** Names the element to mount, by default `workspace`, and its properties. */
export type MountOptions<T extends keyof Mountable = 'workspace'> = Partial<Omit<Mountable[T], 'token'>> & {
  readonly type?: T;
  readonly token?: string | null;
};

/**
 * Puts a workspace or a login button into an element of the page. The content of that element is shown if the console
 * cannot be. A workspace or button that was mounted there before gets the new properties; one of markup is replaced.
 *
 * @param target an element, or a selector for one
 * @throws BytedeskError `not-found` if there is no such element
 */
export function mount<T extends keyof Mountable = 'workspace'>(
  target: Element | string,
  { type, ...properties }: MountOptions<T> = {},
): Mountable[T] {
  const host = typeof target === 'string' ? queryAll(target)[0] : target;
  if (!host)
    throw new BytedeskError(
      'not-found',
      'There is no element to mount in. Call mount() when it is in the page.',
    );
  const tag = type === 'login' ? 'bytedesk-login-button' : WORKSPACE;
  const known = findIn(host, tag);
  const isOurs = known && isPlaced(known);
  const element = Object.assign(isOurs ? known : createElement(tag), properties);
  if (!isOurs) {
    // An element of markup would say by its attributes where this page's token goes. What stands in it is content.
    known?.replaceWith(...known.childNodes);
    place(host, element);
  }
  return element as Element as Mountable[T];
}
