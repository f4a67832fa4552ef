import type { DeskControl } from '../../src/testing/desk-control.js';
import type { StandInDeskOptions } from '../../src/testing/options.js';
import type { DeskSettings, Failure, SettingsChange } from '../../src/testing/state/settings.js';
import type { CheckName, FindingName } from '../../src/doctor/texts/en.js';
import type { CheckResult } from '../../src/doctor/types.js';
import type { WorkspaceSettings } from '../support/workspace.js';

/** A fault, and what the report has to say of it. */
export interface Row {
  /** Settings of the desk, as they have to be written; `BRIDGE` stands for the bridge's source. */
  readonly set?: SettingsChange;
  /** Options of the desk. */
  readonly desk?: object;
  readonly element?: Partial<WorkspaceSettings>;
  /** What is to be seen of the element before somebody would ask: its state and evidence. */
  readonly when?: string;
  readonly check: CheckName;
  readonly result: CheckResult;
  readonly says: FindingName;
  /** The possible cause, where the text lists several. */
  readonly lists?: RegExp;
}

/** Rows, or why no page can see anything of it. */
export type Rows = readonly Row[] | string;

/** Rows for a setting, for each of its values where it has names for them. */
type RowsOf<Value, Names = Extract<Value, string>> = [Names] extends [never]
  ? Rows
  : string extends Names
    ? Rows
    : Readonly<Record<Extract<Names, string>, Rows>>;

export const BRIDGE = 'BRIDGE';

const MUTE = { check: 'frame', result: 'unknown', says: 'frame-loaded', when: 'ready load' } as const;
const LATE = {
  element: { timeout: 1 },
  when: 'error none',
  check: 'frame',
  result: 'fault',
  says: 'frame-late',
} as const;
const WELL = { when: 'ready console', check: 'frame', result: 'ok', says: 'frame-console' } as const;
const SPEED = 'changes the time that a console takes, and nothing else';

/** What `set` can make of a console and its page. A setting, or a named value of one, without an entry does not compile. */
export const SETTINGS: {
  readonly [Name in Exclude<keyof DeskSettings, 'fail'>]: RowsOf<DeskSettings[Name]>;
} = {
  generation: {
    newer: 'the console as it should be',
    'early-2025': [{ ...MUTE, set: { generation: 'early-2025' }, lists: /ignores or refuses the token/ }],
  },
  server: {
    current: 'the server as it should be',
    'mid-2025': 'its sign-out revokes nothing, which only its own table of tokens shows',
  },
  captcha: 'concerns people who sign in by hand',
  twoFactor: 'the refusal of a log-in: `source-refused` in checks.node.test.ts',
  maxMembers: 'the refusal of a log-in: `source-refused` in checks.node.test.ts',
  bridge: [
    {
      set: { bridge: { source: BRIDGE, allow: ['https://other.example'] } },
      element: { delivery: 'bridge' },
      when: 'error none',
      check: 'bridge',
      result: 'fault',
      says: 'bridge-missing',
      lists: /data-allow lacks this page/,
    },
    {
      element: { delivery: 'bridge' },
      when: 'error none',
      check: 'bridge',
      result: 'fault',
      says: 'bridge-missing',
      lists: /no bridge script/,
    },
  ],
  page: [
    { ...MUTE, set: { page: '<!doctype html><title>Other</title>' }, lists: /a page that is no console/ },
  ],
  refuseFraming: {
    'x-frame-options': [
      { ...MUTE, set: { refuseFraming: 'x-frame-options' }, lists: /refuses framing/ },
      { ...MUTE, set: { refuseFraming: 'x-frame-options' }, check: 'framing', says: 'framing-unknown' },
    ],
    'frame-ancestors': [
      { ...MUTE, set: { refuseFraming: 'frame-ancestors' }, lists: /refuses framing/ },
      {
        set: { refuseFraming: 'frame-ancestors' },
        element: { delivery: 'bridge' },
        when: 'error none',
        check: 'bridge',
        result: 'fault',
        says: 'bridge-missing',
        lists: /refuses framing/,
      },
    ],
  },
  slow: [{ ...LATE, set: { slow: 8000 }, lists: /slow/ }],
  flood: [{ ...WELL, set: { flood: 500 } }],
  strayMessages: {
    spoofed: [{ ...WELL, set: { strayMessages: 'spoofed' } }],
    malformed: [{ ...WELL, set: { strayMessages: 'malformed' } }],
    all: 'both of these',
  },
  selfReload: [{ ...WELL, set: { selfReload: 2 } }],
  // Nobody is signed in, so that the console says nothing before it goes.
  redirectTo: [
    {
      ...MUTE,
      set: { redirectTo: 'about:blank' },
      element: { token: null, signIn: 'console' },
      lists: /a page that is no console/,
    },
  ],
  vendorScript: {
    none: 'the console as it should be',
    never: [{ ...LATE, set: { vendorScript: 'never' }, lists: /vendor’s script that never loads/ }],
  },
  storageBlocked: [{ ...MUTE, set: { storageBlocked: true }, lists: /no storage/ }],
  compiledApi: [
    { ...MUTE, set: { compiledApi: 'http://127.0.0.1:9' }, lists: /its own API does not answer/ },
  ],
  live: {
    plain: 'the console as it should be',
    strict: [{ ...WELL, set: { live: 'strict' }, lists: /gets no new messages/ }],
  },
  logoutCalls: 'concerns the desk’s log of requests',
  kickConfirmation: 'the kick is what matters: `kick` below',
  scriptBytes: SPEED,
  scriptPadding: { repeated: SPEED, random: SPEED },
  scriptBlocks: SPEED,
  compress: SPEED,
  caching: { 'no-store': SPEED, hashed: SPEED },
  bytesPerSecond: [{ ...LATE, set: { bytesPerSecond: 2000 }, lists: /slow/ }],
};

