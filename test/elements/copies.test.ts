import { expect } from '@open-wc/testing';
import { EventLog, mount, next, SharedDesk, until } from '../support/workspace.js';

/** Ways in which pages make a second element of the markup of the first. */
const COPIES: Readonly<Record<string, (element: HTMLElement) => Node>> = {
  cloneNode: (element) => element.cloneNode(true),
  importNode: (element) => document.importNode(element, true),
  outerHTML: (element) => {
    const holder = document.createElement('div');
    holder.innerHTML = element.outerHTML;
    return holder.firstElementChild as Element;
  },
  'a template': (element) => {
    const template = document.createElement('template');
    template.innerHTML = element.outerHTML;
    return template.content.cloneNode(true);
  },
  XMLSerializer: (element) =>
    document.createRange().createContextualFragment(new XMLSerializer().serializeToString(element)),
};

describe('copies of an element', () => {
  const shared = new SharedDesk();

  /** A workspace whose token came by the attribute. */
  async function original(): Promise<HTMLElementTagNameMap['bytedesk-workspace']> {
    const { server, path, token } = (await shared.settings()) as Record<string, string>;
    const copy = document.createElement('bytedesk-workspace');
    for (const [name, value] of Object.entries({ server, path, token })) copy.setAttribute(name, value ?? '');
    const { element: holder } = await mount({});
    holder.replaceWith(copy);
    await next(copy, 'bytedesk-ready');
    expect(copy.outerHTML).not.to.contain(String(token));
    return copy;
  }

  for (const [way, copy] of Object.entries(COPIES))
    it(`say that they have no token, once, where they are made by ${way}`, async () => {
      const first = await original();
      const parent = first.parentElement as HTMLElement;
      const log = new EventLog(parent);
      parent.append(copy(first));
      const second = parent.lastElementChild as typeof first;
      await until(() => second.state === 'error', 'the error');
      await second.updateComplete;
      expect(log.names).to.deep.equal(['idle>error', 'error token-missing']);
      expect(second.shadowRoot?.querySelector('.cover')?.textContent).to.contain(
        'Reload this page to sign in again.',
      );
      expect(first.state).to.equal('ready');
    });

  it('draw nothing twice where the markup was saved with their shadow roots', async () => {
    const first = await original();
    const button = document.createElement('bytedesk-login-button');
    first.after(button);
    await button.updateComplete;
    const drawn = (element: Element): (string | null)[] =>
      [...(element.shadowRoot?.querySelectorAll('*') ?? [])]
        .map((node) => `${node.localName} ${node.getAttribute('part')}`)
        .sort();
    const rootOf = (element: Element): string => element.shadowRoot?.innerHTML ?? '';
    const { token } = await shared.settings();
    const place = first.parentElement as HTMLElement;
    const wanted = [first, button].map(drawn);
    const saved = [first, button].map((element) =>
      element.outerHTML.replace('><', `><template shadowrootmode="open">${rootOf(element)}</template><`),
    );
    expect(saved[0]).to.contain('<iframe');
    place.setHTMLUnsafe(saved.join(''));
    const [second, secondButton] = [...place.children] as [typeof first, typeof button];
    second.token = token;
    await next(second, 'bytedesk-ready');
    await Promise.all([second.updateComplete, secondButton.updateComplete]);
    expect([second, secondButton].map(drawn)).to.deep.equal(wanted);
  });

  it('go on as soon as they are given a token', async () => {
    const first = await original();
    const second = first.cloneNode(true) as typeof first;
    first.after(second);
    await until(() => second.state === 'error', 'the error');
    const { token } = await shared.settings();
    second.token = token;
    await next(second, 'bytedesk-ready');
  });

  it('wait without an error where the first one never had a token, or comes back itself', async () => {
    const { element } = await mount({ server: shared.desk.url });
    const copy = element.cloneNode(true) as typeof element;
    element.after(copy);
    await copy.updateComplete;
    expect(copy.state).to.equal('idle');
    const first = await original();
    const log = new EventLog(first);
    const parent = first.parentElement as HTMLElement;
    first.remove();
    parent.append(first);
    await next(first, 'bytedesk-ready');
    first.token = null;
    await until(() => first.state === 'idle', 'waiting');
    expect(log.of('bytedesk-error')).to.deep.equal([]);
  });
});
