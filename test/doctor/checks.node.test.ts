import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { CHECKS } from '../../src/doctor/checks.js';
import { checks, en, type FindingName, findings } from '../../src/doctor/texts/en.js';
import { zhCN } from '../../src/doctor/texts/zh-cn.js';
import { zhTW } from '../../src/doctor/texts/zh-tw.js';
import type { CheckResult, ElementFacts, Finding, PageFacts } from '../../src/doctor/types.js';
import type { ErrorCode } from '../../src/errors.js';
import { element, goodElement, goodPage, MINUTE, page, trace } from './facts.js';

type Facts = ElementFacts | PageFacts;
type Row = readonly [facts: Facts, result: CheckResult, says: FindingName, page?: PageFacts];

const error = (code: ErrorCode, status?: number, message = ''): ElementFacts['error'] => ({
  code,
  status,
  message,
});
const failed = (message: string, status?: number): ElementFacts =>
  element({
    trace: trace('source-asked initial', `source-failed token-source-failed ${status ?? ''}`.trim()),
    session: { hasToken: false, state: 'failed' },
    error: error('token-source-failed', status, `The token source ${message}.`),
    look: { kind: 'none' },
  });
const answers = (status: number, deskCode: number | null): ElementFacts =>
  element({ probe: { kind: 'answer', status, deskCode, ms: 80 } });
const unasked = (look: ElementFacts['look'], isTokenUrlForeign = false, ...words: string[]): ElementFacts =>
  element({ trace: trace(...words), look, session: { hasToken: false, state: 'none', isTokenUrlForeign } });
const lost = (status: ElementFacts['localNetwork'], isPrivate = true): ElementFacts =>
  element({ addresses: { isPrivate }, localNetwork: status });
/** Where the browser has refused the frame itself. */
const keptOut = (policy: Partial<ElementFacts['policy']> = {}): ElementFacts =>
  element({ error: error('frame-blocked'), localNetwork: 'denied', evidence: 'none', policy });
const isolated = page({ isIsolated: true });

