import assert from 'node:assert/strict';
import { it } from 'node:test';
import { configure } from '../../src/index.js';
import { hasPageSettings } from '../../src/settings/page-settings.js';

it('configure does nothing on a server, which renders the pages of many and has none itself', (t) => {
  const warn = t.mock.method(console, 'warn', () => {});
  configure({ server: 'https://desk.example.com', tokenUrl: '/desk/token' });
  configure({ server: 'https://other.example.com', tokenUrl: '/other/token' });
  assert.equal(hasPageSettings(), false);
  assert.equal(warn.mock.callCount(), 0);
});
