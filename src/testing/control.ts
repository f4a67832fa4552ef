// The HTTP side of the control; `http/control-guard.ts` decides who may use it.

import type { DeskControl } from './desk-control.js';
import { readJson, text, type JsonBody } from './http/body.js';
import { refuseControl } from './http/control-guard.js';
import type { DeskApp, DeskContext } from './http/env.js';

const PATH = '/__stand-in__';

type Command = (body: JsonBody) => unknown;

/**
 * Adds the control over HTTP: the commands of the object, with JSON in and out, for loopback only. Faults never spoil
 * it.
 */
export function addControl(app: DeskApp, control: DeskControl): void {
  app.use(`${PATH}/*`, async (context: DeskContext, next) => {
    const refused = refuseControl(context);
    return refused ? reply({ error: refused.error }, refused.status) : next();
  });
  app.get(`${PATH}/state`, () => reply(control.snapshot()));
  app.get(`${PATH}/users`, () => reply(control.users()));
  app.get(`${PATH}/requests`, () => reply(control.requests()));
  app.get(`${PATH}/tokens`, () => reply(control.tokens()));
  app.get(`${PATH}/clients`, () => reply(control.clients()));
  app.get(`${PATH}/fetches`, () => reply(control.fetches()));
  app.get(`${PATH}/captcha`, (context) =>
    reply({ code: control.captchaCode(context.req.query('uid') ?? '') }),
  );
  for (const [name, command] of Object.entries(commandsOf(control))) {
    app.post(`${PATH}/${name}`, (context) => run(context, command));
  }
}

function commandsOf(control: DeskControl): Record<string, Command> {
  const target = (body: JsonBody) => ({
    username: optional(body, 'username'),
    console: optional(body, 'console'),
  });
  return {
    'issue-token': async (body) => {
      const seconds = typeof body.seconds === 'number' ? body.seconds : undefined;
      const channel = optional(body, 'channel');
      return { accessToken: await control.issueToken(optional(body, 'username'), { seconds, channel }) };
    },
    revoke: (body) => ({ revoked: control.revoke(text(body, 'accessToken') || text(body, 'username')) }),
    expire: (body) => ({ expired: control.expire(text(body, 'accessToken')) }),
    kick: (body) => ({ told: control.kick(text(body, 'username')) }),
    set: (body) => control.set(body),
    user: ({ username, ...change }) => control.setUser(String(username), change),
    emit: (body) => ({
      told: control.emit({ ...target(body), type: optional(body, 'type'), data: body.data, raw: body.raw }),
    }),
    'visitor-message': (body) => ({
      told: control.visitorMessage(text(body, 'username'), text(body, 'content') || 'Hello?'),
    }),
    navigate: (body) => ({ told: control.navigate(text(body, 'path'), target(body)) }),
    'sign-out': (body) => ({ told: control.signOut(target(body)) }),
    'confirm-kick': (body) => ({ told: control.confirmKick(target(body)) }),
    'drop-live': (body) => ({ dropped: control.dropLive(optional(body, 'username')) }),
    'requests/clear': () => {
      control.clearRequests();
      return { cleared: true };
    },
    reset: () => {
      control.reset();
      return control.snapshot();
    },
  };
}

async function run(context: DeskContext, command: Command): Promise<Response> {
  try {
    return reply(await command((await readJson(context)) ?? {}));
  } catch (error) {
    return reply({ error: error instanceof Error ? error.message : String(error) }, 400);
  }
}

function optional(body: JsonBody, name: string): string | undefined {
  return text(body, name) || undefined;
}

function reply(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}
