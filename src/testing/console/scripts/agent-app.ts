/** Agent console script: routes, frame of the page, menu, status, sign-out. */
export const agentAppScript = String.raw`
const INDEX = '/chat';
const ROUTES = [
  'chat',
  'contact',
  'task',
  'callcenter',
  'robot',
  'ticket',
  'data',
  'monitor',
  'quality',
  'document',
  'plugins',
  'setting',
  'auth',
  'anonymous',
  'debug',
  'invite',
  'enlarge',
  'leavemsg',
  'notebase',
];
const NEEDED = {
  ticket: 'TICKET_READ',
  robot: 'ROLE_ADMIN',
  callcenter: 'ROLE_ADMIN',
  data: 'ROLE_ADMIN',
  monitor: 'ROLE_ADMIN',
  quality: 'ROLE_ADMIN',
  task: 'ROLE_ADMIN',
};
const MENU = ['chat', 'contact', 'ticket', 'robot', 'monitor', 'setting'];
const STATUSES = ['AVAILABLE', 'BUSY', 'OFFLINE'];

const desk = { threads: [], agent: null, open: null, messages: [], search: '', drafts: {} };

function takesTokenHere() {
  return page.generation === 'newer' && !session.token && currentRoute() !== '/debug';
}

function afterTokenLogin() {}

function afterTokenFailure() {
  stripToken();
  history.replaceState(null, '', home + '/auth/login');
}

// What the real console loads once somebody is signed in. A refused call ends it at once, see request().
async function enter() {
  try {
    session.user = await get('/api/v1/user/profile');
    writeStore('USER_STORE', { userInfo: session.user, deviceUid: deviceUid() });
    connectPush();
    meetLive();
    desk.agent = await get('/api/v1/agent/query?orgUid=' + session.user.currentOrganization.uid);
    await loadThreads(3);
  } catch (error) {
    return toast(error.status === 601 ? t('loadFailed') : error.message);
  }
  if (!session.token) return;
  render();
  announce('agent_status_changed', { status: desk.agent.status, agentInfo: desk.agent });
  tellUnread();
  if (page.flood) flood(page.flood);
}

async function loadThreads(retries) {
  try {
    const found = await get('/api/v1/thread/query?pageNumber=0&pageSize=50');
    desk.threads = found ? found.content : [];
  } catch (error) {
    if (error.status < 500 || retries === 0) throw error;
    await loadThreads(retries - 1);
  }
}

// The console of early 2025 had no messages, in neither direction.
function announce(type, data) {
  if (page.generation === 'newer') tellHost(type, data);
}

function unreadTotal() {
  return desk.threads.reduce((sum, thread) => sum + thread.unreadCount, 0);
}

function tellUnread() {
  const unreadThreads = desk.threads.filter((thread) => thread.unreadCount > 0);
  announce('unread_message_count', { totalUnreadCount: unreadTotal(), unreadThreads });
}

async function onVisitorMessage(threadUid) {
  await loadThreads(0).catch(() => {});
  const thread = desk.threads.find((candidate) => candidate.uid === threadUid);
  if (!thread) return;
  if (desk.open === threadUid) await loadMessages();
  render();
  announce('new_visitor_message', { thread });
  tellUnread();
}

async function setStatus(status) {
  if (!STATUSES.includes(status)) return;
  desk.agent = await post('/api/v1/agent/update/status', { status });
  render();
  announce('agent_status_changed', { status: desk.agent.status, agentInfo: desk.agent });
}

function showConsole() {
  const route = currentRoute().split('/')[1];
  const views = { chat: chatView, contact: contactView, ticket: ticketView, setting: settingView };
  const view = ROUTES.includes(route) ? views[route] || emptyView : notFoundView;
  root.replaceChildren(
    el(
      'div',
      { class: 'agent' + (desk.open && route === 'chat' ? ' reading' : '') },
      menu(route),
      el('main', {}, view(route)),
      footer(),
    ),
  );
  root.querySelector('.messages')?.scrollTo(0, 1e6);
}

function menu(active) {
  const items = MENU.filter((name) => mayVisit('/' + name)).map((name) => {
    const count = name === 'chat' ? unreadTotal() : 0;
    const badge = count
      ? el(
          'span',
          { class: 'badge' },
          count > 99 ? '99+' : count,
          el('span', { class: 'hidden-text' }, ' ' + t('unread')),
        )
      : null;
    return link(
      '/' + name,
      { class: 'menu-item', 'aria-current': name === active ? 'page' : null },
      icon(name),
      el('span', {}, t(name)),
      badge,
    );
  });
  return el(
    'nav',
    { class: 'menu', 'aria-label': t('navigation') },
    avatar(session.user?.nickname || '·'),
    el('div', { class: 'menu-items' }, items),
    gearMenu(),
  );
}

function gearMenu() {
  return el(
    'details',
    { class: 'gear' },
    el('summary', { 'aria-label': t('menu'), title: t('menu') }, icon('gear')),
    el(
      'div',
      { class: 'popover' },
      button(t('help'), openHelp, { class: 'button plain' }),
      button(t('signOut'), () => signOut(), { class: 'button plain', 'data-action': 'sign-out' }),
    ),
  );
}

function openHelp() {
  window.open(page.base + '/', '_blank');
}

function footer() {
  const confirmation = el(
    'span',
    { class: 'confirm', hidden: true },
    t('signOutSure'),
    button(t('signOut'), () => signOut(), {
      class: 'button small danger',
      'data-action': 'confirm-sign-out',
    }),
    button(t('cancel'), () => ask(false), { class: 'button small' }),
  );
  const trigger = button(t('signOut'), () => ask(true), {
    class: 'text-button',
    'data-action': 'ask-sign-out',
  });
  function ask(open) {
    confirmation.hidden = !open;
    trigger.hidden = open;
    if (open) confirmation.querySelector('button').focus();
    else trigger.focus();
  }
  return el(
    'footer',
    { class: 'footer' },
    standInLine(),
    el('span', { class: 'spacer' }),
    button(t('help'), openHelp, { class: 'text-button' }),
    trigger,
    confirmation,
  );
}
`;
