// Types only: the elements' tags in Vue's templates.
import type { HTMLAttributes, PublicProps } from 'vue';
import type {
  LoginButtonEventMap,
  LoginButtonProps,
  WorkspaceEventMap,
  WorkspaceProps,
} from './frameworks/props.js';
import type { BytedeskLoginButtonElement, BytedeskWorkspaceElement } from './index.js';

/** `(name: 'bytedesk-ready', event: ReadyEvent) => void` and so on, as one type with all of these calls. */
type Emit<Events> = {
  [N in keyof Events]: (call: (name: N, event: Events[N]) => void) => void;
}[keyof Events] extends (call: infer Calls) => void
  ? Calls
  : never;

/** A component as Vue's language tools see it. */
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
