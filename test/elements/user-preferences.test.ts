import { expect } from '@open-wc/testing';
import { pressKeys } from '../support/input.js';
import { actionOf, PANEL_SCENES, setOffline, showScene } from '../support/panel-scenes.js';
import { makeToken } from '../support/tokens.js';
import { emulateMedia, resizePage } from '../support/user-settings.js';
import { mountButton, partOf } from '../support/windows.js';
import { SharedDesk } from '../support/workspace.js';

describe('what people set in their system', () => {
  const shared = new SharedDesk();

  afterEach(async () => {
    setOffline(false);
    await emulateMedia();
  });

  const scene = (name: string): ReturnType<typeof showScene> => showScene(name, shared.desk);

  /** A colour of the system's own, as it is drawn. */
  function systemColor(name: string): string {
    const probe = document.createElement('p');
    probe.style.color = name;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }

  /** Edge and focus ring are there in colours of the system's own, and axe finds nothing. */
  async function standsOut(host: Element, control: HTMLElement): Promise<void> {
    const canvas = systemColor('Canvas');
    const { borderTopWidth, borderTopStyle, borderTopColor, color } = getComputedStyle(control);
    expect([borderTopWidth, borderTopStyle]).to.deep.equal(['1px', 'solid']);
    expect(borderTopColor, 'edge').not.to.equal(canvas);
    expect(color, 'text').not.to.equal(canvas);
    control.focus();
    // So that the ring is for those who need it.
    await pressKeys('Shift');
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(control);
    expect([outlineStyle, outlineWidth]).to.deep.equal(['solid', '3px']);
    expect(outlineColor, 'focus ring').not.to.equal(canvas);
    await expect(host).to.be.accessible();
  }

  for (const scheme of ['light', 'dark']) {
    for (const name of ['no-answer', 'disabled', 'conflict']) {
      it(`shows the buttons of ${name} in forced colours (${scheme})`, async function () {
        if (!(await emulateMedia({ 'forced-colors': 'active', 'prefers-color-scheme': scheme }))) this.skip();
        const element = await scene(name);
        await standsOut(element, actionOf(element));
      });
    }

    for (const mode of ['open', 'form'] as const) {
      it(`shows the login button in forced colours (${mode}, ${scheme})`, async function () {
        if (!(await emulateMedia({ 'forced-colors': 'active', 'prefers-color-scheme': scheme }))) this.skip();
        const { element } = await mountButton({ server: shared.desk.url, token: makeToken(), mode });
        await standsOut(element, partOf(element) as HTMLElement);
        element.disabled = true;
        await element.updateComplete;
        await expect(element).to.be.accessible();
      });
    }
  }

  it('moves nothing for those who want no motion', async function () {
    const motions = async (): Promise<string> => {
      const element = await scene('loading');
      const panel = element.shadowRoot?.querySelector('.calm') as Element;
      return getComputedStyle(panel, '::before').animationName;
    };
    if (!(await emulateMedia({ 'prefers-reduced-motion': 'reduce' }))) this.skip();
    expect(await motions()).to.equal('none');
    await emulateMedia({ 'prefers-reduced-motion': 'no-preference' });
    expect(await motions()).to.equal('breathe');
  });

  for (const name of Object.keys(PANEL_SCENES).filter((name) => !name.startsWith('conflict'))) {
    it(`can be read and used at 400 % (${name})`, async function () {
      // What is left of 1280 by 1024.
      if (!(await resizePage(320, 256))) this.skip();
      const element = await scene(name);
      expect(document.documentElement.scrollWidth).to.be.at.most(320);
      const cover = element.shadowRoot?.querySelector('.cover') as HTMLElement;
      for (const part of cover.querySelectorAll('[part="message"], [part="action"]:not([hidden])')) {
        part.scrollIntoView({ block: 'nearest' });
        const { left, right, top, bottom } = part.getBoundingClientRect();
        expect(Math.min(left, top), part.className).to.be.at.least(0);
        expect(right).to.be.at.most(320);
        expect(bottom).to.be.at.most(257);
      }
    });
  }
});
