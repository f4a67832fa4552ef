import { expect } from '@open-wc/testing';
import { browserPlatform } from '../../src/session/platform.js';

describe('the platform of a browser', () => {
  const set = (name: 'visibilityState' | 'prerendering', value: unknown): void => {
    Object.defineProperty(document, name, { value, configurable: true });
  };
  const { hasFocus } = Document.prototype;
  const setFocus = (isThere: boolean): void => {
    Document.prototype.hasFocus = () => isThere;
  };

  afterEach(() => {
    for (const name of ['visibilityState', 'prerendering']) Reflect.deleteProperty(document, name);
    Document.prototype.hasFocus = hasFocus;
  });

  it('takes a page that calls itself hidden for seen while it has the focus', () => {
    set('visibilityState', 'hidden');
    setFocus(false);
    expect(browserPlatform.isVisible()).to.equal(false);
    setFocus(true);
    expect(browserPlatform.isVisible()).to.equal(true);
    set('prerendering', true);
    expect(browserPlatform.isVisible()).to.equal(false);
  });

  it('calls no image that has the name of the method', () => {
    const image = Object.assign(new Image(), { name: 'hasFocus' });
    document.body.append(image);
    try {
      set('visibilityState', 'hidden');
      setFocus(true);
      expect(document.hasFocus).to.equal(image);
      expect(browserPlatform.isVisible()).to.equal(true);
    } finally {
      image.remove();
    }
  });

  it('takes a page that is seen without the focus for seen', () => {
    set('visibilityState', 'visible');
    setFocus(false);
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