/** What each check says of which facts. */
const TABLE: Readonly<Record<keyof typeof checks, readonly Row[]>> = {
  'page-settings': [
    [page({}), 'ok', 'settings-tag'],
    [page({ settings: { from: 'configure' } }), 'ok', 'settings-configure'],
    [page({ settings: { from: 'none' } }), 'warning', 'settings-none'],
    [page({ settings: { isRefused: true } }), 'warning', 'settings-refused'],
    [page({ settings: { namesServer: false } }), 'warning', 'settings-no-server'],
    [page({ settings: { from: 'none', tagsDiffer: true } }), 'fault', 'settings-tags-differ'],
  ],
  copies: [
    [page({}), 'ok', 'copies-one'],
    [page({ copies: 2 }), 'warning', 'copies-many'],
    [page({ isDefined: false }), 'fault', 'copies-undefined'],
    [page({ copies: null }), 'unknown', 'copies-unknown'],
  ],
  elements: [
    [page({}), 'ok', 'elements-there'],
    [page({ elements: 0 }), 'warning', 'elements-none'],
    [page({ emptyBlocks: 2 }), 'warning', 'elements-blocks'],
  ],
  browser: [
    [page({}), 'ok', 'browser-complete'],
    [page({ missingFeatures: ['custom states'] }), 'warning', 'browser-lacks'],
  ],
  'built-ins': [
    [page({}), 'ok', 'built-ins-own'],
    [page({ replacedBuiltIns: ['Array.from'] }), 'warning', 'built-ins-replaced'],
  ],
  'page-life': [
    [page({}), 'ok', 'page-shown'],
    [page({ isHidden: true }), 'warning', 'page-hidden'],
    [page({ isOnline: false }), 'warning', 'page-offline'],
  ],
  'trusted-types': [
    [page({}), 'ok', 'trusted-types-free'],
    [page({ trustedTypes: 'enforced' }), 'ok', 'trusted-types-enforced'],
    [page({ trustedTypes: 'refused' }), 'fault', 'trusted-types-refused'],
    [page({ trustedTypes: 'unknown' }), 'unknown', 'trusted-types-unknown'],
  ],
  address: [
    [element({}), 'ok', 'address-good'],
    [element({ addresses: { isOwnOrigin: true } }), 'warning', 'address-own'],
    [element({ settingsError: { code: 'invalid-path', message: 'x' } }), 'fault', 'address-refused'],
    [element({ settingsError: { code: 'mixed-content', message: 'x' } }), 'fault', 'address-mixed'],
    [element({ settingsError: { code: 'untrusted-origin', message: 'x' } }), 'fault', 'address-untrusted'],
  ],
  place: [
    [element({}), 'ok', 'place-seen'],
    [element({ place: { isOtherWindow: true } }), 'ok', 'place-other-window'],
    [element({ place: { isLazy: true } }), 'warning', 'place-lazy'],
    [element({ place: { hasNoSize: true } }), 'fault', 'place-no-size'],
  ],
  'csp-frame': [
    [element({}), 'ok', 'csp-frame-allowed'],
    [element({ isWorkspace: false }), 'ok', 'csp-frame-none'],
    [element({ error: error('frame-blocked'), evidence: 'none' }), 'fault', 'csp-frame-blocked'],
    [element({ policy: { frame: false }, evidence: 'none' }), 'fault', 'csp-frame-blocked'],
    [keptOut(), 'unknown', 'not-checked'],
    [keptOut({ frame: false }), 'fault', 'csp-frame-blocked'],
    [element({ evidence: 'none' }), 'unknown', 'csp-frame-unknown'],
    [element({ evidence: 'none', error: error('bridge-missing') }), 'ok', 'csp-frame-allowed'],
    [element({ evidence: 'none', error: error('frame-timeout') }), 'ok', 'csp-frame-allowed'],
    [element({ evidence: 'none', error: error('token-source-failed') }), 'unknown', 'not-checked'],
    [element({ addresses: null }), 'unknown', 'not-checked'],
  ],
  'csp-connect': [
    [element({}), 'ok', 'csp-connect-allowed'],
    [element({ policy: { connect: false } }), 'fault', 'csp-connect-blocked'],
    [element({ probe: { kind: 'network' } }), 'unknown', 'csp-connect-unknown'],
    [element({ probe: { kind: 'timeout' } }), 'ok', 'csp-connect-allowed'],
    [element({ addresses: null, probe: { kind: 'none' } }), 'unknown', 'not-checked'],
  ],
  'csp-form': [
    [element({}), 'ok', 'csp-form-none'],
    [element({ isForm: true, policy: { form: true } }), 'ok', 'csp-form-allowed'],
    [element({ isForm: true, policy: { form: false } }), 'fault', 'csp-form-blocked'],
    [element({ isForm: true }), 'unknown', 'csp-form-unknown'],
    [element({ isForm: true, addresses: null }), 'unknown', 'not-checked'],
  ],
  permissions: [
    [element({}), 'ok', 'permissions-allowed'],
    [element({ policy: { deniedFeatures: ['microphone'] } }), 'warning', 'permissions-denied'],
    [element({ policy: { deniedFeatures: null } }), 'unknown', 'permissions-unknown'],
  ],
  isolation: [
    [element({}), 'ok', 'isolation-none'],
    [element({ isEphemeral: true }), 'ok', 'isolation-ephemeral', isolated],
    [element({}), 'fault', 'isolation-blocks', isolated],
    [element({ isBridged: true }), 'unknown', 'isolation-desk', isolated],
  ],
  storage: [
    [element({}), 'ok', 'storage-own-site'],
    [element({ addresses: { isSameSite: false }, evidence: 'load' }), 'warning', 'storage-partitioned'],
    [element({ addresses: { isSameSite: false }, evidence: 'none' }), 'ok', 'storage-partitioned'],
    [
      element({ addresses: { isSameSite: false }, evidence: 'load', isBridged: true }),
      'ok',
      'storage-partitioned',
    ],
    [element({ addresses: { isSameSite: false } }), 'ok', 'storage-partitioned'],
    [element({ isEphemeral: true }), 'warning', 'storage-ephemeral'],
    [element({}), 'warning', 'storage-blocked', page({ isStorageBlocked: true })],
    [element({ addresses: { isSameSite: null } }), 'unknown', 'storage-unknown'],
    [element({ addresses: null }), 'unknown', 'not-checked'],
  ],
  'local-network': [
    [element({}), 'ok', 'local-network-none'],
    [lost('granted'), 'ok', 'local-network-granted'],
    [lost('denied'), 'fault', 'local-network-denied'],
    [lost('prompt'), 'warning', 'local-network-prompt'],
    [lost(null), 'unknown', 'local-network-unseen'],
    [lost('denied', false), 'unknown', 'local-network-name'],
    [keptOut(), 'fault', 'local-network-denied'],
    [keptOut({ frame: false }), 'unknown', 'local-network-name'],
    [keptOut(), 'unknown', 'local-network-name', isolated],
    [element({ addresses: null }), 'unknown', 'not-checked'],
  ],
  api: [
    [element({}), 'ok', 'api-answers'],
    [answers(401, 401), 'ok', 'api-answers'],
    [answers(200, null), 'fault', 'api-no-api'],
    [
      element({ ...answers(404, null), addresses: { api: 'https://api.example.com' } }),
      'fault',
      'api-elsewhere',
    ],
    [answers(401, null), 'fault', 'api-gate'],
    [answers(503, null), 'fault', 'api-fails'],
    [answers(200, 500), 'fault', 'api-fails'],
    [answers(200, 404), 'fault', 'api-wrong-path'],
    [element({ probe: { kind: 'network' } }), 'fault', 'api-unreachable'],
    [element({ probe: { kind: 'network' }, policy: { connect: false } }), 'unknown', 'not-checked'],
    [
      element({ probe: { kind: 'network' }, localNetwork: 'denied', addresses: { isPrivate: true } }),
      'unknown',
      'not-checked',
    ],
    [element({ probe: { kind: 'timeout' } }), 'fault', 'api-slow'],
    [element({ probe: { kind: 'none' } }), 'unknown', 'not-checked'],
    [element({ probe: { kind: 'answer', status: 200, deskCode: 200, ms: 2400 } }), 'warning', 'api-late'],
  ],
  'token-accepted': [
    [element({}), 'ok', 'token-taken'],
    [answers(401, 401), 'fault', 'token-refused'],
    [answers(403, 403), 'warning', 'token-forbidden'],
    [
      element({ ...answers(401, 401), session: { expiresAt: goodElement.now - MINUTE } }),
      'unknown',
      'not-checked',
    ],
    [answers(401, null), 'unknown', 'not-checked'],
    [answers(500, 500), 'unknown', 'not-checked'],
    [element({ session: { hasToken: false } }), 'unknown', 'not-checked'],
    [
      element({
        session: { hasToken: false, state: 'failed' },
        trace: trace('token-expired token rejected probe'),
      }),
      'fault',
      'token-refused',
    ],
  ],
  token: [
    [element({}), 'ok', 'token-lives'],
    [element({ session: { hasToken: false, state: 'ended' } }), 'ok', 'token-signed-out'],
    [element({ session: { hasToken: false, source: 'none' }, isByHand: true }), 'ok', 'token-by-hand'],
    [element({ session: { hasToken: false, source: 'none' } }), 'fault', 'token-missing'],
    [element({ error: error('token-malformed') }), 'fault', 'token-malformed'],
    [
      element({ ...answers(401, 401), session: { expiresAt: goodElement.now - MINUTE } }),
      'fault',
      'token-over',
    ],
    [element({ session: { expiresAt: goodElement.now - MINUTE } }), 'fault', 'token-over-here'],
    [
      element({
        session: { hasToken: false, source: 'none' },
        settingsError: { code: 'untrusted-origin', message: 'x' },
      }),
      'unknown',
      'not-checked',
    ],
    [element({ session: { issuedAt: goodElement.now + 20 * MINUTE } }), 'warning', 'token-from-future'],
    [
      element({ session: { source: 'none', expiresAt: goodElement.now + 60 * MINUTE } }),
      'warning',
      'token-no-renewal',
    ],
    [element({ session: { expiresAt: goodElement.now + 2 * MINUTE } }), 'warning', 'token-short'],
    [element({ session: { expiresAt: null } }), 'unknown', 'token-opaque'],
    [element({ session: { hasToken: false } }), 'unknown', 'not-checked'],
  ],
  'token-source': [
    [element({}), 'ok', 'source-gives'],
    [element({ session: { source: 'none' } }), 'ok', 'source-none'],
    [
      element({ session: { source: 'none' }, settingsError: { code: 'invalid-server', message: 'x' } }),
      'unknown',
      'not-checked',
    ],
    ...(['login-failed', 'second-factor-required', 'seat-limit', 'account-disabled'] as const).map(
      (code): Row => [
        element({
          error: error(code, 403),
          session: { source: 'provider', hasToken: false, state: 'failed' },
          trace: trace(`source-failed ${code} 403 no-retry`),
        }),
        'fault',
        'source-refused',
      ],
    ),
    [
      failed('redirects: nobody is signed in at the host page; sign in there again'),
      'fault',
      'source-redirects',
    ],
    [failed('answered with a page: nobody is signed in at the host page', 200), 'fault', 'source-page'],
    [failed('refused: nobody is signed in at the host page', 401), 'fault', 'source-signed-out'],
    [failed('answered with something other than JSON', 200), 'fault', 'source-not-json'],
    [failed('answered with no token', 200), 'fault', 'source-no-token'],
    [failed('did not answer in time'), 'fault', 'source-slow'],
    [failed('gave an old token'), 'fault', 'source-old-token'],
    [failed('failed', 502), 'fault', 'source-fails'],
    [failed('failed', 404), 'fault', 'source-wrong-address'],
    [
      element({ error: error('unauthorized'), trace: trace('source-failed unauthorized') }),
      'fault',
      'source-other-desk',
    ],
    [
      element({ session: { source: 'provider' }, trace: trace('source-failed token-source-failed') }),
      'fault',
      'source-provider-failed',
    ],
    [element({ session: { source: 'provider' }, trace: [] }), 'unknown', 'source-not-asked'],
    [unasked({ kind: 'none' }), 'unknown', 'source-not-asked'],
    [unasked({ kind: 'answer', status: 401, isHtml: false }), 'ok', 'source-there'],
    [unasked({ kind: 'answer', status: 200, isHtml: true }), 'unknown', 'source-maybe-page'],
    [unasked({ kind: 'answer', status: 503, isHtml: false }), 'fault', 'source-fails'],
    [unasked({ kind: 'redirect' }), 'warning', 'source-redirects'],
    [unasked({ kind: 'timeout' }), 'fault', 'source-slow'],
    [unasked({ kind: 'network' }), 'unknown', 'source-unreachable'],
    [unasked({ kind: 'network' }, true, 'source-failed token-source-failed'), 'fault', 'source-foreign'],
    [unasked({ kind: 'network' }, false, 'source-failed token-source-failed'), 'fault', 'source-unreachable'],
  ],
  clock: [
    [element({}), 'ok', 'clock-agrees'],
    [element({ session: { issuedAt: goodElement.now + 90 * MINUTE } }), 'fault', 'clock-behind'],
    [element({ hostNow: goodElement.now + 480 * MINUTE }), 'warning', 'clock-host'],
    [element({ hostNow: null, session: { issuedAt: null } }), 'unknown', 'clock-unknown'],
  ],
  bridge: [
    [element({}), 'ok', 'bridge-not-needed'],
    [element({ isWorkspace: false }), 'ok', 'bridge-not-needed'],
    [element({ bridge: 'ready' }), 'ok', 'bridge-ready'],
    // Said hello, and has not answered yet.
    [element({ bridge: 'refuses', isBridged: true, evidence: 'none' }), 'unknown', 'bridge-awaited'],
    [element({ bridge: 'incompatible' }), 'fault', 'bridge-incompatible'],
    [element({ error: error('bridge-missing'), bridge: undefined }), 'fault', 'bridge-missing'],
    [element({ isBridged: true }), 'unknown', 'bridge-awaited'],
    [element({ isBridged: true, error: error('token-source-failed') }), 'unknown', 'not-checked'],
  ],
  frame: [
    [element({}), 'ok', 'frame-console'],
    [element({ evidence: 'bridge' }), 'ok', 'frame-bridge'],
    [element({ isWorkspace: false }), 'ok', 'frame-none'],
    [element({ error: error('frame-timeout') }), 'fault', 'frame-late'],
    [element({ error: error('frame-blocked') }), 'fault', 'frame-refused'],
    [keptOut(), 'unknown', 'not-checked'],
    [element({ error: error('identity-conflict') }), 'fault', 'frame-conflict'],
    [element({ error: error('token-source-failed') }), 'unknown', 'not-checked'],
    [element({ state: 'expired' }), 'fault', 'frame-expired'],
    [element({ state: 'signed-out' }), 'warning', 'frame-signed-out'],
    [element({ evidence: 'load' }), 'unknown', 'frame-loaded'],
    [element({ evidence: 'none', state: 'loading' }), 'unknown', 'frame-loading'],
    [element({ evidence: 'none', state: 'loading', isBridged: true }), 'unknown', 'frame-bridging'],
    [element({ evidence: 'none', state: 'idle' }), 'unknown', 'frame-idle'],
  ],
  framing: [
    [element({}), 'ok', 'framing-allowed'],
    [element({ isWorkspace: false }), 'ok', 'framing-none'],
    [element({ evidence: 'load' }), 'unknown', 'framing-unknown'],
    [element({ evidence: 'none', error: error('bridge-missing') }), 'unknown', 'framing-unknown'],
    [element({ evidence: 'none', error: error('frame-blocked') }), 'unknown', 'not-checked'],
    [element({ addresses: null }), 'unknown', 'not-checked'],
  ],
  language: [
    [element({}), 'ok', 'language-known'],
    [element({ unknownLanguage: 'tlh' }), 'warning', 'language-unknown'],
  ],
  events: [
    [element({}), 'ok', 'events-good'],
    [element({ trace: [] }), 'unknown', 'events-none'],
    [element({ trace: trace('error frame-timeout') }), 'warning', 'events-error'],
    [
      element({
        trace: trace(
          'token-expired token revoked probe',
          'x',
          'token-expired token a',
          'token-expired token b',
        ),
      }),
      'fault',
      'events-ends',
    ],
  ],
};

