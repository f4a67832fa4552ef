import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ALIVE, FakeDesk, FORBIDDEN, OVER, PAGE } from './fake-desk.js';
import { settle } from './fake-platform.js';
import { DAY, HOUR, MINUTE, Scene, token, Witness } from './session-scene.js';

const PROBING = { checkIntervalMs: 5 * MINUTE };

describe('the probe', () => {
  const desk = new FakeDesk();

  it('asks for the profile at every interval, a tenth more or less, with the token as Bearer', async () => {
    const scene = new Scene({ needs: PROBING });
    await scene.use(scene.token(DAY));
    await scene.pass(4 * MINUTE);
    assert.deepEqual(desk.paths, []);
    await scene.pass(8 * HOUR);
    assert.ok(desk.calls.length >= 80 && desk.calls.length <= 110, `${desk.calls.length} probes`);
    assert.deepEqual(new Set(desk.paths), new Set(['/api/v1/user/profile']));
    assert.equal(desk.calls[0]?.token, scene.session.token);
  });

  it('is off at 0', async () => {
    const scene = new Scene();
    await scene.use('opaque');
    await scene.pass(DAY);
    assert.deepEqual(desk.paths, []);
  });

  it('is one for all the elements of a page, at the shortest of their intervals', async () => {
    const scene = new Scene({ needs: { checkIntervalMs: HOUR } });
    for (let i = 0; i < 19; i += 1) scene.session.add(new Witness(scene.session, PROBING));
    await scene.use(scene.token(DAY));
    await scene.pass(56 * MINUTE);
    assert.ok(desk.calls.length >= 10 && desk.calls.length <= 12, `${desk.calls.length} probes`);
  });

  it('pauses while nobody sees the page, and asks once when it is seen again', async () => {
    const scene = new Scene({ needs: PROBING });
    await scene.use(scene.token(30 * DAY));
    scene.platform.show(false);
    await scene.pass(DAY);
    assert.deepEqual(desk.paths, []);
    scene.platform.show(true);
    await settle();
    assert.equal(desk.calls.length, 1);
  });

  it('tells a token that had worked as revoked, another one as rejected, once', async () => {
    for (const [first, reason] of [
      [ALIVE, 'revoked'],
      [FORBIDDEN, 'revoked'],
      [OVER, 'rejected'],
      [PAGE, 'rejected'],
    ] as const) {
      desk.answer = first;
      const scene = new Scene({ needs: PROBING });
      await scene.use(scene.token(DAY));
      await scene.pass(6 * MINUTE);
      desk.answer = OVER;
      await scene.pass(HOUR);
      assert.deepEqual(scene.log, ['live', 'expired']);
      assert.deepEqual(scene.session.ending, {
        reason,
        source: 'probe',
        expiresAt: scene.session.info?.expiresAt,
      });
    }
  });

  it('counts a console that has signed in as proof that the token worked', async () => {
    const scene = new Scene({ needs: PROBING });
    await scene.use(scene.token(DAY));
    scene.session.markUsed();
    desk.answer = OVER;
    await scene.pass(6 * MINUTE);
    assert.equal((scene.session.ending as { reason: string }).reason, 'revoked');
  });

  for (const [what, answer] of Object.entries({
    'another code': () => new Response('{"code":500}'),
    HTML: PAGE,
    'a server error': () => new Response('', { status: 502 }),
    'a 401 without a body': () => new Response(null, { status: 401 }),
    'a 401 with a page of a gate': () =>
      new Response('<h1>401 Authorization Required</h1>', {
        status: 401,
        headers: { 'www-authenticate': 'Basic realm="gate"' },
      }),
    'a 401 with other JSON': () => new Response('{"error":"unauthorized"}', { status: 401 }),
    'a 401 with an envelope that says another code': () => new Response('{"code":500}', { status: 401 }),
    'a 401 with a code that is no number': () => new Response('{"code":"401"}', { status: 401 }),
    'a redirect': () => new Response(null, { status: 302, headers: { location: '/login' } }),
    'no network': () => Promise.reject(new TypeError('failed')),
    'a missing right': FORBIDDEN,
  })) {
    it(`proves nothing by ${what}`, async () => {
      desk.answer = answer;
      const scene = new Scene({ needs: PROBING });
      await scene.use(scene.token(DAY));
      await scene.pass(HOUR);
      assert.equal(scene.session.state, 'live');
    });
  }

  it('takes a 401 that the desk tells with HTTP 200 for its word', async () => {
    desk.answer = () => new Response('{"code":401}');
    const scene = new Scene({ needs: PROBING });
    await scene.use(scene.token(DAY));
    await scene.pass(6 * MINUTE);
    assert.equal(scene.session.state, 'expired');
  });

  it('does not take a 403 of a gate for proof that the token worked', async () => {
    desk.answer = () => new Response('<h1>Forbidden</h1>', { status: 403 });
    const scene = new Scene({ needs: PROBING });
    await scene.use(scene.token(DAY));
    await scene.pass(6 * MINUTE);
    desk.answer = OVER;
    await scene.pass(6 * MINUTE);
    assert.equal((scene.session.ending as { reason: string }).reason, 'rejected');
  });

  it('learns the user of an opaque token at once, and does not hammer where it cannot', async () => {
    const scene = new Scene({ needs: PROBING });
    await scene.use('opaque-token');
    assert.equal(scene.session.info?.username, 'agent@example.com');
    assert.equal(desk.calls.length, 1);

    desk.answer = PAGE;
    const other = new Scene({ needs: PROBING });
    await other.use('opaque-token');
    await other.pass(MINUTE);
    assert.equal(desk.calls.length, 2);
  });

  it('stops at the sign-out: an answer that comes later proves nothing', async () => {
    let give = (_answer: Response): void => undefined;
    desk.answer = () => new Promise((resolve) => (give = resolve));
    const scene = new Scene({ needs: PROBING });
    await scene.use(scene.token(DAY));
    await scene.pass(6 * MINUTE);
    scene.session.signOut({ reason: 'host', source: 'host' });
    assert.equal(desk.calls[0]?.signal?.aborted, true);
    give(OVER());
    await scene.pass(DAY);
    assert.deepEqual(scene.log, ['live', 'ended']);
    assert.equal(desk.calls.length, 1);
  });

  it('asks again where the page comes back from the Back button, hidden until the answer is there', async () => {
    const scene = new Scene({ needs: PROBING });
    await scene.use(scene.token(DAY));
    scene.platform.wake('pagehide', { persisted: true });
    assert.deepEqual(scene.log, ['live', 'frozen']);
    scene.platform.sleep(MINUTE);
    scene.platform.wake('pageshow', { persisted: true });
    assert.deepEqual(scene.log, ['live', 'frozen']);
    await settle();
    assert.deepEqual(scene.log, ['live', 'frozen', 'thawed']);
    assert.equal(desk.calls.length, 1);
  });

  it('does not show a console again whose token was revoked meanwhile', async () => {
    const scene = new Scene({ needs: PROBING });
    await scene.use(scene.token(DAY));
    scene.platform.wake('pagehide', { persisted: true });
    desk.answer = OVER;
    scene.platform.wake('pageshow', { persisted: true });
    await settle();
    assert.deepEqual(scene.log, ['live', 'frozen', 'expired', 'thawed']);
  });

  it('keeps the token out of every other header and of the address', async () => {
    const secret = token({ exp: Date.UTC(2030, 0, 1) });
    const scene = new Scene({ needs: PROBING });
    await scene.use(secret);
    await scene.pass(6 * MINUTE);
    assert.equal(desk.calls[0]?.token, secret);
    assert.doesNotMatch(desk.paths.join(), /eyJ/);
  });
});
