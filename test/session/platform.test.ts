import { expect } from '@open-wc/testing';
import { browserPlatform } from '../../src/session/platform.js';

describe('the platform of a browser', () => {
  const set = (name: 'visibilityState' | 'hasFocus' | 'prerendering', value: unknown): void => {
    Object.defineProperty(document, name, { value, configurable: true });
  };

  afterEach(() => {
    for (const name of ['visibilityState', 'hasFocus', 'prerendering'])
      Reflect.deleteProperty(document, name);
  });

  it('takes a page that calls itself hidden for seen while it has the focus', () => {
    set('visibilityState', 'hidden');
    set('hasFocus', () => false);
    expect(browserPlatform.isVisible()).to.equal(false);
    set('hasFocus', () => true);
    expect(browserPlatform.isVisible()).to.equal(true);
    set('prerendering', true);
    expect(browserPlatform.isVisible()).to.equal(false);
  });

  it('takes a page that is seen without the focus for seen', () => {
    set('visibilityState', 'visible');
    set('hasFocus', () => false);
    expect(browserPlatform.isVisible()).to.equal(true);
  });

  it('has no storage where the page may not even ask for it', () => {
    Object.defineProperty(window, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('no', 'SecurityError');
      },
    });
    try {
      expect(browserPlatform.storage).to.equal(null);
    } finally {
      Reflect.deleteProperty(window, 'localStorage');
    }
  });
});
