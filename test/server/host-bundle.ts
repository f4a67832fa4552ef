// One host for run-times that are not Node: a worker of Cloudflare's, or a script for Deno or Bun that takes its
// HostConfig and its port as arguments.
import * as server from '../../src/server.js';
import type { RequestHandler } from '../../src/server.js';
import { createHostApp, type HostConfig } from './host-app.js';

interface Listen {
  readonly port: number;
  readonly hostname: string;
}

interface RunTimes {
  readonly Deno?: {
    readonly args: readonly string[];
    serve(listen: Listen, handler: (request: Request) => Promise<Response>): unknown;
  };
  readonly Bun?: {
    readonly argv: readonly string[];
    serve(options: Listen & { readonly idleTimeout: number; readonly fetch: RequestHandler }): unknown;
  };
}

const { Deno, Bun } = globalThis as RunTimes;
const [config, port] = Deno ? Deno.args : (Bun?.argv.slice(2) ?? []);
const listen = { port: Number(port), hostname: '127.0.0.1' };
const hostOf = (text = ''): RequestHandler => createHostApp(JSON.parse(text) as HostConfig, server);

if (Deno) {
  const host = hostOf(config);
  Deno.serve(listen, (request) => host(request));
} else if (Bun) {
  const host = hostOf(config);
  Bun.serve({ ...listen, idleTimeout: 60, fetch: (request) => host(request) });
}

let worker: RequestHandler | undefined;

/** What workerd calls. */
export default Bun || Deno
  ? {}
  : {
      fetch(request: Request, environment: { readonly CONFIG: string }, context: unknown): Promise<Response> {
        worker ??= hostOf(environment.CONFIG);
        return worker(request, environment, context);
      },
    };
