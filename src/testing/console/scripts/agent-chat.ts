/** Agent console script: the list of conversations and the one that is open. */
export const agentChatScript = String.raw`
function chatView() {
  return el('div', { class: 'chat' }, threadList(), conversation());
}

function threadList() {
  const search = el('input', { type: 'search', class: 'search', placeholder: t('search'), 'aria-label': t('search'), value: desk.search });
  const list = el('ul', { class: 'threads' });
  const fill = () => {
    const wanted = desk.search.toLowerCase();
    list.replaceChildren(...desk.threads.filter(({ user }) => user.nickname.toLowerCase().includes(wanted)).map(threadItem));
  };
  search.addEventListener('input', () => {
    desk.search = search.value;
    fill();
  });
  // A search asks the server too; what it answers is not needed here, that it is asked is.
  search.addEventListener('change', () => get('/api/v1/thread/query?searchText=' + encodeURIComponent(search.value)).catch(() => {}));
  fill();
  return el('section', { class: 'list', 'aria-label': t('conversations') }, el('header', {}, el('h1', {}, t('chat')), statusSwitch()), search, list);
}

function threadItem(thread) {
  const unread = thread.unreadCount ? el('span', { class: 'badge' }, thread.unreadCount, el('span', { class: 'hidden-text' }, ' ' + t('unread'))) : null;
  const item = el(
    'button',
    { type: 'button', class: 'thread', 'aria-current': thread.uid === desk.open ? 'true' : null, 'data-thread': thread.uid, onclick: () => openThread(thread.uid) },
    avatar(thread.user.nickname),
    el('span', { class: 'who' }, thread.user.nickname),
    el('time', { datetime: thread.updatedAt }, clockTime(thread.updatedAt)),
    el('span', { class: 'last' }, thread.state === 'CLOSED' ? '[' + t('closed') + '] ' : '', thread.content),
    unread,
  );
  return el('li', {}, item);
}

function statusSwitch() {
  const status = desk.agent ? desk.agent.status : 'OFFLINE';
  const select = el('select', { 'aria-label': t('status'), 'data-status': status }, STATUSES.map((name) => el('option', { value: name, selected: name === status }, t(name))));
  select.addEventListener('change', () => setStatus(select.value).catch(() => {}));
  return el('span', { class: 'status ' + status.toLowerCase() }, select);
}

async function openThread(uid) {
  desk.open = uid;
  try {
    await loadMessages();
    await clearUnread(uid);
  } catch {
    return;
  }
  if (session.token) render();
}

async function loadMessages() {
  const found = await get('/api/v1/message/query/thread/uid?pageNumber=0&pageSize=50&threadUid=' + desk.open);
  desk.messages = found ? found.content.reverse() : [];
}

async function clearUnread(uid) {
  const thread = desk.threads.find((candidate) => candidate.uid === uid);
  if (!thread || thread.unreadCount === 0) return;
  await post('/api/v1/message_unread/clear', { threadUid: uid });
  thread.unreadCount = 0;
  tellUnread();
}

function conversation() {
  const thread = desk.threads.find((candidate) => candidate.uid === desk.open);
  if (!thread) return el('section', { class: 'conversation vacant' }, el('div', {}, icon('chat'), el('h2', {}, t('pick')), el('p', {}, t('pickLead'))));
  return el(
    'section',
    { class: 'conversation', 'aria-label': thread.user.nickname },
    el('header', {}, iconButton('back', () => leaveThread(), 'back'), avatar(thread.user.nickname), el('h2', {}, thread.user.nickname), el('span', { class: 'spacer' }), thread.state === 'CLOSED' ? el('span', { class: 'tag' }, t('closed')) : button(t('close'), () => closeThread(thread), { class: 'button small', 'data-action': 'close-thread' })),
    el('ol', { class: 'messages', tabindex: 0 }, desk.messages.map(messageItem)),
    composer(thread),
  );
}

function iconButton(name, onclick, label) {
  return el('button', { type: 'button', class: 'icon-button ' + name, 'aria-label': t(label), title: t(label), onclick }, icon(name));
}

function leaveThread() {
  desk.open = null;
  render();
}

function messageItem(message) {
  const mine = message.user.type === 'AGENT';
  const body = { FILE: fileBody, LINK: linkBody }[message.type] || ((text) => el('p', {}, text));
  return el('li', { class: 'message' + (mine ? ' mine' : '') }, el('div', { class: 'bubble' }, body(message.content)), el('div', { class: 'meta' }, el('time', { datetime: message.createdAt }, clockTime(message.createdAt)), iconButton('copy', () => copy(message.content), 'copy')));
}

function fileBody(name) {
  const href = URL.createObjectURL(new Blob(['stand-in desk\n'], { type: 'text/plain' }));
  return el('a', { class: 'attachment', href, download: name }, icon('download'), el('span', {}, name));
}

function linkBody(url) {
  return el('button', { type: 'button', class: 'attachment', 'data-action': 'open-link', onclick: () => window.open(url, '_blank') }, icon('open'), el('span', {}, url));
}

function composer(thread) {
  const input = el('input', { name: 'message', autocomplete: 'off', placeholder: t('write'), 'aria-label': t('write'), disabled: thread.state === 'CLOSED' });
  const form = el('form', { class: 'composer' }, input, el('button', { class: 'button primary', disabled: thread.state === 'CLOSED' }, icon('send'), el('span', {}, t('send'))));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const content = input.value.trim();
    if (!content) return;
    input.value = '';
    try {
      await post('/api/v1/message/rest/send', { topic: thread.topic, content });
      await loadMessages();
      await loadThreads(0);
    } catch {
      return;
    }
    render();
    root.querySelector('.composer input')?.focus();
  });
  return form;
}

async function closeThread(thread) {
  const closed = await post('/api/v1/thread/close', { uid: thread.uid });
  await loadThreads(0);
  render();
  tellHost('thread_status_changed', { thread: closed, action: 'close' });
}
`;
