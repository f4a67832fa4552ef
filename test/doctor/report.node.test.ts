import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { report } from '../../src/doctor/report.js';
import { en } from '../../src/doctor/texts/en.js';
import { zhTW } from '../../src/doctor/texts/zh-tw.js';
import type { ElementFacts, PageFacts } from '../../src/doctor/types.js';
import { zhTW as terms } from '../../src/locale/zh-tw.js';
import { element, goodElement, goodPage, page, trace } from './facts.js';

// A report is in the language of its document and names the browser.
Object.assign(globalThis, {
  document: { documentElement: { closest: () => null, getRootNode: () => null } },
});
globalThis.navigator ??= { userAgent: 'a browser' } as Navigator;

/** The part of the text that stands under “Begin here”, as the names of its checks. */
function first(facts: ElementFacts, around: PageFacts = goodPage): string[] {
  const { text } = report(around, [facts]);
  const [, part = ''] = new RegExp(`\n\n${en.words.first}:\n([^]*?)\n\n`).exec(text) ?? [];
  return part.includes(en.words.nothing)
    ? []
    : [...part.matchAll(/\[([a-z-]+)\]/g)].map(([, name = '']) => name);
}

describe('what a report begins with', () => {
  it('is the fault, without what it has caused', () => {
    const facts = element({
      error: { code: 'token-source-failed', status: 401, message: 'The token source refused.' },
      trace: trace('source-failed token-source-failed 401', 'error token-source-failed'),
      session: { hasToken: false, state: 'failed' },
      evidence: 'none',
      state: 'error',
      addresses: { isSameSite: false },
    });
    assert.deepEqual(first(facts), ['token-source']);
  });

  it('is one line for two checks that say the same', () => {
    const facts = element({ probe: { kind: 'network' }, policy: { connect: false } });
    assert.deepEqual(first(facts), ['csp-connect']);
  });

  it('is the frame’s own fault where there is no other', () => {
    const facts = element({
      error: { code: 'frame-timeout', status: undefined, message: '' },
      state: 'error',
    });
    assert.deepEqual(first(facts), ['frame']);
  });

  it('is what may be in the frame, then the warnings, where no fault can be seen', () => {
    const facts = element({ evidence: 'load', addresses: { isSameSite: false } });
    assert.deepEqual(first(facts, page({ copies: 2 })), ['frame', 'copies']);
    // What can be seen of storage is more than a guess.
    assert.deepEqual(first(facts, page({ isStorageBlocked: true })), ['frame', 'storage']);
  });

  it('names no wrong cause: a token that has ended, settings that are refused', () => {
    const over = element({
      session: { expiresAt: goodElement.now - 600_000 },
      probe: { kind: 'answer', status: 401, deskCode: 401, ms: 50 },
      state: 'expired',
    });
    assert.deepEqual(first(over), ['token']);
    const foreign = element({
      settingsError: { code: 'untrusted-origin', message: 'x' },
      error: { code: 'untrusted-origin', status: undefined, message: 'x' },
      addresses: null,
      probe: { kind: 'none' },
      session: { hasToken: false, source: 'none', state: 'none', issuedAt: null, expiresAt: null },
      evidence: 'none',
      state: 'error',
      trace: trace('error untrusted-origin'),
    });
    assert.deepEqual(first(foreign), ['address']);
    assert.ok(!report(goodPage, [foreign]).text.includes('frame-src'));
  });

  it('says so where nothing is wrong', () => {
    assert.deepEqual(first(goodElement), []);
    assert.ok(report(goodPage, [goodElement]).text.includes(en.words.nothing));
  });

  it('is what stood in the way of the frame, where that is no fault', () => {
    const facts = element({
      error: { code: 'token-source-failed', status: undefined, message: '' },
      session: { hasToken: false, state: 'failed' },
      trace: trace('source-asked initial'),
      look: { kind: 'network' },
      evidence: 'none',
    });
    assert.deepEqual(first(facts), ['token-source']);
  });

  it('is in numbered steps where the desk may refuse framing, with the header that it has to send', () => {
    const { text } = report(goodPage, [element({ evidence: 'load' })]);
    const [, part = ''] = /\n\nBegin here:\n([^]*?)\n\n/.exec(text) ?? [];
    const lines = part.split('\n').map((line) => line.trim());
    assert.match(lines[2] ?? '', /^1\. Most probable: the desk refuses framing/);
    assert.equal(
      lines[3],
      "Content-Security-Policy: frame-ancestors 'self' https://www.example.com https://portal.example.org",
    );
    assert.deepEqual(
      lines.flatMap((line) => /^(\d)\. /.exec(line)?.[1] ?? []),
      ['1', '2', '3', '4', '5'],
    );
  });

  it('is not said twice', () => {
    const { text } = report(goodPage, [element({ evidence: 'load' })]);
    assert.equal(text.split('1. Most probable').length, 2);
    assert.equal(text.split('[frame]: unknown').length, 3);
  });

  it('leads to the document with the check', () => {
    const { text } = report(page({ copies: 2 }), [goodElement]);
    assert.match(text, /\n {4}docs\/troubleshooting\.md#copies\n/);
  });

  it('is followed by one line for all that one check has kept from looking', () => {
    const { text } = report(goodPage, [element({ policy: { connect: false }, probe: { kind: 'network' } })]);
    assert.match(text, /^\? api, token-accepted: Not checked, because of csp-connect\.$/m);
  });

  it('is followed by one line for all that is well', () => {
    const { text } = report(goodPage, [goodElement]);
    assert.equal(text.match(/^ {2}ok \(\d+\): /gm)?.length, 2);
    assert.doesNotMatch(text, /No form is sent/);
  });

  it('names origins where a policy would take a path for that path alone', () => {
    const facts = element({
      policy: { frame: false, connect: false },
      evidence: 'none',
      addresses: {
        server: 'https://desk.example.com/base',
        api: 'https://api.example.com/base',
        origins: { server: 'https://desk.example.com', api: 'https://api.example.com' },
      },
    });
    const { checks } = report(goodPage, [facts]);
    const remedyOf = (name: string) => checks.find(({ check }) => check === name)?.remedy ?? '';
    assert.match(remedyOf('csp-frame'), /add https:\/\/desk\.example\.com to the sources of frame-src/);
    assert.match(remedyOf('csp-connect'), /add https:\/\/api\.example\.com to the sources of connect-src/);
  });
});

/** What a report says and advises of a check. */
function said(name: string, facts: ElementFacts, around: PageFacts = goodPage): string {
  const found = report(around, [facts]).checks.find(({ check }) => check === name);
  return `${found?.message}\n${found?.remedy}`;
}

describe('a report has the values that somebody needs', () => {
  const failed = (message: string, status?: number): ElementFacts =>
    element({
      error: { code: 'token-source-failed', status, message },
      trace: trace(`source-failed token-source-failed ${status ?? ''}`.trim()),
      session: { hasToken: false, state: 'failed' },
      look: { kind: 'answer', status: 200, isHtml: true, type: 'text/html' },
    });
  const where = 'https://www.example.com/token';

  it('of a server that is refused', () => {
    const settingsError = {
      code: 'untrusted-origin',
      message: 'No.',
      refused: 'server="https://foreign.example"',
      allowed: 'https://desk.example.com https://other.example.com',
    } as const;
    const text = said('address', element({ settingsError, addresses: null }));
    assert.ok(text.includes(settingsError.refused) && text.includes(settingsError.allowed));
  });

  it('of the token URL: its address, status and type', () => {
    assert.ok(
      said('token-source', failed('refused: nobody is signed in', 401)).includes(
        `${where} (POST 401, OPTIONS 200 text/html)`,
      ),
    );
    assert.ok(
      said('token-source', failed('The token source redirects')).includes(`${where} (POST 3xx, OPTIONS`),
    );
    const foreign = element({
      trace: [],
      session: { hasToken: false, isTokenUrlForeign: true },
      look: { kind: 'redirect' },
    });
    assert.ok(said('token-source', foreign).includes(`${where} (HEAD 3xx)`));
    const provider = element({ ...failed('failed', 503), session: { source: 'provider', hasToken: false } });
    assert.ok(said('token-source', provider).includes('tokenProvider (503)'));
  });

  it('of settings that differ', () => {
    const differences = 'server (https://a.example | https://b.example)';
    assert.ok(
      said('page-settings', goodElement, page({ settings: { isRefused: true, differences } })).includes(
        differences,
      ),
    );
    assert.match(
      said('page-settings', goodElement, page({ settings: { isRefused: true } })),
      /differ in: configure\(\)/,
    );
  });

  it('of an element that nobody can see', () => {
    const place = { hasNoSize: true, size: '0×0 px', hider: '<div> display: none' };
    assert.match(said('place', element({ place })), /0×0 px\. What hides it: <div> display: none/);
  });

  it('of a policy: the directive, and the line that it has to be', () => {
    const text = said('csp-form', element({ isForm: true, policy: { form: false } }));
    assert.ok(text.includes("form-action 'self' lacks https://desk.example.com"));
    assert.ok(text.endsWith("\nContent-Security-Policy: form-action 'self' https://desk.example.com"));
  });

  it('of an API that is elsewhere', () => {
    const facts = element({
      probe: { kind: 'answer', status: 404, deskCode: null, ms: 1 },
      addresses: { api: 'https://www.example.com' },
    });
    assert.match(said('api', facts), /data-api="https:\/\/desk\.example\.com"/);
  });

  it('of times, as dates', () => {
    assert.match(said('token', goodElement), /until 2026-11-27T12:00:00Z/);
    assert.match(
      said('clock', element({ hostNow: goodElement.now + 28_800_000 })),
      /\(2026-11-26T20:00:00Z\)/,
    );
  });
});

describe('the texts in Traditional Chinese', () => {
  /** Words of the mainland, and characters that a converter has taken for others. */
  const FOREIGN =
    /返回|搜索|文本|程式碼|要求|策略|介面|攔截|證書|重定向|標頭髮|併發|滾動|單元格|選項卡|會話|擴充套件|查看|信息|默認|服務器|鏈接|屏幕|視頻|運行|保存|登錄|網絡|軟件|用戶|加載|調用|數據|響應|緩存|協議|列表|點擊|點按|本地|控制台|生成|配置|前臺|代碼庫/;

  it('are those of Taiwan', () => {
    const all = [
      ...Object.values(zhTW.checks),
      ...Object.values(zhTW.words),
      ...Object.values(zhTW.findings).flat(),
      ...Object.values(terms),
    ];
    for (const text of all) assert.doesNotMatch(String(text), FOREIGN);
  });
});
