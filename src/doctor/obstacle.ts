// Names the check because of which another one could not look: each thing is said once, where it is wrong.

import type { ErrorCode } from '../errors.js';
import type { CheckName } from './texts/en.js';
import type { ElementFacts, Finding, PageFacts } from './types.js';

export const notChecked = (check: CheckName): Finding => ({
  result: 'unknown',
  says: 'not-checked',
  values: { check },
});

const BY_CODE: readonly (readonly [codes: RegExp, check: CheckName])[] = [
  [/^(?:invalid|mixed|untrusted)-/, 'address'],
  [/^token-(?:missing|malformed|expired)/, 'token'],
  [/^token-revoked/, 'token-accepted'],
  [/^(?:token-source|login|second|seat|account|unauth)/, 'token-source'],
  [/^bridge-/, 'bridge'],
  [/^(?:network|timeout|server-error|not-found|forbidden)/, 'api'],
  [/^(?:frame-timeout|identity)/, 'frame'],
];

/** The check that says why an element has no console; `null` where it has no error and its session has not ended. */
export function obstacleOf(
  { settingsError, error, state, localNetwork, policy }: ElementFacts,
  { isIsolated }: PageFacts,
): CheckName | null {
  const code: ErrorCode | undefined = settingsError?.code ?? error?.code;
  if (code === undefined) return state === 'expired' || state === 'signed-out' ? 'frame' : null;
  if (code === 'frame-blocked') {
    if (isIsolated) return 'isolation';
    // The browser itself refuses the frame where the page may not reach the local network.
    return localNetwork === 'denied' && policy.frame !== false ? 'local-network' : 'csp-frame';
  }
  return BY_CODE.find(([codes]) => codes.test(code))?.[1] ?? 'events';
}

/** The check that says why the API could not be asked, else `api`. */
export const apiObstacle = ({ probe, policy }: ElementFacts): CheckName =>
  probe.kind === 'none'
    ? 'address'
    : probe.kind === 'network' && policy.connect === false
      ? 'csp-connect'
      : 'api';
