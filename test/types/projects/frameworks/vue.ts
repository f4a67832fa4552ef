import type {} from 'bytedesk-embed/vue';
import type { GlobalComponents } from 'vue';

// Vue's language tools make of a tag `new` of its component, of attributes `$props`, and of listeners `$emit`.
type Workspace = InstanceType<GlobalComponents['bytedesk-workspace']>;
type Button = InstanceType<GlobalComponents['bytedesk-login-button']>;

export const workspace: Workspace['$props'] = {
  class: 'console',
  server: 'https://desk.example.com',
  path: undefined,
  tokenUrl: '/desk/token',
  tokenProvider: async ({ reason }) => reason,
};
export const button: Button['$props'] = { mode: 'popup' };

export const bad: readonly (Workspace['$props'] | Button['$props'])[] = [
  // @ts-expect-error a number is no address
  { server: 5 } satisfies Workspace['$props'],
  // @ts-expect-error no such word
  { expiredView: 'hide' } satisfies Workspace['$props'],
  // @ts-expect-error misspelt
  { sever: 'https://desk.example.com' } satisfies Workspace['$props'],
  // @ts-expect-error no such word
  { mode: 'window' } satisfies Button['$props'],
];

declare const emit: Workspace['$emit'];
declare const ready: HTMLElementEventMap['bytedesk-ready'];
emit('bytedesk-ready', ready);
// @ts-expect-error another event
emit('bytedesk-logout', ready);
// @ts-expect-error no such event
emit('bytedesk-rady', ready);
// The element itself, by a template's `ref`.
export const reload = (element: Workspace): Promise<void> => element.reload();
