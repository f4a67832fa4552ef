/** @jsxImportSource react */
import { BytedeskLoginButton, BytedeskWorkspace, type BytedeskWorkspaceProps } from 'bytedesk-embed/react';
import type { BytedeskLoginButtonElement, BytedeskWorkspaceElement } from 'bytedesk-embed';
import { createRef, useRef } from 'react';

declare const maybe: string | undefined;

export function Good(props: BytedeskWorkspaceProps) {
  const workspace = useRef<BytedeskWorkspaceElement>(null);
  const button = createRef<BytedeskLoginButtonElement>();
  return (
    <>
      <BytedeskWorkspace {...props} />
      <BytedeskWorkspace
        ref={workspace}
        className="console"
        style={{ height: '80vh' }}
        server="https://desk.example.com"
        api={maybe}
        path={null}
        token={maybe}
        tokenUrl="/desk/token"
        tokenProvider={async ({ reason }) => reason}
        storage="auto"
        timeout={10}
        height={undefined}
        aria-label="Support"
        onReady={({ detail }) => detail.path.length}
        onTokenExpiring={(event) => event.respondWith('token')}
        onTokenExpired={({ detail }) => detail.expiresAt?.getTime()}
        onUnreadChange={maybe === undefined ? null : ({ detail }) => detail.total.toFixed()}
        onError={({ detail }) => detail.code.length}
        onNavigate={undefined}
        onClick={(event) => event.currentTarget.reload()}
      >
        <p slot="expired">Sign in again</p>
      </BytedeskWorkspace>
      <BytedeskLoginButton
        ref={button}
        mode="popup"
        disabled={false}
        popupFeatures={maybe}
        onLogin={({ detail }) => detail.mode.length}
        onPopupClose={({ detail }) => detail.path.length}
      >
        Open the chat
      </BytedeskLoginButton>
    </>
  );
}

export const bad = [
  // @ts-expect-error a number is no address
  <BytedeskWorkspace server={5} />,
  // @ts-expect-error no such word
  <BytedeskWorkspace delivery="post" />,
  // @ts-expect-error misspelt
  <BytedeskWorkspace sever="https://desk.example.com" />,
  // @ts-expect-error read-only
  <BytedeskWorkspace state="ready" />,
  // @ts-expect-error a method is no setting
  <BytedeskWorkspace navigate={() => undefined} />,
  // @ts-expect-error no such member
  <BytedeskWorkspace onReady={({ detail }) => detail.url} />,
  // @ts-expect-error an event of the button
  <BytedeskWorkspace onPopupClose={() => undefined} />,
  // @ts-expect-error no such word
  <BytedeskLoginButton mode="window" />,
  // @ts-expect-error a setting of the workspace
  <BytedeskLoginButton delivery="bridge" />,
];
