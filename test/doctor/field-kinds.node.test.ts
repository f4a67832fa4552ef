import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findingsOf } from '../../src/doctor/report.js';
import type { FindingName } from '../../src/doctor/texts/en.js';
import type { ElementFacts, PageFacts } from '../../src/doctor/types.js';
import { element, goodElement, goodPage, MINUTE, page, trace } from './facts.js';

/** A kind of failure that was met in the field, and what the report has to say of it, among other things. */
type Kind = readonly [kind: string, says: FindingName, facts: ElementFacts, around?: PageFacts];

const failed = (message: string, status?: number): ElementFacts =>
  element({
    trace: trace('source-asked initial', `source-failed token-source-failed ${status ?? ''}`.trim()),
    session: { hasToken: false, state: 'failed' },
    error: { code: 'token-source-failed', status, message: `The token source ${message}.` },
  });

type Letter = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j' | 'k' | 'l' | 'm' | 'others';

/** By the letters of the kinds; `others` are what was undecided then. A kind without an entry does not compile. */
const KINDS: Readonly<Record<Letter, readonly Kind[]>> = {
  a: [
    ['two copies of the library', 'copies-many', goodElement, page({ copies: 2 })],
    [
      'tags that differ',
      'settings-tags-differ',
      goodElement,
      page({ settings: { from: 'none', tagsDiffer: true } }),
    ],
    ['a tag whose settings were lost', 'settings-none', goodElement, page({ settings: { from: 'none' } })],
  ],
  b: [['an endpoint whose run-time cannot reach the desk', 'source-fails', failed('failed', 502)]],
  c: [
    ['a browser that wrongly calls itself offline', 'page-offline', goodElement, page({ isOnline: false })],
  ],
  d: [
    [
      'an address that cannot be resolved',
      'address-refused',
      element({
        settingsError: { code: 'invalid-server', message: 'server is not a valid URL.' },
        addresses: null,
      }),
    ],
    [
      'a preview in a frame of its own, where the page is the desk',
      'address-own',
      element({ addresses: { isOwnOrigin: true } }),
    ],
  ],
  e: [
    [
      'a browser that lacks a feature',
      'browser-lacks',
      goodElement,
      page({ missingFeatures: ['custom states'] }),
    ],
  ],
  f: [['an element in another window', 'place-other-window', element({ place: { isOtherWindow: true } })]],
  g: [
    [
      'built-ins that were replaced',
      'built-ins-replaced',
      goodElement,
      page({ replacedBuiltIns: ['Array.from'] }),
    ],
  ],
  h: [
    [
      'a host that redirects to its sign-in page',
      'source-redirects',
      failed('redirects: nobody is signed in'),
    ],
    ['a host that answers with its sign-in page', 'source-page', failed('answered with a page: nobody', 200)],
    ['a host that says 419', 'source-signed-out', failed('refused: nobody is signed in', 419)],
    [
      'a host that gives null for a token',
      'source-signed-out',
      failed('answered with no token: nobody is signed in at the host page; sign in there again', 200),
    ],
  ],
  i: [
    [
      'a gate in front of the API',
      'api-gate',
      element({ probe: { kind: 'answer', status: 401, deskCode: null, ms: 80 } }),
    ],
    [
      'an API of another environment',
      'token-refused',
      element({ probe: { kind: 'answer', status: 401, deskCode: 401, ms: 80 } }),
    ],
    [
      'tokens that are refused again and again',
      'events-ends',
      element({
        trace: trace(
          'token-expired token rejected probe',
          'a',
          'token-expired token b',
          'token-expired token c',
        ),
      }),
    ],
    ['a host’s clock that is ahead', 'clock-host', element({ hostNow: goodElement.now + 480 * MINUTE })],
    ['a token that was old from the start', 'source-old-token', failed('gave an old token')],
    [
      'a token by copy and paste',
      'token-malformed',
      element({ error: { code: 'token-malformed', status: undefined, message: '' } }),
    ],
    [
      'a token of the desk whose clock is ahead of this computer’s',
      'clock-behind',
      element({ session: { issuedAt: goodElement.now + 90 * MINUTE } }),
    ],
    [
      'a computer whose clock is ahead, with tokens that are good',
      'token-over-here',
      element({ session: { expiresAt: goodElement.now - 90 * MINUTE } }),
    ],
  ],
  j: [['a block that an editor has left empty', 'elements-blocks', goodElement, page({ emptyBlocks: 1 })]],
  k: [
    [
      'a language’s name as another system writes it',
      'language-unknown',
      element({ unknownLanguage: 'chinese' }),
    ],
  ],
  l: [['a page that is not shown', 'page-hidden', goodElement, page({ isHidden: true })]],
  m: [
    [
      'an odd cookie that hides the session',
      'source-signed-out',
      failed('refused: nobody is signed in', 401),
    ],
  ],
  others: [
    [
      'local network access that was not granted',
      'local-network-denied',
      element({
        localNetwork: 'denied',
        addresses: { isPrivate: true },
        probe: { kind: 'network' },
        evidence: 'load',
      }),
    ],
    ['a desk that refuses framing', 'frame-loaded', element({ evidence: 'load' })],
  ],
};

describe('what was met in the field', () => {
  for (const [letter, kinds] of Object.entries(KINDS)) {
    it(`has an example of (${letter})`, () => assert.ok(kinds.length > 0));
    for (const [kind, says, facts, around = goodPage] of kinds)
      it(`is named or listed: (${letter}) ${kind}`, () => {
        const found = findingsOf(around, [facts]).map(({ finding }) => finding.says);
        assert.ok(found.includes(says), found.join());
      });
  }

  it('is nothing where all is well', () => {
    const bad = findingsOf(goodPage, [goodElement]).filter(({ finding }) => finding.result !== 'ok');
    assert.deepEqual(
      bad.map(({ finding }) => finding.says),
      [],
    );
  });
});
