import { expect } from '@open-wc/testing';
import { violations } from '../../src/doctor/violations.js';

describe('what the page’s policy refuses', () => {
  function refuse(
    disposition: SecurityPolicyViolationEventDisposition,
  ): (typeof violations)[number] | undefined {
    const count = violations.length;
    window.dispatchEvent(
      new SecurityPolicyViolationEvent('securitypolicyviolation', {
        disposition,
        effectiveDirective: 'frame-src',
        violatedDirective: 'frame-src',
        blockedURI: 'https://desk.example.com/agent/chat?accessToken=eyJ',
        documentURI: location.href,
        originalPolicy: "frame-src 'self'",
        statusCode: 200,
      }),
    );
    return violations[count];
  }

  it('is noted with the origin alone, and the policy', () => {
    expect(refuse('enforce')).to.include({
      directive: 'frame-src',
      origin: 'https://desk.example.com',
      policy: "frame-src 'self'",
    });
  });

  it('is nothing where the policy only reports', () => {
    expect(refuse('report')).to.equal(undefined);
  });
});
