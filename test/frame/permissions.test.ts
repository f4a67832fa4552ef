import { expect } from '@open-wc/testing';
import {
  DEFAULT_ALLOW,
  DEFAULT_SANDBOX,
  framePermissions,
  isUsableSandbox,
} from '../../src/frame/permissions.js';

const DESK = 'https://desk.example.com';

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
    ]);
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
