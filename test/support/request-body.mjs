const LIMIT = 1_000_000;

/** The JSON body of a request of our own test pages; a page of another origin cannot send this content type unasked. */
export async function readJson(context) {
  if (!context.is('application/json')) context.throw(415, 'application/json is expected');
  let text = '';
  for await (const chunk of context.req.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LIMIT) context.throw(413, 'body too large');
  }
  return JSON.parse(text || '{}');
}
