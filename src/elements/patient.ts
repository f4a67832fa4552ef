// The facts about an element for its doctor, without the token.

import type { Patient } from '../doctor/types.js';
import type { BridgeStatus } from '../frame/bridge-client.js';
import type { BytedeskError } from '../errors.js';
import { requestProfile } from '../session/probe.js';
import type { Session } from '../session/session.js';

/** The facts of a session without its token; `ask` makes the one request that needs it. */
export function patientOf(session: Session, error: BytedeskError | null, bridge?: BridgeStatus): Patient {
  const { state, info, settings, hasSource, token, trace, problem } = session;
  return {
    state,
    info,
    settings,
    hasSource,
    hasToken: token !== null,
    trace,
    error: error ?? problem ?? null,
    bridge,
    ask: (api, signal) => requestProfile(api, token ?? undefined, signal),
  };
}
