// The components of the React suite, rendered on a server and in a browser.
import { createElement, lazy, StrictMode, Suspense, useState } from 'react';
import { BytedeskWorkspace } from 'bytedesk-embed/react';

/** What the page under test says to the test. */
export const seen = { ready: 0, unread: [], states: [] };

/** Asks the host for a token, as a provider of an application would. */
const askForToken = (round) => async () => {
  seen.lastProvider = round;
  const init = { method: 'POST', body: '{"reason":"initial"}' };
  return (await (await fetch('/desk/token', init)).json()).accessToken;
};

/** New functions and equal values on every render. */
const settings = (server, round) => ({
  server,
  path: '/agent/chat',
  tokenProvider: askForToken(round),
  height: 321,
  label: 'Our desk',
  expiredView: 'cover',
  renewBefore: 7,
  className: 'ours',
  style: { margin: '1px' },
  onReady: () => (seen.ready += 1),
  onStateChange: ({ detail }) => seen.states.push(detail.to),
  onUnreadChange: ({ detail }) => seen.unread.push({ round, total: detail.total }),
});

/** Waits, when told to, in the way of React: by throwing a promise. */
function Sibling({ wait }) {
  if (wait && !wait.isOver) throw wait.promise;
  return createElement('p', { id: 'sibling' }, 'here');
}

function Rerendered({ server }) {
  const [round, setRound] = useState(0);
  seen.render = () => setRound((before) => before + 1);
  const workspace = createElement(BytedeskWorkspace, settings(server, round));
  return createElement('main', null, createElement('p', { id: 'round' }, String(round)), workspace);
}

function Suspended({ server }) {
  const [wait, setWait] = useState(null);
  seen.suspend = () => {
    const next = { isOver: false };
    next.promise = new Promise((resolve) => {
      seen.resume = () => {
        next.isOver = true;
        resolve();
      };
    });
    setWait(next);
  };
  return createElement(
    Suspense,
    { fallback: createElement('p', { id: 'fallback' }, '…') },
    createElement(BytedeskWorkspace, settings(server, 0)),
    createElement(Sibling, { wait }),
  );
}

const LazySibling = lazy(
  () =>
    new Promise((resolve) => {
      seen.arrive = () => resolve({ default: () => createElement('p', { id: 'sibling' }, 'here') });
    }),
);

/** Suspended at its first render, as by a part of the page whose code is still on its way. */
function Lazy({ server }) {
  return createElement(
    Suspense,
    { fallback: createElement('p', { id: 'fallback' }, '…') },
    createElement(BytedeskWorkspace, settings(server, 0)),
    createElement(LazySibling),
  );
}

/** One that brings its token: it must never reach the page's HTML. */
function WithToken({ server, token }) {
  const [round, setRound] = useState(0);
  seen.render = () => setRound((before) => before + 1);
  return createElement(BytedeskWorkspace, { ...settings(server, round), tokenProvider: undefined, token });
}

const CASES = { rerendered: Rerendered, suspended: Suspended, lazy: Lazy, token: WithToken };

export const app = (name, properties) =>
  createElement(StrictMode, null, createElement(CASES[name], properties));
