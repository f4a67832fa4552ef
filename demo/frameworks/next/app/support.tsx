'use client';

import { type BytedeskWorkspaceElement, configure } from 'bytedesk-embed';
import { BytedeskWorkspace } from 'bytedesk-embed/react';
import { useRef, useState } from 'react';

configure({ server: 'https://desk.example.com', tokenUrl: '/desk/token' });

export function Support() {
  const workspace = useRef<BytedeskWorkspaceElement>(null);
  const [isOpen, setOpen] = useState(true);
  const [state, setState] = useState('idle');
  const [unread, setUnread] = useState(0);
  const [news, setNews] = useState('');

  return (
    <main>
      <h1>
        Support (<span id="unread">{unread}</span> unread)
      </h1>
      <p>
        <button id="toggle" onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Close' : 'Open'}
        </button>
        <button id="sign-out" onClick={() => void workspace.current?.logout()}>
          Sign out
        </button>
        <output id="state">{state}</output> <output id="news">{news}</output>
      </p>
      {isOpen && (
        <BytedeskWorkspace
          ref={workspace}
          path="/agent/chat"
          onStateChange={({ detail }) => setState(detail.to)}
          onUnreadChange={({ detail }) => setUnread(detail.total)}
          onTokenRenewed={() => setNews('The token was renewed.')}
          onTokenExpired={() => setNews('The token has expired.')}
          onLogout={({ detail }) => setNews(`Signed out (${detail.reason}).`)}
        />
      )}
    </main>
  );
}
