import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shown, timeOf } from '../../src/doctor/shown.js';

Object.assign(globalThis, { self: { location: { href: 'https://www.example.com/shop/page?session=1' } } });

describe('addresses in a report', () => {
  const CASES: readonly (readonly [
    name: string,
    written: string | readonly string[] | undefined,
    is: string,
  ])[] = [
    [
      'have no user, password, query and hash',
      'https://user:secret@desk.example.com/base/?accessToken=eyJ#eyJ',
      'https://desk.example.com/base',
    ],
    ['are absolute', '/token?key=secret', 'https://www.example.com/token'],
    [
      'may be several, each of them once',
      'https://a.example https://b.example https://a.example/',
      'https://a.example https://b.example',
    ],
    ['come from settings as well', ['https://a.example/', ''], 'https://a.example'],
    ['are not repeated where they cannot be read', 'https://[secret', '?'],
    ['may be missing', undefined, '–'],
  ];
  for (const [name, written, is] of CASES) it(name, () => assert.equal(shown(written), is));
});

it('times in a report are in UTC, to the second', () => {
  assert.equal(timeOf(Date.UTC(2026, 10, 26, 12, 30, 1, 500)), '2026-11-26T12:30:01Z');
});
