/** Admin console script: welcome, dashboard, members, tokens. */
export const adminPagesScript = String.raw`
function pageFrame(title, ...children) {
  return el('section', { class: 'page' }, el('h1', {}, title), ...children);
}

function emptyView() {
  return pageFrame(t('nothing'), el('div', { class: 'vacant' }, el('p', {}, t('nothingLead'))));
}

function welcomeView() {
  const cards = MENU.slice(1).map(([route, name]) =>
    link(route, { class: 'card row' }, icon(name), el('strong', {}, t(name))),
  );
  return pageFrame(
    t('welcome') + (session.user ? ', ' + session.user.nickname : ''),
    el('div', { class: 'tiles' }, cards),
  );
}

function dashboardView() {
  const figures = [
    ['chat', numbers.chats],
    ['ticket', numbers.tickets],
    ['team', numbers.members],
    ['tokens', numbers.tokens],
  ];
  const tiles = figures.map(([name, value]) =>
    el('div', { class: 'card figure' }, el('span', { class: 'muted' }, t(name)), el('strong', {}, value)),
  );
  return pageFrame(t('dashboard'), el('div', { class: 'tiles' }, tiles), weekCard());
}

// Made up, and the same for everybody: heights in percent.
const WEEK = [46, 62, 58, 81, 74, 35, 29];

function weekCard() {
  const name = (day) =>
    new Date(2026, 10, 16 + day).toLocaleDateString(document.documentElement.lang, { weekday: 'short' });
  const days = WEEK.map((height, day) => {
    const bar = el('span', {});
    bar.style.height = height + '%';
    return el('div', { class: 'day' }, bar, el('span', {}, name(day)));
  });
  return el('div', { class: 'card' }, el('h2', {}, t('week')), el('div', { class: 'days' }, days));
}

function listView(title, path, heads, toCells) {
  const area = el('div', {});
  const fill = async () => {
    const found = await get(path + '?pageSize=50&orgUid=' + session.user.currentOrganization.uid);
    area.replaceChildren(
      el(
        'div',
        { class: 'table-area', tabindex: 0 },
        el(
          'table',
          {},
          el(
            'thead',
            {},
            el(
              'tr',
              {},
              heads.map((head) => el('th', { scope: 'col' }, head)),
            ),
          ),
          el(
            'tbody',
            {},
            found.content.map((row) =>
              el(
                'tr',
                {},
                toCells(row, fill).map((cell) => el('td', {}, cell)),
              ),
            ),
          ),
        ),
      ),
    );
  };
  if (session.user?.currentOrganization) fill().catch(() => {});
  return pageFrame(title, area);
}

function memberView() {
  return listView(t('team'), '/api/v1/user/query/org', [t('user'), t('username'), t('state')], (user) => [
    el('span', { class: 'row' }, avatar(user.nickname), user.nickname),
    user.username,
    el('span', { class: 'tag' }, t(user.enabled ? 'enabled' : 'disabled')),
  ]);
}

// Rows are shown without the token itself, although the real list has it.
function tokenView() {
  return listView(
    t('tokens'),
    '/api/v1/token/query/org',
    [t('user'), t('channel'), t('expires'), t('state'), t('action')],
    (row, fill) => [
      row.user.username,
      row.channel,
      row.expiresAt ? row.expiresAt.slice(0, 10) : '∞',
      el('span', { class: 'tag' + (row.revoked ? '' : ' good') }, t(row.revoked ? 'revoked' : 'live')),
      row.revoked
        ? ''
        : button(
            t('revoke'),
            () => post('/api/v1/token/revoke', { uid: row.uid, revokeReason: 'admin console' }).then(fill),
            { class: 'button small' },
          ),
    ],
  );
}
`;
