'use client';
// The package's entry for React: both elements as components.

import { createComponent } from '@lit/react';
import * as React from 'react';
import { defineElements } from './elements/define-elements.js';
import { EVENT_NAMES } from './elements/events.js';
import {
  type EventMap,
  type LoginButtonEventMap,
  type LoginButtonProps,
  LOGIN_BUTTON_EVENTS,
  type WorkspaceEventMap,
  type WorkspaceProps,
} from './frameworks/props.js';
import { BytedeskLoginButtonElement, BytedeskWorkspaceElement } from './index.js';

defineElements();

type EventName = keyof EventMap;

/** `token-expired` becomes `TokenExpired`. */
type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

/** The name of the property that takes an event's handler: `bytedesk-token-expired` is handled by `onTokenExpired`. */
type HandlerName<Name> = Name extends `bytedesk-${infer Rest}` ? `on${Pascal<Rest>}` : never;

type Handlers<Events> = {
  [N in keyof Events as HandlerName<N>]?: ((event: Events[N]) => void) | null | undefined;
};

/** The properties of every HTML element, except those that our elements define themselves. */
type Common<Element, Own> = Omit<React.HTMLAttributes<Element>, keyof Own> & React.RefAttributes<Element>;

/**
 * The properties of `<BytedeskWorkspace>`: every setting, a handler for every event, and those of every HTML element.
 */
export type BytedeskWorkspaceProps = WorkspaceProps &
  Handlers<WorkspaceEventMap> &
  Common<BytedeskWorkspaceElement, WorkspaceProps & Handlers<WorkspaceEventMap>>;

/**
 * The properties of `<BytedeskLoginButton>`: every setting, a handler for every event, and those of every HTML element.
 */
export type BytedeskLoginButtonProps = LoginButtonProps &
  Handlers<LoginButtonEventMap> &
  Common<BytedeskLoginButtonElement, LoginButtonProps & Handlers<LoginButtonEventMap>>;

const handlerName = (event: string): string =>
  event.replace('bytedesk', 'on').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Makes a component that sets all properties in an effect. Server rendering then prints a bare tag, and hydration,
 * which sets no properties of custom elements, has nothing to lose.
 */
function wrap<Element extends HTMLElement, Props>(
  displayName: string,
  tagName: string,
  elementClass: { new (): Element; readonly observedAttributes: readonly string[] },
  names: readonly EventName[],
): React.ForwardRefExoticComponent<Props> {
  // Reading this makes Lit create the accessors, also where another copy of the library has registered the tag. The
  // wrapper would print a property without an accessor as an attribute.
  void elementClass.observedAttributes;
  const events = Object.fromEntries(names.map((name) => [handlerName(name), name]));
  const Wrapped = createComponent({ react: React, tagName, elementClass, events });
  const isHandler = (name: string): boolean => Object.hasOwn(events, name);
  const Component = React.forwardRef<Element, Record<string, unknown>>((props, ref) => {
    // `onReady={isOn && handle}` can leave a value that is no function, and the wrapper would call it.
    const usable = Object.entries(props).filter(
      ([name, value]) => !isHandler(name) || typeof value === 'function',
    );
    return React.createElement(Wrapped as React.ElementType, { ...Object.fromEntries(usable), ref });
  });
  Component.displayName = displayName;
  return Component as unknown as React.ForwardRefExoticComponent<Props>;
}

/** The agent or admin console inside a page, as a React component; `ref` gives the element with its methods. */
export const BytedeskWorkspace = wrap<BytedeskWorkspaceElement, BytedeskWorkspaceProps>(
  'BytedeskWorkspace',
  'bytedesk-workspace',
  BytedeskWorkspaceElement,
  EVENT_NAMES.filter((name) => name !== 'bytedesk-login' && name !== 'bytedesk-popup-close'),
);

/** Opens a console in a window, signed in, as a React component; `ref` gives the element. */
export const BytedeskLoginButton = wrap<BytedeskLoginButtonElement, BytedeskLoginButtonProps>(
  'BytedeskLoginButton',
  'bytedesk-login-button',
  BytedeskLoginButtonElement,
  LOGIN_BUTTON_EVENTS,
);