/** Checks of which nothing can be unknown, or nothing wrong. */
const NEVER_UNKNOWN = [
  'page-settings',
  'elements',
  'browser',
  'built-ins',
  'page-life',
  'address',
  'place',
  'language',
];
const NEVER_WRONG = ['framing'];

const ELEMENT_CHECKS = new Set<string>(CHECKS.flatMap(({ name, of }) => (of === 'element' ? [name] : [])));

function run(name: string, facts: Facts, around = goodPage): Finding {
  const check = CHECKS.find((one) => one.name === name);
  assert.ok(check, name);
  return check.of === 'page' ? check.run(facts as PageFacts) : check.run(facts as ElementFacts, around);
}

describe('the doctor’s checks', () => {
  for (const [name, rows] of Object.entries(TABLE)) {
    describe(name, () => {
      for (const [facts, result, says, around] of rows)
        it(`says ${result}: ${says}`, () => {
          const found = run(name, facts, around);
          assert.deepEqual([found.result, found.says], [result, says]);
        });

      it('is seen to say ok, something wrong, and unknown where it can be', () => {
        const results = new Set(rows.map(([, result]) => result));
        assert.ok(results.has('ok'));
        assert.equal(results.has('fault') || results.has('warning'), !NEVER_WRONG.includes(name));
        assert.equal(results.has('unknown'), !NEVER_UNKNOWN.includes(name));
      });
    });
  }

  it('are those that the texts name, each in a file of its own', () => {
    const names = CHECKS.map(({ name }) => name);
    assert.deepEqual([...names].sort(), Object.keys(checks).sort());
    const files = readdirSync(new URL('../../src/doctor/checks', import.meta.url));
    assert.deepEqual(files.map((file) => file.replace('.ts', '')).sort(), [...names].sort());
  });

  it('are seen with every finding there is', () => {
    const seen = new Set(Object.values(TABLE).flatMap((rows) => rows.map(([, , says]) => says)));
    assert.deepEqual(
      Object.keys(findings).filter((name) => !seen.has(name as FindingName)),
      [],
    );
  });
});

