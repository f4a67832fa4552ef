// Events bubble: one listener hears every element of the page, also those that come later.
const show = (id, text) => (document.querySelector(id).textContent = text);

document.addEventListener('bytedesk-state-change', ({ detail }) => show('#state', detail.to));
document.addEventListener('bytedesk-unread-change', ({ detail }) => show('#unread', detail.total));
document.addEventListener('bytedesk-token-renewed', () => show('#news', 'The token was renewed.'));
document.addEventListener('bytedesk-token-expired', () => show('#news', 'The token has expired.'));
document.addEventListener('bytedesk-logout', ({ detail }) => show('#news', `Signed out (${detail.reason}).`));

// Whoever may be late looks at `state` first: the element may have been ready before this script ran.
show('#state', document.querySelector('bytedesk-workspace').state);

document.querySelector('#sign-out').addEventListener('click', () => {
  document.querySelector('bytedesk-workspace')?.logout();
});

document.querySelector('#toggle').addEventListener('click', ({ target }) => {
  const workspace = document.querySelector('bytedesk-workspace');
  if (workspace) {
    workspace.remove();
  } else {
    const other = document.createElement('bytedesk-workspace');
    other.path = '/agent/chat';
    document.querySelector('#place').append(other);
  }
  target.textContent = workspace ? 'Open' : 'Close';
});
