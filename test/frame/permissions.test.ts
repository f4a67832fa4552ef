import { expect } from '@open-wc/testing';
import {
  DEFAULT_ALLOW,
  DEFAULT_SANDBOX,
  framePermissions,
  isUsableSandbox,
} from '../../src/frame/permissions.js';

const DESK = 'https://desk.example.com';

const known = (document as { featurePolicy?: { features(): readonly string[] } }).featurePolicy?.features();
const knowsLocalNetwork = known?.includes('local-network-access') === true;

describe('framePermissions', () => {
  const cases: readonly (readonly [allow: string, permissions: string])[] = [
    ['', ''],
    ['microphone', `microphone ${DESK}`],
    [' microphone ;; camera; ', `microphone ${DESK}; camera ${DESK}`],
    ["camera 'none'; geolocation *", "camera 'none'; geolocation *"],
    ['camera https://other.example', 'camera https://other.example'],
  ];
  for (const [allow, permissions] of cases) {
    it(`makes ${JSON.stringify(permissions)} of ${JSON.stringify(allow)}`, () => {
      expect(framePermissions(allow, DESK)).to.equal(permissions);
    });
  }

  it('names local network access only where the browser knows it, since it would warn', () => {
    const own = Object.getOwnPropertyDescriptor(Document.prototype, 'featurePolicy');
    const asks = (features: unknown): string => {
      Object.defineProperty(Document.prototype, 'featurePolicy', { value: features, configurable: true });
      return framePermissions('camera; local-network-access', DESK);
    };
    try {
      const camera = `camera ${DESK}`;
      expect(asks(undefined)).to.equal(camera);
      expect(asks({})).to.equal(camera);
      expect(asks({ features: () => ['camera'] })).to.equal(camera);
      expect(asks({ features: () => ['local-network-access'] })).to.equal(
        `${camera}; local-network-access ${DESK}`,
      );
      expect(framePermissions("local-network-access 'src'", DESK)).to.equal("local-network-access 'src'");
    } finally {
      Reflect.deleteProperty(Document.prototype, 'featurePolicy');
      if (own) Object.defineProperty(Document.prototype, 'featurePolicy', own);
    }
  });

  it('delegates to the desk alone what a console needs', () => {
    const features = framePermissions(DEFAULT_ALLOW, DESK).split('; ');
    expect(features.every((feature) => feature.endsWith(` ${DESK}`))).to.equal(true);
    expect(features.map((feature) => feature.split(' ')[0])).to.have.members([
      'clipboard-write',
      'microphone',
      'camera',
      'display-capture',
      'fullscreen',
      'autoplay',
      ...(knowsLocalNetwork ? ['local-network-access'] : []),
    ]);
  });
});

describe('DEFAULT_SANDBOX', () => {
  it('is what a console needs, and no more', () => {
    expect(DEFAULT_SANDBOX).to.equal(
      'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads',
    );
  });
});

describe('isUsableSandbox', () => {
  const cases: readonly (readonly [sandbox: string, usable: boolean])[] = [
    [DEFAULT_SANDBOX, true],
    ['ALLOW-SCRIPTS allow-same-origin', true],
    ['allow-scripts', false],
    ['allow-same-origin', false],
    ['', false],
  ];
  for (const [sandbox, usable] of cases) {
    it(`says ${usable} of ${JSON.stringify(sandbox)}`, () => {
      expect(isUsableSandbox(sandbox)).to.equal(usable);
    });
  }
});
