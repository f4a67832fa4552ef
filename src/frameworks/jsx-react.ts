// Types only: the elements' tags in React's JSX.

import type { BytedeskLoginButtonElement, BytedeskWorkspaceElement } from '../index.js';
import type {
  Attributes,
  Handlers,
  LoginButtonEventMap,
  LoginButtonProps,
  WorkspaceEventMap,
  WorkspaceProps,
} from './props.js';

/** @ts-ignore React's types may not be installed. */
type Common<E> = import('react').DetailedHTMLProps<import('react').HTMLAttributes<E>, E>;

type Own<Props, Events> = Props & Attributes<Props> & Handlers<Events, 'on'>;
type Tag<E, Props, Events> = Omit<Common<E>, keyof Own<Props, Events>> & Own<Props, Events>;

export interface ReactElements {
  'bytedesk-workspace': Tag<BytedeskWorkspaceElement, WorkspaceProps, WorkspaceEventMap>;
  'bytedesk-login-button': Tag<BytedeskLoginButtonElement, LoginButtonProps, LoginButtonEventMap>;
}

/** @ts-ignore React's types may not be installed. */
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends ReactElements {}
  }
}
