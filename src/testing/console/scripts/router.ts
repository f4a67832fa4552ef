/** Console script: real paths by the history API, one entry per menu click. */
export const routerScript = String.raw`
function currentRoute() {
  return location.pathname.slice(home.length) || '/';
}

function go(route, { replace } = {}) {
  const url = home + route;
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  render();
}

function stripToken() {
  const url = new URL(location.href);
  url.searchParams.delete('accessToken');
  history.replaceState(null, '', url.pathname + url.search + url.hash);
}

function isSignInRoute() {
  return currentRoute().startsWith('/auth/');
}

function link(route, attributes, ...children) {
  const onclick = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (currentRoute() !== route) go(route);
  };
  return el('a', { href: home + route, onclick, ...attributes }, ...children);
}

window.addEventListener('popstate', () => render());

function render() {
  if (blank) return;
  const isOut = !session.token && currentRoute() !== '/debug';
  if (isOut && !isSignInRoute()) history.replaceState(null, '', home + '/auth/login');
  if (!isOut && (currentRoute() === '/' || isSignInRoute())) history.replaceState(null, '', home + INDEX);
  if (!isOut && !mayVisit(currentRoute())) history.replaceState(null, '', home + INDEX);
  localStorage.setItem('lastPath', currentRoute());
  if (isOut) showSignIn();
  else keepFocus(showConsole);
}

function mayVisit(route) {
  const needed = NEEDED[route.split('/')[1]];
  if (!needed || !session.user?.authorities) return true;
  return session.user.authorities.some(({ authority }) => authority === needed);
}
`;
