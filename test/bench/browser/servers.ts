// The host's and the console's servers, in a process of their own, so that nothing else delays what they note.
import { fork } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync, brotliCompressSync } from 'node:zlib';

/** What a server answers at a path. */
export interface Answer {
  readonly type: string;
  readonly body: string;
  /** The browser may keep it. */
  readonly isCached?: boolean;
  /** Bytes a second at which it is sent; a browser's own throttle does not reach frames of other processes. */
  readonly bytesPerSecond?: number;
}

/** A request that came in: which server, which path, when (milliseconds since 1970), what for. */
export interface Arrival {
  readonly side: Side;
  readonly path: string;
  readonly at: number;
  readonly for: string;
}

export type Side = 'host' | 'console';
export type Answers = Readonly<Record<Side, Readonly<Record<string, Answer>>>>;

export interface Visit {
  readonly arrivals: readonly Arrival[];
  /** What the host page has reported. */
  readonly report: Readonly<Record<string, number>>;
}

type Question = { readonly answers: Answers } | { readonly take: number };

export interface Servers {
  readonly host: string;
  readonly console: string;
  /** What is answered from now on; paths by their longest beginning. */
  set(answers: Answers): Promise<unknown>;
  /** Waits until the host page has reported, and forgets what was noted before. @throws Error after 60 s */
  take(): Promise<Visit>;
  stop(): void;
}

/** Starts both: the host on 127.0.0.1, the console on 127.0.0.2, which is another site. */
export async function startServers(): Promise<Servers> {
  const child = fork(fileURLToPath(import.meta.url), ['--serve'], { execArgv: ['--import', 'tsx'] });
  const waiting = new Map<number, (value: unknown) => void>();
  let asked = 0;
  const ask = (question: Question): Promise<unknown> =>
    new Promise((resolve) => {
      waiting.set((asked += 1), resolve);
      child.send({ id: asked, ...question });
    });
  const addresses = await new Promise<Record<Side, string>>((resolve) => {
    child.once('message', (message) => resolve(message as Record<Side, string>));
  });
  child.on('message', ({ id, value }: { id: number; value: unknown }) => {
    waiting.get(id)?.(value);
    waiting.delete(id);
  });
  return {
    ...addresses,
    set: (answers) => ask({ answers }),
    async take() {
      const visit = (await ask({ take: 60_000 })) as Visit | null;
      if (visit === null) throw new Error('The host page has not reported.');
      return visit;
    },
    stop: () => void child.kill(),
  };
}

function serve(): void {
  let answers: Answers = { host: {}, console: {} };
  let arrivals: Arrival[] = [];
  let report: Visit['report'] | undefined;
  let onReport = (): void => {};
  const packed = new Map<Answer, { readonly br: Buffer; readonly gzip: Buffer }>();

  const send = async (response: ServerResponse, answer: Answer, accepts: string): Promise<void> => {
    const isFast = answer.bytesPerSecond === undefined;
    const forms = packed.get(answer) ?? {
      br: isFast ? brotliCompressSync(answer.body) : Buffer.alloc(0),
      gzip: gzipSync(answer.body, { level: 9 }),
    };
    packed.set(answer, forms);
    const encoding = isFast && /\bbr\b/.test(accepts) ? 'br' : 'gzip';
    const body = forms[encoding];
    response.writeHead(200, {
      'content-type': `${answer.type}; charset=utf-8`,
      'content-encoding': encoding,
      'content-length': body.length,
      'cache-control': answer.isCached ? 'public, max-age=31536000, immutable' : 'no-store',
      'access-control-allow-origin': '*',
    });
    const step = isFast ? body.length : (answer.bytesPerSecond ?? 0) / 20;
    for (let from = 0; from < body.length; from += step) {
      response.write(body.subarray(from, from + step));
      if (!isFast) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    response.end();
  };

  const handle = (side: Side) => (request: IncomingMessage, response: ServerResponse) => {
    const at = performance.timeOrigin + performance.now();
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const { headers } = request;
    if (path === '/report') {
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => {
        response.writeHead(204).end();
        report = JSON.parse(text) as Visit['report'];
        onReport();
      });
      return;
    }
    arrivals.push({ side, path, at, for: String(headers['sec-fetch-dest'] ?? '') });
    const found = Object.keys(answers[side])
      .filter((beginning) => path.startsWith(beginning))
      .sort((one, other) => other.length - one.length)[0];
    const answer = found === undefined ? undefined : answers[side][found];
    if (answer === undefined) response.writeHead(404).end();
    else void send(response, answer, String(headers['accept-encoding']));
  };

  const listen = (side: Side, address: string): Promise<string> =>
    new Promise((resolve) => {
      const server = createServer(handle(side)).listen(0, address, () =>
        resolve(`http://${address}:${(server.address() as AddressInfo).port}`),
      );
    });

  void Promise.all([listen('host', '127.0.0.1'), listen('console', '127.0.0.2')]).then(([host, consoles]) =>
    process.send?.({ host, console: consoles }),
  );
  process.on('message', (message: { id: number } & Partial<{ answers: Answers; take: number }>) => {
    const tell = (value: unknown): unknown => process.send?.({ id: message.id, value });
    if (message.answers) {
      ({ answers } = message);
      arrivals = [];
      tell(true);
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      onReport = () => {};
      tell(report ? { arrivals, report } : null);
      arrivals = [];
      report = undefined;
    };
    const timer = setTimeout(done, message.take);
    if (report) done();
    else onReport = done;
  });
  process.once('disconnect', () => process.exit());
}

if (process.argv[2] === '--serve') serve();
