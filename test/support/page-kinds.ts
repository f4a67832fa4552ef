import { createPage } from './pages.js';

/** For pages of other origins: says to the page around it what the elements tell, and what nobody has caught. */
export const REPORT = `const tell = (what) => parent.postMessage({ told: what }, '*');
  for (const name of ['ready', 'login', 'error'])
    addEventListener('bytedesk-' + name, ({ detail }) => tell(detail.code ?? name));
  addEventListener('error', ({ message }) => tell(message));
  addEventListener('unhandledrejection', ({ reason }) => tell(String(reason)));`;

type Show = (frame: HTMLIFrameElement, html: string) => Promise<void> | void;

/** Pages in frames that have no address or no origin of their own. */
export const PAGE_KINDS: readonly [what: string, show: Show, isOpaque: boolean][] = [
  [
    'a page in a sandbox without an origin',
    async (frame, html) => {
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.src = await createPage(html);
    },
    true,
  ],
  [
    'the text of a frame, in such a sandbox',
    (frame, html) => {
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.srcdoc = html;
    },
    true,
  ],
  ['the text of a frame', (frame, html) => void (frame.srcdoc = html), false],
  [
    'a blob',
    (frame, html) => void (frame.src = URL.createObjectURL(new Blob([html], { type: 'text/html' }))),
    false,
  ],
  ['a data: address', (frame, html) => void (frame.src = `data:text/html,${encodeURIComponent(html)}`), true],
];
