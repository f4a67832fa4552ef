/** Agent console script: contacts, tickets, settings, and the pages that are there in name only. */
export const agentPagesScript = String.raw`
const tickets = { number: 0, found: null };

function pageFrame(title, ...children) {
  return el('section', { class: 'page' }, el('h1', {}, title), ...children);
}

function emptyView(route) {
  return pageFrame(
    t(route),
    el('div', { class: 'vacant' }, icon(route), el('h2', {}, t('nothing')), el('p', {}, t('nothingLead'))),
  );
}

function notFoundView() {
  return pageFrame(
    '404',
    el('div', { class: 'vacant' }, el('h2', {}, t('notFound')), link(INDEX, { class: 'button' }, t('chat'))),
  );
}

function contactView() {
  const rows = desk.threads.map(({ user, content }) =>
    el(
      'li',
      { class: 'card row' },
      avatar(user.nickname),
      el('strong', {}, user.nickname),
      el('span', { class: 'muted cut' }, content),
    ),
  );
  return pageFrame(t('contact'), el('ul', { class: 'cards' }, rows));
}

function ticketView() {
  const area = el('div', {});
  loadTickets(area).catch(() => {});
  return pageFrame(t('ticket'), area);
}

async function loadTickets(area) {
  tickets.found = await get(
    '/api/v1/ticket/query/org?orgUid=' +
      session.user.currentOrganization.uid +
      '&pageSize=8&pageNumber=' +
      tickets.number,
  );
  const { content, first, last, number, totalPages } = tickets.found;
  const turn = (step) => () => {
    tickets.number += step;
    loadTickets(area).catch(() => {});
  };
  area.replaceChildren(
    table(
      [t('title'), t('state'), t('priority')],
      content.map((ticket) => [ticket.title, el('span', { class: 'tag' }, ticket.status), ticket.priority]),
    ),
    el(
      'div',
      { class: 'pager' },
      button(t('previous'), turn(-1), { disabled: first }),
      el('span', {}, number + 1 + ' / ' + totalPages),
      button(t('next'), turn(1), { disabled: last }),
    ),
  );
}

function table(heads, rows) {
  return el(
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
        rows.map((cells) =>
          el(
            'tr',
            {},
            cells.map((cell) => el('td', {}, cell)),
          ),
        ),
      ),
    ),
  );
}

function settingView() {
  const languages = el(
    'select',
    {},
    ['zh-cn', 'en'].map((name) =>
      el('option', { value: name, selected: name === language }, name === 'en' ? 'English' : '简体中文'),
    ),
  );
  languages.addEventListener('change', () => {
    useLanguage(languages.value);
    render();
  });
  const user = session.user || {};
  const code = URL.createObjectURL(new Blob([QR_PICTURE], { type: 'image/svg+xml' }));
  return pageFrame(
    t('setting'),
    el(
      'div',
      { class: 'card' },
      el('h2', {}, t('profile')),
      el(
        'div',
        { class: 'row' },
        avatar(user.nickname || '·'),
        el(
          'div',
          {},
          el('strong', {}, user.nickname || ''),
          el('p', { class: 'muted' }, user.username || ''),
        ),
      ),
    ),
    el('label', { class: 'card row between' }, el('span', {}, t('language')), languages),
    el(
      'div',
      { class: 'card row between' },
      el('span', {}, t('qrcode')),
      el('a', { class: 'button', href: code, download: 'stand-in-qrcode.svg' }, t('download')),
    ),
  );
}

const QR_PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 7 7"><path d="M0 0h3v3H0zM4 0h3v3H4zM0 4h3v3H0zM5 4h1v1H5zM4 5h1v1H4zM6 6h1v1H6z"/></svg>';
`;
