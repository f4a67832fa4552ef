import { readJson } from './request-body.mjs';

const PREFIX = '/__test__/token-endpoints';

/**
 * Host endpoints that answer with tokens, under the tests' own origin. Each has a list of answers
 * (`{ status, body, headers, hold }`) that it gives in turn, the last one for ever; what is asked of it is noted.
 */
export function tokenEndpoints() {
  const endpoints = new Map();
  let last = 0;

  async function ask(endpoint, context) {
    // What the doctor looks by: it asks for no token.
    if (context.method === 'OPTIONS') return void (context.status = 204);
    const { origin, 'content-type': contentType } = context.headers;
    endpoint.requests.push({
      method: context.method,
      origin,
      contentType,
      body: await readJson(context),
    });
    const answer = endpoint.answers.length > 1 ? endpoint.answers.shift() : endpoint.answers[0];
    // A held answer waits until the test lets it go, or the page gives up.
    if (answer.hold) await new Promise((resolve) => endpoint.held.push(resolve));
    const { status = 200, body = {}, headers = {} } = answer.hold ? (endpoint.answers[0] ?? answer) : answer;
    context.set({ 'cache-control': 'no-store', ...headers });
    context.body = body;
    context.status = status;
  }

  return async function middleware(context, next) {
    if (!context.path.startsWith(PREFIX)) return next();
    if (context.path === PREFIX) {
      const path = `${PREFIX}/${++last}`;
      endpoints.set(path, { requests: [], held: [], ...(await readJson(context)) });
      context.body = { path };
      return;
    }
    const [path, action] = context.path.split('!');
    const endpoint = endpoints.get(path);
    if (endpoint === undefined) return next();
    if (action === 'requests') context.body = endpoint.requests;
    else if (action === 'answers') {
      endpoint.answers = (await readJson(context)).answers;
      for (const release of endpoint.held.splice(0)) release();
      context.body = {};
    } else await ask(endpoint, context);
  };
}
