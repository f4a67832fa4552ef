// Types only: the elements' tags in Preact's JSX.

import type { BytedeskLoginButtonElement, BytedeskWorkspaceElement } from '../index.js';
import type {
  Attributes,
  Handlers,
  LoginButtonEventMap,
  LoginButtonProps,
  WorkspaceEventMap,
  WorkspaceProps,
} from './props.js';

/** @ts-ignore Preact may not be installed. */
type Common<E> = import('preact').HTMLAttributes<E>;

type Own<Props, Events> = Props & Attributes<Props> & Handlers<Events, 'on'>;
type Tag<E, Props, Events> = Omit<Common<E>, keyof Own<Props, Events>> & Own<Props, Events>;

export interface PreactElements {
  'bytedesk-workspace': Tag<BytedeskWorkspaceElement, WorkspaceProps, WorkspaceEventMap>;
  'bytedesk-login-button': Tag<BytedeskLoginButtonElement, LoginButtonProps, LoginButtonEventMap>;
}

/** @ts-ignore Preact may not be installed. */
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements extends PreactElements {}
  }
}
