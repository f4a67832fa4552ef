import { expect } from '@open-wc/testing';
import type { Examined } from '../../src/doctor/examine.js';
import { placeOf } from '../../src/doctor/place.js';

describe('what hides an element', () => {
  const own = document.createElement('div');
  afterEach(() => own.remove());

  function hiderOf(html: string): string {
    own.innerHTML = html;
    document.body.append(own);
    const { hasNoSize, hider } = placeOf(own.querySelector('p') as unknown as Examined);
    expect(hasNoSize).to.equal(hider !== '');
    return hider;
  }

  const P = '<p style="margin: 0; height: 9px"></p>';
  const CASES: Readonly<Record<string, readonly [html: string, hider: string]>> = {
    nothing: [P, ''],
    'a closed tab': [`<section style="display: none"><div>${P}</div></section>`, '<section> display: none'],
    itself: [P.replace('9px', '0'), '<p> height: 0'],
    'a narrow cell': [`<main style="width: 0"><div>${P}</div></main>`, '<main> width: 0'],
    'itself, without a box': [P.replace('height: 9px', 'display: contents'), '<p> display: contents'],
    'nothing with a box': [`<div style="display: contents">${P.replace('9px', '0')}</div>`, '<p> height: 0'],
  };
  for (const [name, [html, hider]] of Object.entries(CASES))
    it(`is ${name}`, () => expect(hiderOf(html)).to.equal(hider));

  it('may be outside the shadow root that it stands in', () => {
    const host = document.createElement('article');
    host.style.display = 'none';
    host.attachShadow({ mode: 'open' }).innerHTML = P;
    own.replaceChildren(host);
    document.body.append(own);
    const { hider } = placeOf(host.shadowRoot?.querySelector('p') as unknown as Examined);
    expect(hider).to.equal('<article> display: none');
  });
});
