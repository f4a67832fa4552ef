// Types only: the elements' tags in Solid's JSX.
import type { JSX } from 'solid-js';
import type {
  Attributes,
  Handlers,
  LoginButtonEventMap,
  LoginButtonProps,
  WorkspaceEventMap,
  WorkspaceProps,
} from './frameworks/props.js';
import type { BytedeskLoginButtonElement, BytedeskWorkspaceElement } from './index.js';

type Prefixed<Members, Prefix extends string> = {
  [N in keyof Members & string as `${Prefix}${N}`]?: Members[N];
};

// Solid sets properties of a custom element by default; `attr:` asks for an attribute.
type Own<Props, Events> = Props &
  Prefixed<Props, 'prop:'> &
  Prefixed<Attributes<Props>, 'attr:'> &
  Handlers<Events, 'on:'>;
type Tag<E, Props, Events> = Omit<JSX.HTMLAttributes<E>, keyof Own<Props, Events>> & Own<Props, Events>;

interface Elements {
  'bytedesk-workspace': Tag<BytedeskWorkspaceElement, WorkspaceProps, WorkspaceEventMap>;
  'bytedesk-login-button': Tag<BytedeskLoginButtonElement, LoginButtonProps, LoginButtonEventMap>;
}

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements extends Elements {}
  }
}
