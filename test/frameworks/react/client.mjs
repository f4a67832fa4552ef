// The page of the React suite: its address names the case, and whether it was rendered on a server.
/* global document, location, window */
import { createRoot, hydrateRoot } from 'react-dom/client';
import { app, seen } from './app.mjs';

const asked = new URLSearchParams(location.search);
const [name, server, token] = ['case', 'server', 'token'].map((key) => asked.get(key));
const root = document.querySelector('#root');
const element = app(name, { server, token });

seen.recoverable = [];
window.seen = seen;
if (root.firstElementChild) {
  hydrateRoot(root, element, { onRecoverableError: (error) => seen.recoverable.push(error.message) });
} else {
  createRoot(root).render(element);
}