/** One way to fail, and what the report says where the API fails so. */
type ApiRow = Pick<Row, 'check' | 'result' | 'says' | 'lists'> & { readonly set: SettingsChange };

const apiFault = (as: Failure['as'], says: FindingName, lists?: RegExp): ApiRow => ({
  set: { fail: { as } },
  check: 'api',
  result: 'fault',
  says,
  lists,
});

/** The ways in which `fail` and `slow` spoil the API's answers. A way without an entry does not compile. */
export const API_FAULTS: Readonly<
  Record<Extract<Failure['as'], string> | 'status' | 'slow', readonly ApiRow[]>
> = {
  status: [
    { set: { fail: { as: 401 } }, check: 'token-accepted', result: 'fault', says: 'token-refused' },
    { set: { fail: { as: 403 } }, check: 'token-accepted', result: 'warning', says: 'token-forbidden' },
    apiFault(500, 'api-fails'),
    apiFault(503, 'api-fails'),
  ],
  html: [apiFault('html', 'api-no-api')],
  // The envelope is read whatever the header says.
  'wrong-type': [{ ...apiFault('wrong-type', 'api-answers'), result: 'ok' }],
  'not-json': [apiFault('not-json', 'api-no-api', /a broken answer/)],
  cut: [apiFault('cut', 'api-unreachable', /a connection broke off/)],
  never: [apiFault('never', 'api-slow')],
  slow: [{ set: { slow: 2500 }, check: 'api', result: 'warning', says: 'api-late' }],
};

/** What a fault of the page itself is, where the rest of the desk is well. */
export const PAGE_FAULTS: readonly Row[] = [
  {
    ...MUTE,
    set: { fail: { as: 500, path: '/agent' } },
    lists: /the desk’s or the browser’s own error page/,
  },
  { ...LATE, set: { fail: { as: 'never', path: '/agent' } }, lists: /slow or down/ },
];

/** What else a test can make the desk do. A method without an entry does not compile. */
export const CONTROLS: Readonly<Record<keyof DeskControl, string | Omit<Row, 'set' | 'desk' | 'element'>>> = {
  revoke: { check: 'token-accepted', result: 'fault', says: 'token-refused', lists: /was revoked/ },
  expire: { check: 'token-accepted', result: 'fault', says: 'token-refused', lists: /has ended/ },
  kick: { check: 'token-accepted', result: 'fault', says: 'token-refused', lists: /an administrator/ },
  setUser: { check: 'token-accepted', result: 'warning', says: 'token-forbidden', lists: /disabled account/ },
  issueToken: 'makes what a test needs; tokens that end soon are in OPTIONS',
  set: 'SETTINGS and API_FAULTS',
  emit: 'the messages of `strayMessages`',
  visitorMessage: 'what a console is for',
  navigate: 'what a console is for',
  signOut: 'without the bridge nobody can know; with it `frame-signed-out` in checks.node.test.ts',
  confirmKick: 'ends what `kick` has begun',
  dropLive: 'the console connects again',
  clients: 'only looks',
  tokens: 'only looks',
  fetches: 'only looks',
  captchaCode: 'only looks',
  requests: 'only looks',
  clearRequests: 'only looks',
  users: 'only looks',
  reset: 'ends all faults',
  snapshot: 'only looks',
};

/** Options that are no settings. An option without an entry does not compile. */
export const OPTIONS: Readonly<Record<Exclude<keyof StandInDeskOptions, keyof SettingsChange>, Rows>> = {
  host: 'where the desk listens',
  allowRemote: 'where the desk listens',
  port: 'where the desk listens',
  // The consoles' own server knows none of the API's paths.
  ports: [
    {
      when: 'ready console',
      desk: { ports: { api: 0, admin: 0, agent: 0 } },
      check: 'api',
      result: 'fault',
      says: 'api-wrong-path',
      lists: /at another address/,
    },
  ],
  basePath: 'a wrong base path is another address: `no-api` of the broken pages',
  users: 'who there is',
  tokenTtl: [{ ...WELL, check: 'token', result: 'warning', says: 'token-no-renewal' }],
  now: '`clock` in checks.node.test.ts: a function cannot be sent to a desk',
};
