import type {} from 'bytedesk-embed/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

type Workspace = SvelteHTMLElements['bytedesk-workspace'];
type Button = SvelteHTMLElements['bytedesk-login-button'];

export const workspace: Workspace = {
  class: 'console',
  server: 'https://desk.example.com',
  path: undefined,
  'token-url': '/desk/token',
  tokenProvider: async ({ reason }) => reason,
  'onbytedesk-ready': ({ detail }) => detail.path.length,
};
export const button: Button = { mode: 'popup', 'onbytedesk-login': ({ detail }) => detail.mode.length };

export const bad: readonly (Workspace | Button)[] = [
  // @ts-expect-error a number is no address
  { server: 5 } satisfies Workspace,
  // @ts-expect-error no such word
  { 'expired-view': 'hide' } satisfies Workspace,
  // @ts-expect-error misspelt
  { sever: 'https://desk.example.com' } satisfies Workspace,
  // @ts-expect-error no such member
  { 'onbytedesk-ready': ({ detail }) => detail.url } satisfies Workspace,
  // @ts-expect-error no such word
  { mode: 'window' } satisfies Button,
];
