import type { BytedeskWorkspaceElement } from 'bytedesk-embed';
import type {} from 'bytedesk-embed/jsx';
import { useRef, useState } from 'preact/hooks';

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
        <bytedesk-workspace
          ref={workspace}
          path="/agent/chat"
          onbytedesk-state-change={({ detail }) => setState(detail.to)}
          onbytedesk-unread-change={({ detail }) => setUnread(detail.total)}
          onbytedesk-token-renewed={() => setNews('The token was renewed.')}
          onbytedesk-token-expired={() => setNews('The token has expired.')}
          onbytedesk-logout={({ detail }) => setNews(`Signed out (${detail.reason}).`)}
        />
      )}
    </main>
  );
}
