// Types only: the elements' tags in Svelte's markup.
import type { HTMLAttributes } from 'svelte/elements';
import type {
  Attributes,
  Handlers,
  LoginButtonEventMap,
  LoginButtonProps,
  WorkspaceEventMap,
  WorkspaceProps,
} from './frameworks/props.js';
import type { BytedeskLoginButtonElement, BytedeskWorkspaceElement } from './index.js';

type Own<Props, Events> = Props & Attributes<Props> & Handlers<Events, 'on'>;
type Tag<E extends EventTarget, Props, Events> = Omit<HTMLAttributes<E>, keyof Own<Props, Events>> &
  Own<Props, Events>;

interface Elements {
  'bytedesk-workspace': Tag<BytedeskWorkspaceElement, WorkspaceProps, WorkspaceEventMap>;
  'bytedesk-login-button': Tag<BytedeskLoginButtonElement, LoginButtonProps, LoginButtonEventMap>;
}

declare module 'svelte/elements' {
  interface SvelteHTMLElements extends Elements {}
}