/** Which check stands in the way of which others. */
const OBSTACLES: readonly (readonly [
  facts: ElementFacts,
  because: string,
  names: readonly string[],
  page?: PageFacts,
])[] = [
  [
    element({
      settingsError: { code: 'untrusted-origin', message: 'x' },
      addresses: null,
      probe: { kind: 'none' },
      session: { hasToken: false, source: 'none', state: 'none' },
      evidence: 'none',
    }),
    'address',
    [
      ...['csp-frame', 'csp-connect', 'storage', 'local-network', 'api', 'token-accepted', 'token'],
      ...['token-source', 'frame', 'framing'],
    ],
  ],
  [
    element({ policy: { connect: false }, probe: { kind: 'network' } }),
    'csp-connect',
    ['api', 'token-accepted'],
  ],
  [lost('denied'), 'local-network', []],
  [element({ ...lost('denied'), probe: { kind: 'network' } }), 'local-network', ['api']],
  [keptOut(), 'local-network', ['csp-frame', 'frame', 'framing']],
  [answers(401, null), 'api', ['token-accepted']],
  [element({ probe: { kind: 'timeout' } }), 'api', ['token-accepted']],
  [
    element({ ...failed('refused: nobody is signed in', 401), evidence: 'none' }),
    'token-source',
    ['csp-frame', 'token-accepted', 'token', 'frame', 'framing'],
  ],
  [
    element({ error: error('token-missing'), session: { hasToken: false, source: 'none' } }),
    'token',
    ['token-accepted', 'frame'],
  ],
  [element({ error: error('token-revoked') }), 'token-accepted', ['frame']],
  [element({ error: error('frame-blocked'), evidence: 'none' }), 'csp-frame', ['framing']],
  [
    element({ error: error('frame-blocked'), evidence: 'none' }),
    'isolation',
    ['csp-frame', 'framing'],
    isolated,
  ],
  [element({ error: error('bridge-missing'), evidence: 'none', isBridged: true }), 'bridge', ['frame']],
  [
    element({ error: error('frame-timeout'), evidence: 'none', isBridged: true }),
    'frame',
    ['bridge', 'framing'],
  ],
  [element({ state: 'expired', evidence: 'none' }), 'frame', ['csp-frame', 'framing']],
  [element({ error: error('popup-blocked') }), 'events', ['frame']],
];

