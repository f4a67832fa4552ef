import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { registerTerms } from '../../../src/locale/localize.js';
import { zhCN } from '../../../src/locale/zh-cn.js';
import { zhTW } from '../../../src/locale/zh-tw.js';
import { startDesk } from '../../support/desk.js';
import { PANEL_SCENES, panelShown, setOffline } from '../../support/panel-scenes.js';
import { mount, next, SharedDesk, unmountAll } from '../../support/workspace.js';

registerTerms('zh-CN', zhCN);
registerTerms('zh-TW', zhTW);

describe('bytedesk-workspace: what axe finds', () => {
  const shared = new SharedDesk();
  let stage: HTMLElement;

  beforeEach(() => {
    stage = document.createElement('main');
    document.body.append(stage);
  });

  afterEach(async () => {
    restore();
    setOffline(false);
    stage.remove();
    document.documentElement.lang = 'en';
    await unmountAll();
  });

  it('is nothing when ready', async () => {
    const { element } = await mount(await shared.settings());
    await next(element, 'bytedesk-ready');
    await expect(element).to.be.accessible();
  });

  for (const [name, scene] of Object.entries(PANEL_SCENES)) {
    it(`is nothing in ${name}, in every language and both schemes`, async () => {
      const desk = await startDesk();
      try {
        const element = await scene({ desk, parent: stage });
        await panelShown(element);
        if (name === 'slow') {
          const now = performance.now.bind(performance);
          stub(performance, 'now').callsFake(() => now() + 10_000);
          element.requestUpdate();
        }
        for (const lang of ['en', 'zh-CN', 'zh-TW']) {
          element.lang = lang;
          await element.updateComplete;
          const cover = element.shadowRoot?.querySelector<HTMLElement>('.cover');
          expect(cover?.lang).to.equal(lang);
          for (const scheme of ['light', 'dark']) {
            // An inline style is the page's own here.
            stage.style.colorScheme = scheme;
            await expect(element).to.be.accessible();
          }
        }
      } finally {
        await desk.close();
      }
    });
  }
});
