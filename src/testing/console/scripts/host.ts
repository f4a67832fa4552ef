/** Console script: what goes to the host page. The agent console posts only when framed, the admin console never. */
export const hostScript = String.raw`
// The documentation's examples use '*' for both directions; which origin the real console names is not known.
function postRaw(value) {
  if (framed) window.parent.postMessage(value, '*');
}

function tellHost(type, data) {
  postRaw({ type, data, timestamp: Date.now(), source: 'bytedesk-desktop' });
}

function flood(count) {
  for (let total = 1; total <= count; total += 1)
    tellHost('unread_message_count', { totalUnreadCount: total, unreadThreads: [] });
}

const SPOOFED_COUNT = 666;

function postStray(kind) {
  if (kind !== 'spoofed') for (const value of malformed()) postRaw(value);
  if (kind !== 'malformed') postSpoofed();
}

function malformed() {
  const good = { type: 'unread_message_count', timestamp: Date.now(), source: 'bytedesk-desktop' };
  return [
    null,
    undefined,
    42,
    '',
    '{"type":"unread_message_count"}',
    [],
    new Date(),
    new ArrayBuffer(8),
    {},
    good,
    { ...good, data: null },
    { ...good, data: { totalUnreadCount: 'many', unreadThreads: 'none' } },
    { ...good, data: { totalUnreadCount: -1, unreadThreads: [] } },
    { ...good, data: { totalUnreadCount: NaN, unreadThreads: [] } },
    { ...good, type: { toString: null } },
    { ...good, type: '__proto__', data: { polluted: true } },
    { ...good, type: 'agent_status_changed', data: { status: 'ASLEEP' } },
    { ...good, type: 'x'.repeat(100000), data: {} },
    { ns: 'bytedesk-embed', v: 99, body: { type: 'session:signed-out' } },
    { ns: 'bytedesk-embed', v: 1, body: null },
  ];
}

// Well-formed, but from the wrong sender: without the console's mark, and from frames inside the console.
function postSpoofed() {
  const lie = {
    type: 'unread_message_count',
    data: { totalUnreadCount: SPOOFED_COUNT, unreadThreads: [] },
    timestamp: Date.now(),
  };
  postRaw({ ...lie, source: 'someone-else' });
  const script = 'top.postMessage(LIE, "*"); parent.parent.postMessage(LIE, "*")';
  const source =
    '<script>' +
    script.replaceAll('LIE', JSON.stringify({ ...lie, source: 'bytedesk-desktop' })) +
    '</' +
    'script>';
  for (const sandbox of ['allow-scripts', 'allow-scripts allow-same-origin']) {
    document.body.append(el('iframe', { srcdoc: source, sandbox, hidden: true, title: 'stray' }));
  }
}
`;
