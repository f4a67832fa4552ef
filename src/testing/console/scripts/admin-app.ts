/** Admin console script: sign-in by token, loading, frame of the page. It never posts anything to a host. */
export const adminAppScript = String.raw`
const INDEX = '/welcome';
const NEEDED = {};
const MENU = [
  ['/welcome', 'welcome'],
  ['/dashboard', 'dashboard'],
  ['/team/member', 'team'],
  ['/setting/token', 'tokens'],
];

const numbers = { chats: 0, tickets: 0, tokens: 0, members: 0 };

function onVisitorMessage() {}

// Only the sign-in page looks at the token, and it does not ask whether somebody is signed in already.
function takesTokenHere() {
  return currentRoute() === '/auth/login';
}

// Written both ways in the field: relative to the console, and with its prefix.
function afterTokenLogin() {
  const wanted = new URLSearchParams(location.search).get('redirect') || INDEX;
  const route = wanted.startsWith('/admin/') ? wanted.slice('/admin'.length) : wanted;
  history.replaceState(null, '', home + (/^\/[^/\\]/.test(route) ? route : INDEX));
}

// The parameter stays in the address, as on the real page.
function afterTokenFailure() {}

async function enter() {
  try {
    session.user = await get('/api/v1/user/profile');
    writeStore('USER_STORE', { userInfo: session.user, deviceUid: deviceUid() });
    connectPush();
    const org = '?orgUid=' + session.user.currentOrganization.uid;
    numbers.tickets = (await get('/api/v1/ticket/query/org' + org)).totalElements;
    numbers.chats = (await get('/api/v1/thread/query')).totalElements;
    // Without that right the two calls would be refused, and any refusal signs the console out.
    if (!session.user.authorities.some(({ authority }) => authority === 'ROLE_ADMIN')) return render();
    numbers.members = (await get('/api/v1/user/query/org' + org)).totalElements;
    numbers.tokens = (await get('/api/v1/token/query/org' + org)).totalElements;
  } catch (error) {
    return toast(error.message);
  }
  if (session.token) render();
}

function showConsole() {
  const route = currentRoute();
  const views = {
    '/welcome': welcomeView,
    '/dashboard': dashboardView,
    '/team/member': memberView,
    '/setting/token': tokenView,
  };
  root.replaceChildren(
    el(
      'div',
      { class: 'admin' },
      sideMenu(route),
      el('main', {}, topBar(), (views[route] || emptyView)()),
      el('footer', { class: 'footer' }, standInLine()),
    ),
  );
}

function sideMenu(active) {
  const items = MENU.map(([route, name]) =>
    link(
      route,
      { class: 'menu-item', 'aria-current': route === active ? 'page' : null },
      icon(name),
      el('span', {}, t(name)),
    ),
  );
  return el(
    'nav',
    { class: 'side', 'aria-label': t('navigation') },
    el('strong', { class: 'brand' }, icon('dashboard'), el('span', {}, t('adminTitle'))),
    items,
  );
}

function topBar() {
  const name = session.user?.nickname || '';
  return el(
    'header',
    { class: 'top' },
    el('span', { class: 'spacer' }),
    avatar(name || '·'),
    el('span', {}, name),
    button(t('signOut'), () => signOut(), { class: 'button small', 'data-action': 'sign-out' }),
  );
}
`;
