// Starts and ends the stand-in desk. The entry `testing.ts` exports it.

import type { Server } from 'node:http';
import { DeskControl } from './desk-control.js';
import { createApp } from './app.js';
import type { Site } from './http/site.js';
import { listen, type Listening } from './http/listen.js';
import { loadPackages } from './http/load-packages.js';
import { isLoopback } from './http/loopback.js';
import { Pending } from './http/pending.js';
import { acceptPushes } from './http/accept-pushes.js';
import { readOptions, type StandInDeskOptions } from './options.js';
import { DeskState } from './state/desk-state.js';

/** A running stand-in desk: its addresses and the things it can be made to do. */
export interface StandInDesk extends Omit<DeskControl, 'users'> {
  /** Base URL of the consoles, without a slash at the end. With split ports it is that of the agent console. */
  readonly url: string;
  /** Base URL of the API; it equals `url` unless ports are split. */
  readonly api: string;
  /** Base URL of the agent console. */
  readonly agent: string;
  readonly admin: string;
  /** The users with whom the desk started, passwords included, which are fakes. */
  readonly users: ReturnType<DeskControl['users']>;
  /** Ends the desk and every connection to it; calling it again does nothing more. */
  close(): Promise<void>;
}

/**
 * Starts a stand-in for a ByteDesk server: API, agent console, admin console, and a control that makes it
 * misbehave. For development and tests only. Rejects if it was told to listen anywhere but on this machine without
 * `allowRemote`, or if hono or @hono/node-server is not installed.
 */
export async function createStandInDesk(options: StandInDeskOptions = {}): Promise<StandInDesk> {
  const { host, allowRemote, ports, ...rest } = readOptions(options);
  const { Hono, createAdaptorServer } = await loadPackages();
  const state = new DeskState({ ...rest, isSplit: ports.length > 1 });
  const control = new DeskControl(state);
  const pending = new Pending();
  const app = createApp(Hono, { state, control, pending });
  const listening: Listening[] = [];
  const isWelcome = (address: string | undefined): boolean => allowRemote || isLoopback(address);

  const start = async (site: Site, port: number): Promise<number> => {
    const server = createAdaptorServer({
      fetch: (request, bindings) => app.fetch(request, { ...bindings, site }),
      overrideGlobalObjects: false,
    }) as Server;
    acceptPushes(server, state);
    const started = await listen(server, { host, port, isWelcome });
    listening.push(started);
    return started.port;
  };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= endAll(pending, listening);
    return closed;
  };

  try {
    const bound: Partial<Record<Site, number>> = {};
    for (const { site, port } of ports) bound[site] = await start(site, port);
    const urlOf = (port: number | undefined): string => `http://${nameOf(host)}:${port}${state.basePath}`;
    state.addresses = {
      api: urlOf(bound.all ?? bound.api),
      agent: urlOf(bound.all ?? bound.agent),
      admin: urlOf(bound.all ?? bound.admin),
    };
  } catch (error) {
    await close();
    throw error;
  }
  return describe(state, control, close);
}

// One can listen on "any address", but not send a request to it.
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

async function endAll(pending: Pending, listening: readonly Listening[]): Promise<void> {
  pending.release();
  await Promise.all(listening.map((server) => server.close()));
}

function describe(state: DeskState, control: DeskControl, close: () => Promise<void>): StandInDesk {
  return {
    url: state.addresses.agent,
    ...state.addresses,
    users: control.users(),
    issueToken: (username, options) => control.issueToken(username, options),
    revoke: (target) => control.revoke(target),
    expire: (accessToken) => control.expire(accessToken),
    kick: (username) => control.kick(username),
    set: (change) => control.set(change),
    setUser: (username, change) => control.setUser(username, change),
    emit: (options) => control.emit(options),
    visitorMessage: (username, content) => control.visitorMessage(username, content),
    navigate: (path, target) => control.navigate(path, target),
    signOut: (target) => control.signOut(target),
    confirmKick: (target) => control.confirmKick(target),
    dropLive: (username) => control.dropLive(username),
    clients: () => control.clients(),
    tokens: () => control.tokens(),
    fetches: () => control.fetches(),
    captchaCode: (captchaUid) => control.captchaCode(captchaUid),
    requests: () => control.requests(),
    clearRequests: () => control.clearRequests(),
    reset: () => control.reset(),
    snapshot: () => control.snapshot(),
    close,
  };
}
