// Keeps foreign web pages away from the control.

import type { DeskContext } from './env.js';
import { isLoopback, isLoopbackHost, isLoopbackOrigin } from './loopback.js';

/** The reason for which a request to the control is refused. */
export interface ControlRefusal {
  readonly status: 403 | 415;
  readonly error: string;
}

/**
 * Gives the reason to refuse a request to the control, or null. Any web page can make its visitor's browser send
 * something to this machine. It cannot choose `Host` and `Origin`, though, and JSON needs a preflight.
 */
export function refuseControl(context: DeskContext): ControlRefusal | null {
  const { req, env } = context;
  if (!isLoopback(env.incoming.socket.remoteAddress)) {
    return { status: 403, error: 'The control answers this machine only.' };
  }
  const host = req.header('host');
  if (!isLoopbackHost(host)) {
    return {
      status: 403,
      error: `The control answers to loopback hosts only, such as localhost or 127.0.0.1; Host is "${host ?? ''}".`,
    };
  }
  const origin = req.header('origin');
  if (origin !== undefined && !isLoopbackOrigin(origin)) {
    return { status: 403, error: `The control answers pages on loopback hosts only; Origin is "${origin}".` };
  }
  const type = req.header('content-type') ?? '';
  if (req.method === 'POST' && !/^application\/json\s*(;|$)/i.test(type)) {
    return { status: 415, error: `The control takes application/json only; Content-Type is "${type}".` };
  }
  return null;
}
