// Types only: settings and events of both elements, from which the types for each framework are made.

import type { BytedeskLoginButtonElement, BytedeskWorkspaceElement } from '../index.js';

/** The settings of both elements. */
type DeskSetting =
  'server' | 'api' | 'path' | 'token' | 'tokenUrl' | 'tokenCredentials' | 'tokenProvider' | 'entry';

/** The properties of `<bytedesk-workspace>` that can be set. */
export type WorkspaceSetting =
  | DeskSetting
  | 'signIn'
  | 'delivery'
  | 'storage'
  | 'expiredView'
  | 'loading'
  | 'height'
  | 'label'
  | 'timeout'
  | 'renewBefore'
  | 'checkInterval'
  | 'allow'
  | 'sandbox';

/** The properties of `<bytedesk-login-button>` that can be set. */
export type LoginButtonSetting = DeskSetting | 'mode' | 'target' | 'popupFeatures' | 'disabled';

/** Properties by their names, as frameworks set them; `undefined` and `null` mean "none". */
type Settings<Element, Name extends keyof Element> = { [N in Name]?: Element[N] | null | undefined };

/** The settings of `<bytedesk-workspace>`, by the names of its properties. */
export type WorkspaceProps = Settings<BytedeskWorkspaceElement, Exclude<WorkspaceSetting, 'storage'>> & {
  storage?: 'auto' | 'persistent' | 'ephemeral' | null | undefined;
};

/** The settings of `<bytedesk-login-button>`, by the names of its properties. */
export type LoginButtonProps = Settings<BytedeskLoginButtonElement, LoginButtonSetting>;

/** `tokenUrl` becomes `token-url`. */
type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : Name;

/**
 * The values of an attribute: text, also a number where the property takes one, and true for an attribute without text.
 */
type AttributeValue<Value> = Value extends string | null | undefined
  ? Value
  : Value extends number
    ? number | `${number}`
    : Value extends boolean
      ? boolean | ''
      : never;

/** Settings by the names of their attributes. A function cannot stand in one. */
export type Attributes<Props> = {
  [N in keyof Props & string as N extends 'tokenProvider' ? never : Kebab<N>]?: AttributeValue<Props[N]>;
};

/** The elements' events, by name. */
export type EventMap = {
  [
    N in keyof GlobalEventHandlersEventMap as N extends `bytedesk-${string}` ? N : never
  ]: GlobalEventHandlersEventMap[N];
};

/** The events that only the login button dispatches. */
type ButtonOnlyEvent = 'bytedesk-login' | 'bytedesk-popup-close';

/** The events of `<bytedesk-workspace>`, by name. */
export type WorkspaceEventMap = Omit<EventMap, ButtonOnlyEvent>;

/** The names of the login button's events. */
export const LOGIN_BUTTON_EVENTS = [
  'bytedesk-login',
  'bytedesk-popup-close',
  'bytedesk-token-expiring',
  'bytedesk-token-expired',
  'bytedesk-logout',
  'bytedesk-error',
] as const satisfies readonly (keyof EventMap)[];

/** The events of `<bytedesk-login-button>`, by name. */
export type LoginButtonEventMap = Pick<EventMap, (typeof LOGIN_BUTTON_EVENTS)[number]>;

/** Handlers under the events' names with a prefix, such as `onbytedesk-ready`. */
export type Handlers<Events, Prefix extends string> = {
  [N in keyof Events & string as `${Prefix}${N}`]?: ((event: Events[N]) => void) | undefined;
};