describe('checks that could not look', () => {
  for (const [facts, because, names, around = goodPage] of OBSTACLES)
    it(`name ${because} as the reason: ${names.join()}`, () => {
      const kept = CHECKS.filter(({ name }) => {
        const { says, values } = run(name, ELEMENT_CHECKS.has(name) ? facts : around, around);
        return says === 'not-checked' && values?.['check'] === because;
      }).map(({ name }) => name);
      assert.deepEqual(kept.sort(), [...names].sort());
    });
});

describe('the doctor’s texts', () => {
  const languages = { en, 'zh-CN': zhCN, 'zh-TW': zhTW };
  const holes = (text = ''): string[] => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

  for (const [language, texts] of Object.entries(languages))
    it(`are complete in ${language}, with the same values in the same places`, () => {
      for (const [name, [message, remedy]] of Object.entries(en.findings)) {
        const [own = '', ownRemedy] = texts.findings[name as FindingName];
        assert.deepEqual(holes(own), holes(message), name);
        assert.deepEqual(holes(ownRemedy), holes(remedy), name);
        assert.equal(ownRemedy === undefined, remedy === undefined, name);
      }
      // In the script file they are lists.
      assert.deepEqual(Object.keys(texts.findings), Object.keys(en.findings));
      assert.deepEqual(Object.keys(texts.checks), Object.keys(en.checks));
      assert.deepEqual(Object.keys(texts.words), Object.keys(en.words));
    });

  it('name the developer tools console, and no port that only a developer’s desk has', () => {
    for (const texts of Object.values(languages))
      assert.doesNotMatch(
        Object.values(texts.findings).flat().join(),
        /9003|browser’s log|has spoken|浏览器日志|瀏覽器記錄/,
      );
  });

  it('name a remedy for everything that is wrong', () => {
    for (const rows of Object.values(TABLE))
      for (const [, result, says] of rows)
        if (result === 'fault' || result === 'warning') assert.ok(en.findings[says][1], says);
  });

  it('fill in every value that they name', () => {
    for (const [name, rows] of Object.entries(TABLE))
      for (const [facts, , says, around] of rows) {
        const { values = {} } = run(name, facts, around);
        const wanted = holes(en.findings[says].join(' ')).map((hole) => hole.slice(1, -1));
        assert.deepEqual(
          wanted.filter((value) => !(value in values)),
          [],
          says,
        );
      }
  });
});

describe('the words by which token sources fail', () => {
  it('are all known to the doctor', () => {
    const files = [
      'src/api/token-provider.ts',
      'src/session/token-sources.ts',
      'src/session/token-url.ts',
      'src/session/renewal.ts',
    ];
    const source = files
      .map((file) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'))
      .join('\n');
    const words = [...source.matchAll(/(?:sourceFailed|notSignedIn)\('([^']+)'/g)].map(([all, text = '']) =>
      all.startsWith('not') ? `${text}: nobody is signed in at the host page; sign in there again` : text,
    );
    assert.ok(words.length > 8);
    for (const text of words.filter((text) => text !== 'failed')) {
      const { says } = run('token-source', { ...failed(text, 200) });
      // Without words that it knows it would take them for this.
      if (!text.includes('no token')) assert.notEqual(says, 'source-no-token', text);
    }
  });
});
