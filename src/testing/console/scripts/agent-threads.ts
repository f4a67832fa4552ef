/** Agent console script: the list of conversations, and what is loaded for the open one. */
export const agentThreadsScript = String.raw`
function chatView() {
  return el('div', { class: 'chat' }, threadList(), conversation());
}

function threadList() {
  const search = el('input', {
    type: 'search',
    name: 'search',
    class: 'search',
    placeholder: t('search'),
    'aria-label': t('search'),
    value: desk.search,
  });
  const list = el('ul', { class: 'threads' });
  const fill = () => {
    const wanted = desk.search.toLowerCase();
    list.replaceChildren(
      ...desk.threads.filter(({ user }) => user.nickname.toLowerCase().includes(wanted)).map(threadItem),
    );
  };
  search.addEventListener('input', () => {
    desk.search = search.value;
    fill();
  });
  // A search asks the server too; what it answers is not needed here, that it is asked is.
  search.addEventListener('change', () =>
    get('/api/v1/thread/query?searchText=' + encodeURIComponent(search.value)).catch(() => {}),
  );
  fill();
  return el(
    'section',
    { class: 'list', 'aria-label': t('conversations') },
    el('header', {}, el('h1', {}, t('chat')), statusSwitch()),
    search,
    list,
  );
}

function threadItem(thread) {
  const unread = thread.unreadCount
    ? el(
        'span',
        { class: 'badge' },
        thread.unreadCount,
        el('span', { class: 'hidden-text' }, ' ' + t('unread')),
      )
    : null;
  const item = el(
    'button',
    {
      type: 'button',
      class: 'thread',
      'aria-current': thread.uid === desk.open ? 'true' : null,
      'data-thread': thread.uid,
      onclick: () => openThread(thread.uid),
    },
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
  const select = el(
    'select',
    { 'aria-label': t('status'), 'data-status': status },
    STATUSES.map((name) => el('option', { value: name, selected: name === status }, t(name))),
  );
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
`;
