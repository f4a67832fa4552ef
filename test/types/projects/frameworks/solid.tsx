/** @jsxImportSource solid-js */
import type {} from 'bytedesk-embed/solid';
import type { BytedeskWorkspaceElement } from 'bytedesk-embed';

export function Good() {
  let workspace: BytedeskWorkspaceElement | undefined;
  return (
    <>
      <bytedesk-workspace
        ref={(element) => (workspace = element)}
        class="console"
        server="https://desk.example.com"
        path={undefined}
        tokenProvider={async ({ reason }) => reason}
        prop:tokenUrl="/desk/token"
        attr:expired-view="cover"
        attr:check-interval={60}
        on:bytedesk-ready={({ detail }) => void [detail.path.length, workspace]}
      >
        <p slot="expired">Sign in again</p>
      </bytedesk-workspace>
      <bytedesk-login-button
        mode="popup"
        disabled={true}
        on:bytedesk-login={({ detail }) => detail.mode.length}
      />
    </>
  );
}

export const bad = [
  // @ts-expect-error a number is no address
  <bytedesk-workspace server={5} />,
  // @ts-expect-error no such word
  <bytedesk-workspace attr:expired-view="hide" />,
  // @ts-expect-error misspelt
  <bytedesk-workspace sever="https://desk.example.com" />,
  // @ts-expect-error no such member
  <bytedesk-workspace on:bytedesk-ready={({ detail }) => detail.url} />,
  // @ts-expect-error no such word
  <bytedesk-login-button mode="window" />,
];
