import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ruleFor } from '../../src/doctor/policy.js';

const desk = new URL('https://desk.example.com/base');
const FRAME = ['frame-src', 'child-src', 'default-src'];
const rule = (...policies: string[]): { now: string; line: string } =>
  ruleFor(policies, FRAME, [desk], 'https://www.example.com');

describe('the directive that has to be changed', () => {
  it('keeps the sources that it has', () => {
    assert.deepEqual(rule("script-src 'self'; frame-src 'self' https://*.other.example"), {
      now: "frame-src 'self' https://*.other.example",
      line: "Content-Security-Policy: frame-src 'self' https://*.other.example https://desk.example.com",
    });
  });

  it('begins with the sources of the one that stands in for it', () => {
    assert.equal(
      rule("default-src 'self' https://cdn.example").line,
      "Content-Security-Policy: frame-src 'self' https://cdn.example https://desk.example.com",
    );
  });

  it('prints no nonce and no hash', () => {
    const { now, line } = rule("default-src 'self' 'nonce-c2VjcmV0' 'sha256-c2VjcmV0' 'strict-dynamic'");
    assert.doesNotMatch(now + line, /nonce|sha256|c2Vj|strict/);
  });

  it("is no longer 'none'", () => {
    assert.deepEqual(rule("frame-src 'none'"), {
      now: "frame-src 'none'",
      line: 'Content-Security-Policy: frame-src https://desk.example.com',
    });
  });

  it('is that of the policy that refuses, not of one that allows', () => {
    assert.match(rule('frame-src https:', "frame-src 'self'").now, /'self'/);
  });

  it('is an example where the policy cannot be read', () => {
    assert.deepEqual(rule(), {
      now: 'frame-src',
      line: "Content-Security-Policy: frame-src 'self' https://desk.example.com",
    });
  });
});
