import { expect } from '@open-wc/testing';
import type { TestDesk } from '../../../support/desk.js';
import { createPage } from '../../../support/pages.js';
import { actionOf, showScene } from '../../../support/panel-scenes.js';
import {
  EventLog,
  issueToken,
  mount,
  next,
  requestsOf,
  until,
  withOwnDesk,
} from '../../../support/workspace.js';

const hasButton = (element: Element): boolean =>
  element.shadowRoot?.querySelector('.cover [part="action"]:not([hidden])') !== null;

describe('bytedesk-workspace: a console that may be somebody else’s', () => {
  let desk: TestDesk;

  withOwnDesk((own) => (desk = own));

  const conflict = (name = 'conflict'): ReturnType<typeof showScene> => showScene(name, desk);

  it('says whose it is, shows it to sign out without a token, and goes on from there', async () => {
    const element = await conflict();
    expect(element.state).to.equal('error');
    const [first] = desk.users;
    expect(element.shadowRoot?.querySelector('.cover')?.textContent).to.contain(first?.username);
    await desk.control('requests/clear', {});

    const log = new EventLog(element);
    actionOf(element).click();
    await until(
      async () => (await desk.control<{ told: number }>('emit', { type: 'x' })).told > 0,
      'the console is there',
    );
    await element.updateComplete;
    expect(element.state).to.equal('error');
    expect(log.events).to.deep.equal([]);
    const pages = (await requestsOf(desk)).filter(({ path }) => path === '/agent/chat');
    expect(pages.map(({ query }) => query['accessToken'])).to.deep.equal([undefined]);

    const strip = element.shadowRoot?.querySelector('.cover')?.getBoundingClientRect();
    const frame = element.shadowRoot?.querySelector('iframe');
    expect(frame?.inert).to.equal(false);
    expect(frame?.getBoundingClientRect().top).to.be.at.least(strip?.bottom ?? Infinity);
    expect(frame?.getBoundingClientRect().bottom).to.be.at.most(element.getBoundingClientRect().bottom + 0.5);
    expect(element.shadowRoot?.activeElement).to.equal(null);

    const ready = next(element, 'bytedesk-ready');
    actionOf(element).click();
    await ready;
    expect(element.shadowRoot?.querySelectorAll('iframe').length).to.equal(1);
    const later = (await requestsOf(desk)).filter(({ path }) => path === '/agent/chat');
    expect(later.at(-1)?.query['accessToken']).to.be.a('string');
  });

  it('keeps the focus in the strip that the button became', async () => {
    const element = await conflict();
    actionOf(element).focus();
    actionOf(element).click();
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement === actionOf(element)).to.equal(true);
    expect(element.shadowRoot?.firstElementChild?.className).to.contain('cover');
  });

  it('removes the other user’s console when something else is to be shown', async () => {
    const element = await conflict();
    actionOf(element).click();
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('iframe')).not.to.equal(null);
    element.path = '/elsewhere';
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
    expect(element.shadowRoot?.querySelector('.strip')).to.equal(null);
  });

  it('removes it with the element, and offers it again', async () => {
    const element = await conflict();
    const parent = element.parentElement as HTMLElement;
    actionOf(element).click();
    await element.updateComplete;
    element.remove();
    expect(element.shadowRoot?.querySelector('iframe')).to.equal(null);
    parent.append(element);
    await element.updateComplete;
    expect(actionOf(element).textContent).to.equal('Open the console to sign out');
  });

  it('offers no way out if the page has cancelled the error’s event', async () => {
    const cancel = (event: Event): void => event.preventDefault();
    document.addEventListener('bytedesk-error', cancel);
    try {
      const element = await conflict();
      expect(hasButton(element)).to.equal(false);
      expect(element.shadowRoot?.querySelector('b')?.textContent).to.contain('may still be signed in');
    } finally {
      document.removeEventListener('bytedesk-error', cancel);
    }
  });

  it('reloads the page where the console’s login dies with it', async function () {
    if (!('credentialless' in HTMLIFrameElement.prototype)) this.skip();
    const [first, second] = desk.users;
    const tokens = [
      await issueToken(desk, { username: first?.username }),
      await issueToken(desk, { username: second?.username }),
    ];
    const path =
      await createPage(`<!doctype html><html lang="en"><title>page</title><body><script type="module">
      import '/src/define.ts';
      for (const token of ${JSON.stringify(tokens)}) {
        const element = Object.assign(document.createElement('bytedesk-workspace'), { token, path: '/agent/chat', storage: 'ephemeral' });
        element.server = ${JSON.stringify(desk.url)};
        const told = new Promise((resolve) => {
          for (const name of ['ready', 'error']) element.addEventListener('bytedesk-' + name, resolve);
        });
        document.querySelector('bytedesk-workspace')?.remove();
        document.body.append(element);
        await told;
      }
    </script></body></html>`);
    const { element } = await mount({});
    const page = document.createElement('iframe');
    element.replaceWith(page);
    page.src = path;
    const inner = (): Element | null | undefined => page.contentDocument?.querySelector('bytedesk-workspace');
    await until(
      () => inner()?.matches(':state(error)') === true && hasButton(inner() as Element),
      'a conflict',
    );
    const button = actionOf(inner() as Element);
    expect(button.textContent).to.equal('Reload this page');
    const loaded = new Promise((resolve) => page.addEventListener('load', resolve, { once: true }));
    button.click();
    await loaded;
  });
});
