import type { BytedeskWorkspaceElement } from 'bytedesk-embed';
import type {} from 'bytedesk-embed/solid';
import { createSignal, Show } from 'solid-js';

export function Support() {
  let workspace: BytedeskWorkspaceElement | undefined;
  const [isOpen, setOpen] = createSignal(true);
  const [state, setState] = createSignal('idle');
  const [unread, setUnread] = createSignal(0);
  const [news, setNews] = createSignal('');

  return (
    <main>
      <h1>
        Support (<span id="unread">{unread()}</span> unread)
      </h1>
      <p>
        <button id="toggle" onClick={() => setOpen(!isOpen())}>
          {isOpen() ? 'Close' : 'Open'}
        </button>
        <button id="sign-out" onClick={() => void workspace?.logout()}>
          Sign out
        </button>
        <output id="state">{state()}</output> <output id="news">{news()}</output>
      </p>
      <Show when={isOpen()}>
        <bytedesk-workspace
          ref={(element) => (workspace = element)}
          path="/agent/chat"
          on:bytedesk-state-change={({ detail }) => setState(detail.to)}
          on:bytedesk-unread-change={({ detail }) => setUnread(detail.total)}
          on:bytedesk-token-renewed={() => setNews('The token was renewed.')}
          on:bytedesk-token-expired={() => setNews('The token has expired.')}
          on:bytedesk-logout={({ detail }) => setNews(`Signed out (${detail.reason}).`)}
        />
      </Show>
    </main>
  );
}
