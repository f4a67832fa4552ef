/** Addresses of a scene: `DESK` is a desk, `OTHER` another origin, `URL` gives a token of the desk, `TOKEN` is one. */
export type Text = string;

/**
 * How a page speaks when something names a server or a source: its settings name it, too; or they name others; or there
 * are no settings.
 */
export const PAGES = {
  'names it, too': 'data-server="DESK" data-token-url="URL"',
  'names others': 'data-server="OTHER" data-token-url="URL?page"',
  'says nothing': '',
} as const;

/**
 * What comes of it: the value is in effect; the page's value is; it is refused; the element waits without an error; it
 * is a plain link, which the browser follows.
 */
export type Comes = 'taken' | 'ignored' | 'refused' | 'waits' | 'plain';
export type Name = 'server' | 'api' | 'token-url' | 'token' | 'sandbox' | 'allow' | 'storage';

/** The value that is named; `storage` is one that is no default. */
export const VALUES: Record<Name, Text> = {
  server: 'DESK',
  api: 'DESK',
  'token-url': 'URL',
  token: 'TOKEN',
  sandbox: 'allow-scripts allow-same-origin allow-modals',
  allow: 'fullscreen',
  storage: 'ephemeral',
};
const NAMES = Object.keys(VALUES) as Name[];

/** The three outcomes of each cell stand in the order of `PAGES`. */
const cells = (text: string): Comes[] => text.split(' ') as Comes[];
const SCRIPT_MAY = Object.fromEntries(NAMES.map((name) => [name, cells('taken taken taken')]));
const ELEMENT_MAY = {
  server: cells('taken refused waits'),
  api: cells('taken refused waits'),
  'token-url': cells('taken refused refused'),
  token: cells('refused refused taken'),
};
const FRAME_MAY = {
  sandbox: SCRIPT_MAY['sandbox'],
  allow: SCRIPT_MAY['allow'],
  storage: SCRIPT_MAY['storage'],
};
const NEVER = cells('ignored ignored refused');
const LINK_NEVER = cells('ignored ignored plain');

export interface Who {
  readonly may: Partial<Record<Name, Comes[]>>;
  /** The page's content. @param server the one that the page names, if it names one */
  readonly html?: (name: Name, server: Text | undefined) => Text;
  /** A script of the page; `make` makes an element. */
  readonly script?: (name: Name) => Text;
}

const properties = (name: Name): Text =>
  JSON.stringify({
    server: 'DESK',
    path: '/agent/chat',
    tokenUrl: 'URL',
    [name === 'token-url' ? 'tokenUrl' : name]: VALUES[name],
  });
/** Where the page says nothing, a frame comes of the element's own server and token alone. */
const needed = (name: Name, server: Text | undefined): Text =>
  server !== undefined || !/^(token|sandbox|allow|storage)$/.test(name)
    ? ''
    : `server="DESK" ${name === 'token' ? '' : 'token="TOKEN"'}`;

export const WHO: Record<string, Who> = {
  'a property': {
    may: SCRIPT_MAY,
    script: (name) => `make(${properties(name)})`,
  },
  mount: {
    may: SCRIPT_MAY,
    html: () => '<main></main>',
    script: (name) => `BytedeskEmbed.mount('main', ${properties(name)})`,
  },
  'an attribute': {
    may: { ...ELEMENT_MAY, ...FRAME_MAY },
    html: (name, server) =>
      `<bytedesk-workspace path="/agent/chat" ${needed(name, server)} ${name}="${VALUES[name]}"></bytedesk-workspace>`,
  },
  'an attribute of a login button': {
    may: ELEMENT_MAY,
    html: (name, server) =>
      `<bytedesk-login-button mode="link" ${needed(name, server)} ${name}="${VALUES[name]}"></bytedesk-login-button>`,
  },
  'a block': {
    may: {
      server: cells('taken refused refused'),
      api: cells('taken refused refused'),
      ...{ 'token-url': NEVER, token: NEVER, sandbox: NEVER, allow: NEVER, storage: NEVER },
    },
    html: (name) =>
      `<div data-bytedesk="workspace" data-path="/agent/chat" data-loading="eager" data-${name}="${VALUES[name]}"></div>`,
  },
  'a link': {
    may: {
      server: cells('taken refused plain'),
      ...{
        'token-url': LINK_NEVER,
        token: LINK_NEVER,
        sandbox: LINK_NEVER,
        allow: LINK_NEVER,
        storage: LINK_NEVER,
      },
    },
    html: (name, server = 'DESK') =>
      `<a data-bytedesk="login" href="${name === 'server' ? 'DESK' : server}/agent/chat" data-${name}="${VALUES[name]}">x</a>`,
  },
};
