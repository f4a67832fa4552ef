import { expect } from '@open-wc/testing';
import { attach } from '../../src/doctor/details.js';
import { en } from '../../src/doctor/texts/en.js';
import type { Diagnosis } from '../../src/doctor/types.js';
import { until } from '../support/workspace.js';

const REPORT: Diagnosis = { checks: [], text: 'Diagnosis of bytedesk-embed\nline two' };
const { words } = en;

/** An element with a panel, as a workspace has one. */
function panelOf(): { host: HTMLElement; root: ShadowRoot; panel: HTMLElement } {
  const host = document.createElement('div');
  host.lang = 'en';
  const root = host.attachShadow({ mode: 'open' });
  const panel = document.createElement('section');
  panel.append('Something is wrong.');
  root.append(panel);
  document.body.append(host);
  return { host, root, panel };
}

const own = new Map<object, Map<string, PropertyDescriptor | undefined>>();

/** Puts something in the place of a member until the test is over. */
function replace(owner: object, name: string, value: unknown): void {
  const known = own.get(owner) ?? new Map<string, PropertyDescriptor | undefined>();
  own.set(owner, known.set(name, Object.getOwnPropertyDescriptor(owner, name)));
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}

describe('the details below a panel', () => {
  afterEach(() => {
    document.querySelectorAll('body > div').forEach((host) => host.shadowRoot && host.remove());
    own.forEach((members, owner) =>
      members.forEach((member, name) => {
        Reflect.deleteProperty(owner, name);
        if (member) Object.defineProperty(owner, name, member);
      }),
    );
    own.clear();
  });

  async function opened(diagnose = async () => REPORT): Promise<{
    root: ShadowRoot;
    copy: HTMLButtonElement;
    text: HTMLElement;
    said: () => string | null | undefined;
  }> {
    const { host, root, panel } = panelOf();
    attach(host, panel, diagnose);
    const [open, copy] = root.querySelectorAll('button');
    const text = root.querySelector('pre') as HTMLElement;
    expect(open?.getAttribute('aria-expanded')).to.equal('false');
    open?.click();
    expect(open?.getAttribute('aria-expanded')).to.equal('true');
    await until(() => text.textContent !== words.asking, 'an answer');
    return {
      root,
      text,
      copy: copy as HTMLButtonElement,
      said: () => root.querySelector('[role=status]')?.textContent,
    };
  }

  it('copy the report, and say so', async () => {
    const copied: string[] = [];
    replace(navigator, 'clipboard', { writeText: async (text: string) => void copied.push(text) });
    const { copy, said } = await opened();
    expect(said()).to.equal('');
    copy.click();
    await until(() => said() !== '', 'a word');
    expect(said()).to.equal(words.copied);
    expect(copied).to.deep.equal([REPORT.text]);
  });

  const WITHOUT: Readonly<Record<string, unknown>> = {
    'that is refused': { writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) },
    'that throws': {
      writeText: () => {
        throw new TypeError('no');
      },
    },
    'that is missing, as on http': undefined,
  };
  for (const [name, clipboard] of Object.entries(WITHOUT))
    it(`select the report, and say how to copy it, with a clipboard ${name}`, async () => {
      replace(navigator, 'clipboard', clipboard);
      const { root, copy, text, said } = await opened();
      copy.click();
      await until(() => said() !== '', 'a word');
      expect(said()).to.equal(words.copyByHand);
      expect(root.activeElement).to.equal(text);
      // What the key copies.
      const copied: string[] = [];
      document.addEventListener('copy', () => copied.push(String(getSelection())), { once: true });
      document.execCommand('copy');
      expect(copied.length === 0 ? String(getSelection()) : copied[0]).to.contain('line two');
    });

  it('have no copy of a report that could not be made', async () => {
    const { copy, text } = await opened(() => Promise.reject(new Error('token eyJ')));
    expect(text.textContent).to.equal(words.failed);
    expect(copy.hidden).to.equal(true);
  });

  describe('have their styles', () => {
    const isStyled = (root: ShadowRoot): boolean =>
      getComputedStyle(root.querySelector('pre')!).overflowX === 'auto';

    it('once, however often they are drawn', async () => {
      const { host, root, panel } = panelOf();
      for (let times = 0; times < 3; times += 1) attach(host, panel, async () => REPORT);
      expect(root.adoptedStyleSheets).to.have.length(1);
      expect(root.querySelectorAll('.doctor')).to.have.length(1);
    });

    it('again after a move to another document, which takes them away', () => {
      const { host, root, panel } = panelOf();
      attach(host, panel, async () => REPORT);
      root.adoptedStyleSheets = [];
      attach(host, panel, async () => REPORT);
      expect(root.adoptedStyleSheets).to.have.length(1);
    });

    it('by an element, in a browser without constructed style sheets', () => {
      const { host, root, panel } = panelOf();
      replace(root, 'adoptedStyleSheets', undefined);
      replace(window, 'CSSStyleSheet', function () {
        throw new TypeError('Illegal constructor');
      });
      attach(host, panel, async () => REPORT);
      attach(host, panel, async () => REPORT);
      expect(root.querySelectorAll('style')).to.have.length(1);
      root.querySelector('pre')!.hidden = false;
      expect(isStyled(root)).to.equal(true);
    });
  });
});
