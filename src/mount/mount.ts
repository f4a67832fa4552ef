import { createElement, queryAll } from '../dom.js';
import type { BytedeskLoginButtonElement } from '../elements/login-button/login-button-element.js';
import type { BytedeskWorkspaceElement } from '../elements/workspace/workspace-element.js';
import { BytedeskError } from '../errors.js';
import { findIn, place, WORKSPACE } from './place.js';

interface Mountable {
  readonly workspace: BytedeskWorkspaceElement;
  readonly login: BytedeskLoginButtonElement;
}

/** What is mounted, `workspace` by default, and its properties. */
export type MountOptions<T extends keyof Mountable = 'workspace'> = Partial<Omit<Mountable[T], 'token'>> & {
  readonly type?: T;
  readonly token?: string | null;
};

/**
 * Puts a workspace or a login button into an element of the page. What stands there shows if the console cannot be
 * shown. One that is there already takes the new properties.
 *
 * @param target an element, or a selector for one
 * @throws BytedeskError `not-found` if there is no such element
 */
export function mount<T extends keyof Mountable = 'workspace'>(
  target: Element | string,
  { type, ...properties }: MountOptions<T> = {},
): Mountable[T] {
  const host = typeof target === 'string' ? queryAll(target)[0] : target;
  if (!host) throw new BytedeskError('not-found', 'There is no element to mount in.');
  const tag = type === 'login' ? 'bytedesk-login-button' : WORKSPACE;
  const known = findIn(host, tag);
  const element = Object.assign(known ?? createElement(tag), properties);
  if (!known) place(host, element);
  return element as Element as Mountable[T];
}
