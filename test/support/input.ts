import { executeServerCommand } from '@web/test-runner-commands';

export interface ClickOptions {
  readonly button?: 'left' | 'middle' | 'right';
  readonly modifiers?: readonly ('Shift' | 'Control' | 'Alt' | 'Meta')[];
  /** A tap with a finger; WebKit's driver makes a mouse's click of it. */
  readonly byTouch?: boolean;
}

const send = async (payload: object): Promise<void> => {
  await executeServerCommand('real-input', payload);
};

/** Presses and releases keys, such as `Tab`, `Enter`, `Space` or a character, as the user would. */
export const pressKeys = (...keys: string[]): Promise<void> => send({ keys });

/** Presses one key while others are held. */
export const pressWith = (modifiers: NonNullable<ClickOptions['modifiers']>, key: string): Promise<void> =>
  send({ keys: [key], modifiers });

export const clickAt = (x: number, y: number, options: ClickOptions = {}): Promise<void> =>
  send({ at: [Math.round(x), Math.round(y)], ...options });

/** Clicks into the middle of an element, in a frame too if `element` is the iframe. */
export function clickOn(element: Element, options: ClickOptions = {}): Promise<void> {
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { left, top, width, height } = element.getBoundingClientRect();
  return clickAt(left + width / 2, top + height / 2, options);
}

/** URLs of the windows besides this one, also those that the page itself may not read. */
export const otherWindows = (): Promise<string[]> => executeServerCommand('other-windows');

export const closeOtherWindows = async (): Promise<void> => {
  await executeServerCommand('close-other-windows');
};
