// Ways to put a console into a page, and the pages that use them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeToken } from '../../support/tokens.js';
import { peerScripts } from './peers.js';
import type { Answer, Answers } from './servers.js';

const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));

export const distFile = (name: string): string => {
  try {
    return readFileSync(`${DIST}${name}`, 'utf8');
  } catch {
    throw new Error('There is no dist; `npm run build` makes it.');
  }
};

export const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-popups allow-downloads';

/** The size of the page that holds the console: some text, so that it is neither empty nor large. */
const FILLER = `<p>${'Customer record, order lines and notes around the console. '.repeat(60)}</p>`;

/** Reports when the first message of the console came, and when the page's main document began. */
const probe = (origin: string): string => `<script>
  addEventListener('message', (event) => {
    if (event.origin !== '${origin}' || window.reported) return;
    window.reported = true;
    const report = { message: performance.now(), origin: performance.timeOrigin };
    fetch('/report', { method: 'POST', body: JSON.stringify(report) });
  });
</script>`;

export const html = (body: string): Answer => ({ type: 'text/html', body });
/** A script that the browser may keep. */
export const script = (body: string): Answer => ({ type: 'text/javascript', body, isCached: true });

export interface Approach {
  readonly name: string;
  /** The script it needs, if any. */
  readonly script?: string;
  readonly head?: string;
  readonly body: string;
}

/** The snippet of the README for a page whose token is in the markup. */
export const ours = (consoles: string, attributes = ''): Approach => ({
  name: 'bytedesk-embed',
  script: distFile('bytedesk-embed.js'),
  head: `<script src="/script.js" data-server="${consoles}" defer></script>`,
  body: `<bytedesk-workspace path="/agent/chat" token="${makeToken()}" ${attributes}></bytedesk-workspace>`,
});

export function approaches(consoles: string): Approach[] {
  const peers = peerScripts();
  const afterScripts = (code: string): string =>
    `<div id="at"></div><script>addEventListener('DOMContentLoaded', () => { ${code} });</script>`;
  const deferred = '<script src="/script.js" defer></script>';
  const all: Approach[] = [
    {
      name: 'bare iframe',
      body: `<iframe title="console" sandbox="${SANDBOX}" src="${consoles}/agent/chat?accessToken=${makeToken()}"></iframe>`,
    },
    ours(consoles),
  ];
  if (peers.superset !== undefined)
    all.push({
      name: 'Superset',
      script: peers.superset,
      head: deferred,
      body: afterScripts(
        `supersetEmbeddedSdk.embedDashboard({ id: 'x', supersetDomain: '${consoles}', mountPoint: document.querySelector('#at'), fetchGuestToken: async () => '${makeToken()}' });`,
      ),
    });
  if (peers.penpal !== undefined)
    all.push({
      name: 'penpal',
      script: peers.penpal,
      head: deferred,
      body: afterScripts(
        `const frame = document.createElement('iframe'); frame.sandbox = '${SANDBOX}'; frame.src = '${consoles}/agent/chat'; document.querySelector('#at').append(frame); Penpal.connect({ messenger: new Penpal.WindowMessenger({ remoteWindow: frame.contentWindow, allowedOrigins: ['${consoles}'] }) });`,
      ),
    });
  return all;
}

/** A console that does nothing but say that it is there, the way the agent console says its unread messages. */
export const SPEAKING = `parent.postMessage({ source: 'bytedesk-desktop', type: 'unread_message_count', data: { totalUnreadCount: 0 } }, '*');`;

/** Answers for one page with this approach, and for a console of this kind. */
export function answersFor(
  consoles: string,
  { script: code, head = '', body }: Approach,
  more: Answers['console'] = {},
): Answers {
  const small = html(`<!doctype html><title>console</title><script>${SPEAKING}</script>`);
  return {
    host: {
      '/': html(
        `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>host</title>${probe(consoles)}${head}</head><body>${body}${FILLER}</body></html>`,
      ),
      '/blank': html(
        '<!doctype html><title>blank</title><script>fetch("/report", { method: "POST", body: "{}" })</script>',
      ),
      ...(code !== undefined && { '/script.js': script(code) }),
    },
    console: { '/agent/': small, '/embedded/': small, ...more },
  };
}

/** A console of real size: a script of four megabytes, some 650 kB compressed, sent at 1.6 Mbit/s and kept for a year. */
export function largeConsole(): Answers['console'] {
  const parts: string[] = [];
  for (let at = 0, bytes = 0; bytes < 4_000_000; at += 1) {
    const name = (Math.imul(at, 2654435761) >>> 0).toString(36);
    const part = `function f${name}(state,action){const next=Object.assign({},state,{value:action.payload,at:${at}});return next.value===undefined?state:next}\n`;
    parts.push(part);
    bytes += part.length;
  }
  const page = html('<!doctype html><title>console</title><script src="/agent/large.js"></script>');
  return {
    '/agent/': page,
    '/embedded/': page,
    '/agent/large.js': { ...script(`${parts.join('')}${SPEAKING}`), bytesPerSecond: 200_000 },
  };
}
