/** Agent console script: the conversation that is open. */
export const agentConversationScript = String.raw`
function conversation() {
  const thread = desk.threads.find((candidate) => candidate.uid === desk.open);
  if (!thread) return noConversation();
  return el(
    'section',
    { class: 'conversation', 'aria-label': thread.user.nickname },
    el(
      'header',
      {},
      iconButton('back', () => leaveThread(), 'back'),
      avatar(thread.user.nickname),
      el('h2', {}, thread.user.nickname),
      el('span', { class: 'spacer' }),
      thread.state === 'CLOSED'
        ? el('span', { class: 'tag' }, t('closed'))
        : button(t('close'), () => closeThread(thread), {
            class: 'button small',
            'data-action': 'close-thread',
          }),
    ),
    el('ol', { class: 'messages', tabindex: 0 }, desk.messages.map(messageItem)),
    composer(thread),
  );
}

function noConversation() {
  const text = el('div', {}, icon('chat'), el('h2', {}, t('pick')), el('p', {}, t('pickLead')));
  return el('section', { class: 'conversation vacant' }, text);
}

function iconButton(name, onclick, label) {
  return el(
    'button',
    { type: 'button', class: 'icon-button ' + name, 'aria-label': t(label), title: t(label), onclick },
    icon(name),
  );
}

function leaveThread() {
  desk.open = null;
  render();
}

function messageItem(message) {
  const mine = message.user.type === 'AGENT';
  const body = { FILE: fileBody, LINK: linkBody }[message.type] || ((text) => el('p', {}, text));
  return el(
    'li',
    { class: 'message' + (mine ? ' mine' : '') },
    el('div', { class: 'bubble' }, body(message.content)),
    el(
      'div',
      { class: 'meta' },
      el('time', { datetime: message.createdAt }, clockTime(message.createdAt)),
      iconButton('copy', () => copy(message.content), 'copy'),
    ),
  );
}

function fileBody(name) {
  const href = URL.createObjectURL(new Blob(['stand-in desk\n'], { type: 'text/plain' }));
  return el('a', { class: 'attachment', href, download: name }, icon('download'), el('span', {}, name));
}

function linkBody(url) {
  return el(
    'button',
    {
      type: 'button',
      class: 'attachment',
      'data-action': 'open-link',
      onclick: () => window.open(url, '_blank'),
    },
    icon('open'),
    el('span', {}, url),
  );
}

function composer(thread) {
  const input = el('input', {
    name: 'message',
    autocomplete: 'off',
    placeholder: t('write'),
    'aria-label': t('write'),
    disabled: thread.state === 'CLOSED',
    value: desk.drafts[thread.uid],
  });
  // Kept, as a message that comes in meanwhile draws everything anew.
  input.addEventListener('input', () => (desk.drafts[thread.uid] = input.value));
  const closed = thread.state === 'CLOSED';
  const submit = button(icon('send'), null, {
    class: 'button primary',
    disabled: closed,
    'aria-label': t('send'),
  });
  submit.append(el('span', {}, t('send')));
  const form = el('form', { class: 'composer' }, input, submit);
  onSend(form, submit, async () => {
    const content = input.value.trim();
    if (!content) return;
    input.value = desk.drafts[thread.uid] = '';
    try {
      await post('/api/v1/message/rest/send', { topic: thread.topic, content });
      await loadMessages();
      await loadThreads(0);
    } catch {
      return;
    }
    render();
  });
  return form;
}

async function closeThread(thread) {
  const closed = await post('/api/v1/thread/close', { uid: thread.uid });
  await loadThreads(0);
  render();
  announce('thread_status_changed', { thread: closed, action: 'close' });
}
`;
