// Types only: the elements' tags in Vue's templates.
import type { HTMLAttributes, PublicProps } from 'vue';
import type {
  LoginButtonEventMap,
  LoginButtonProps,
  WorkspaceEventMap,
  WorkspaceProps,
} from './frameworks/props.js';
import type { BytedeskLoginButtonElement, BytedeskWorkspaceElement } from './index.js';

/** The calls `(name: 'bytedesk-ready', event: ReadyEvent) => void` and so on, as one type. */
type Emit<Events> = {
  [N in keyof Events]: (call: (name: N, event: Events[N]) => void) => void;
}[keyof Events] extends (call: infer Calls) => void
  ? Calls
  : never;

/** The shape that Vue's language tools expect of a component. */
type Component<E, Props, Events> = new () => E & {
  $props: Omit<HTMLAttributes, keyof Props> & PublicProps & Props;
  $emit: Emit<Events>;
};

declare module 'vue' {
  interface GlobalComponents {
    'bytedesk-workspace': Component<BytedeskWorkspaceElement, WorkspaceProps, WorkspaceEventMap>;
    'bytedesk-login-button': Component<BytedeskLoginButtonElement, LoginButtonProps, LoginButtonEventMap>;
  }
}
