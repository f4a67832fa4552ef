/** @jsxImportSource react */
import type {} from 'bytedesk-embed/jsx';
import type { BytedeskWorkspaceElement } from 'bytedesk-embed';
import { useRef } from 'react';

export function Good() {
  const workspace = useRef<BytedeskWorkspaceElement>(null);
  return (
    <>
      <bytedesk-workspace
        ref={workspace}
        className="console"
        server="https://desk.example.com"
        path={undefined}
        tokenProvider={async ({ reason }) => reason}
        token-url="/desk/token"
        expired-view="cover"
        check-interval="60"
        onbytedesk-ready={({ detail }) => detail.path.length}
      >
        <p slot="expired">Sign in again</p>
      </bytedesk-workspace>
      <bytedesk-login-button mode="popup" disabled onbytedesk-login={({ detail }) => detail.mode.length} />
    </>
  );
}

export const bad = [
  // @ts-expect-error a number is no address
  <bytedesk-workspace server={5} />,
  // @ts-expect-error no such word
  <bytedesk-workspace expired-view="hide" />,
  // @ts-expect-error misspelt
  <bytedesk-workspace sever="https://desk.example.com" />,
  // @ts-expect-error no such member
  <bytedesk-workspace onbytedesk-ready={({ detail }) => detail.url} />,
  // @ts-expect-error no such word
  <bytedesk-login-button mode="window" />,
];
