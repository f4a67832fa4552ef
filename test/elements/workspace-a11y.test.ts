import { expect } from '@open-wc/testing';
import { clickOn, pressKeys } from '../support/input.js';
import { makeToken } from '../support/tokens.js';
import { mount, next, SharedDesk } from '../support/workspace.js';

describe('bytedesk-workspace: accessibility', () => {
  const shared = new SharedDesk();

  it('has nothing for axe to find while loading', async () => {
    await shared.desk.control('set', { fail: { as: 'never', path: '/agent' } });
    const { element } = await mount(await shared.settings());
    await element.updateComplete;
    expect(element.state).to.equal('loading');
    await expect(element).to.be.accessible();
  });

  it('has nothing for axe to find when ready', async () => {
    const { element } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    await expect(element).to.be.accessible();
  });

  it('has nothing for axe to find when expired', async () => {
    const { element } = await mount(await shared.settings({ token: makeToken({ lifeS: -5 }) }));
    await element.updateComplete;
    await expect(element).to.be.accessible();
  });

  it('has nothing for axe to find when signed out', async () => {
    const { element } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    await element.logout();
    await element.updateComplete;
    await expect(element).to.be.accessible();
  });

  it('has nothing for axe to find in an error with a button, which works by keyboard', async () => {
    await shared.desk.control('set', { fail: { as: 'never', path: '/agent' } });
    const { element } = await mount(await shared.settings({ timeout: 0.3 }));
    await next(element, 'bytedesk-error');
    await element.updateComplete;
    await expect(element).to.be.accessible();
    await shared.desk.control('set', { fail: null });
    element.timeout = 30;
    element.focus();
    expect(element.shadowRoot?.activeElement?.getAttribute('part')).to.equal('action');
    const ready = next(element, 'bytedesk-ready');
    await pressKeys('Enter');
    await ready;
  });

  it('has nothing for axe to find in an error without one', async () => {
    const { element } = await mount(await shared.settings({ path: '/elsewhere' }));
    await element.updateComplete;
    await expect(element).to.be.accessible();
  });

  it('announces its panels politely', async () => {
    const { element } = await mount(await shared.settings({ path: '/elsewhere' }));
    await element.updateComplete;
    const cover = element.shadowRoot?.querySelector('.cover');
    expect(cover?.getAttribute('role')).to.equal('status');
    expect(cover?.textContent?.trim()).not.to.equal('');
  });

  it('lets the keyboard into the console', async () => {
    const { element } = await mount(await shared.settings());
    await next(element, 'bytedesk-unread-change');
    await clickOn(element.shadowRoot?.querySelector('iframe') ?? element);
    expect(element.shadowRoot?.activeElement?.localName).to.equal('iframe');
  });
});
