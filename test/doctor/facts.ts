import type { ElementFacts, PageFacts } from '../../src/doctor/types.js';

const NOW = Date.UTC(2026, 10, 26, 12);
export const MINUTE = 60_000;

/** A page on which all is well. */
export const goodPage: PageFacts = {
  origin: 'https://www.example.com',
  hosts: 'https://www.example.com https://portal.example.org',
  settings: {
    from: 'tag',
    namesServer: true,
    namesTokenUrl: true,
    isRefused: false,
    tagsDiffer: false,
    differences: '',
  },
  copies: 1,
  isDefined: true,
  elements: 1,
  emptyBlocks: 0,
  missingFeatures: [],
  replacedBuiltIns: [],
  isHidden: false,
  isOnline: true,
  isIsolated: false,
  isStorageBlocked: false,
  trustedTypes: 'free',
};

/** A workspace in which all is well. */
export const goodElement: ElementFacts = {
  name: 'bytedesk-workspace 1',
  isWorkspace: true,
  state: 'ready',
  evidence: 'console',
  isBridged: false,
  isEphemeral: false,
  isForm: false,
  isByHand: false,
  addresses: {
    server: 'https://desk.example.com',
    api: 'https://desk.example.com',
    console: 'https://desk.example.com/agent/',
    origins: { server: 'https://desk.example.com', api: 'https://desk.example.com' },
    isOwnOrigin: false,
    isSameSite: true,
    isPrivate: false,
    isPagePrivate: false,
  },
  settingsError: null,
  error: null,
  session: {
    state: 'live',
    hasToken: true,
    source: 'url',
    isTokenUrlForeign: false,
    tokenUrl: 'https://www.example.com/token',
    issuedAt: NOW - MINUTE,
    expiresAt: NOW + 24 * 60 * MINUTE,
    renewBeforeMs: MINUTE,
  },
  bridge: 'silent',
  trace: [
    { at: NOW - 2000, what: 'source-asked initial', times: 1 },
    { at: NOW - 1000, what: 'source-gave-token', times: 1 },
  ],
  place: { isOtherWindow: false, hasNoSize: false, isLazy: false, size: '900×600 px', hider: '' },
  unknownLanguage: null,
  policy: {
    frame: null,
    connect: null,
    form: null,
    rules: {
      frame: {
        now: "frame-src 'self'",
        line: "Content-Security-Policy: frame-src 'self' https://desk.example.com",
      },
      connect: {
        now: "connect-src 'self'",
        line: "Content-Security-Policy: connect-src 'self' https://desk.example.com",
      },
      form: {
        now: "form-action 'self'",
        line: "Content-Security-Policy: form-action 'self' https://desk.example.com",
      },
    },
    deniedFeatures: [],
  },
  localNetwork: 'granted',
  probe: { kind: 'answer', status: 200, deskCode: 200, ms: 80 },
  look: { kind: 'answer', status: 204, isHtml: false },
  now: NOW,
  hostNow: NOW,
};

/** The same element, but for some facts. */
export const element = (
  but: Partial<Omit<ElementFacts, 'session' | 'addresses' | 'place' | 'policy'>> & {
    readonly session?: Partial<ElementFacts['session']>;
    readonly addresses?: Partial<ElementFacts['addresses']> | null;
    readonly place?: Partial<ElementFacts['place']>;
    readonly policy?: Partial<ElementFacts['policy']>;
  },
): ElementFacts => ({
  ...goodElement,
  ...but,
  session: { ...goodElement.session, ...but.session },
  addresses: but.addresses === null ? null : { ...goodElement.addresses!, ...but.addresses },
  place: { ...goodElement.place, ...but.place },
  policy: { ...goodElement.policy, ...but.policy },
});

export const page = (
  but: Partial<Omit<PageFacts, 'settings'>> & { readonly settings?: Partial<PageFacts['settings']> },
): PageFacts => ({ ...goodPage, ...but, settings: { ...goodPage.settings, ...but.settings } });

/** A record of these words. */
export const trace = (...words: string[]): ElementFacts['trace'] =>
  words.map((what, index) => ({ at: NOW + index, what, times: 1 }));
