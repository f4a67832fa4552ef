import { expect } from '@open-wc/testing';
import { mount, SharedDesk, type WorkspaceSettings } from '../../support/workspace.js';

/** Once per page, so each is tried once here. */
describe('bytedesk-workspace: warnings to the page’s developer', () => {
  const shared = new SharedDesk();
  const { warn } = console;
  const warnings: string[] = [];

  beforeEach(() => {
    warnings.length = 0;
    console.warn = (...args: unknown[]) => void warnings.push(args.map(String).join(' '));
  });

  afterEach(() => {
    console.warn = warn;
  });

  async function mountTwice(settings: WorkspaceSettings): Promise<string[]> {
    const mounted = [await mount(settings), await mount(settings)];
    for (const { element } of mounted) element.remove();
    return warnings.filter((text) => text.startsWith('bytedesk-embed:'));
  }

  it('has none for settings as they should be', async () => {
    expect(await mountTwice(await shared.settings())).to.deep.equal([]);
  });

  for (const [name, settings, warning] of [
    ['a sandbox that no console can start in', { sandbox: 'allow-scripts' }, /cannot start in this sandbox/],
    ['a desk of the page’s own origin', { server: location.origin, token: 'opaque' }, /share an origin/],
    ['a height that is none', { height: 'tall' }, /height is neither/],
  ] as const) {
    it(`tells once of ${name}`, async () => {
      const told = await mountTwice(await shared.settings(settings));
      expect(told.length).to.equal(1);
      expect(told[0]).to.match(warning);
    });
  }

  it('tells once of a referrer policy that hands the whole address to the desk', async () => {
    const meta = Object.assign(document.createElement('meta'), { name: 'referrer', content: 'unsafe-url' });
    document.head.append(meta);
    const told = await mountTwice(await shared.settings());
    meta.content = 'strict-origin-when-cross-origin';
    meta.remove();
    expect(told.length).to.equal(1);
    expect(told[0]).to.match(/unsafe-url/);
  });
});
