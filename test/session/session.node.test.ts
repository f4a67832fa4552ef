import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Session } from '../../src/session/session.js';
import { ALIVE, FakeDesk, OVER } from './fake-desk.js';
import { FakePlatform, settle } from './fake-platform.js';
import { DAY, HOUR, MINUTE, Scene, Witness } from './session-scene.js';

describe('a session', () => {
  it('begins without a token, and does nothing before somebody takes part', async () => {
    const platform = new FakePlatform();
    const session = new Session(platform);
    assert.deepEqual(
      [session.state, session.token, session.info, session.isEmpty],
      ['none', null, null, true],
    );
    session.use('opaque');
    await settle();
    assert.equal(platform.remains, 0);
  });

  it('tells its subscribers once of a token from outside, and once of one from its source', async () => {
    const scene: Scene = new Scene({ provider: () => scene.token(HOUR) });
    let told = 0;
    scene.session.add({
      needs: scene.witness.needs,
      sessionChanged: () => (told += 1),
      tokenExpiring: () => Promise.resolve({ isDeclined: false }),
      reportError: () => undefined,
      pageFrozen: () => undefined,
    });
    await settle();
    assert.equal(told, 1);
    scene.session.use(scene.token(DAY));
    await settle();
    assert.equal(told, 2);
  });

  it('does not end the request that has just given its token', async () => {
    let given: AbortSignal | undefined;
    const scene: Scene = new Scene({
      provider: ({ signal }) => {
        given = signal;
        return scene.token(HOUR);
      },
    });
    await settle();
    assert.equal(scene.session.state, 'live');
    assert.equal(given?.aborted, false);
  });

  it('shows a subscriber that comes late what the others know', async () => {
    const scene = new Scene();
    await scene.use(scene.token(-1));
    const late = new Witness(scene.session);
    scene.session.add(late);
    late.sessionChanged();
    assert.deepEqual(late.log, ['expired']);
  });

  it('hears when the needs of a subscriber change', async () => {
    const scene: Scene = new Scene({
      provider: () => scene.token(HOUR),
      needs: { wantsToken: false },
    });
    await settle();
    assert.deepEqual(scene.asked, []);
    scene.witness.needs.wantsToken = true;
    scene.session.add(scene.witness);
    await settle();
    assert.deepEqual(scene.asked, ['initial']);
  });

  it('goes on with the token of another session: with its age, its proof and its user', async () => {
    const scene = new Scene();
    await scene.use(scene.token(HOUR));
    scene.session.markUsed();
    const next = new Session(scene.platform);
    next.setSource(scene.settings(null));
    next.adopt(scene.session);
    assert.equal(next.token, scene.session.token);
    assert.equal(next.version, scene.session.version);
    const witness = new Witness(next);
    next.add(witness);
    await scene.pass(HOUR - MINUTE);
    assert.equal(next.isFresh(), true);
    await scene.pass(MINUTE);
    assert.equal(next.state, 'expired');
  });

  it('waits again where another source comes after a failure, and not where another function of the same does', async () => {
    const fails = (): Promise<string> => Promise.reject(new Error('down'));
    const scene = new Scene({ provider: fails });
    await scene.pass(MINUTE);
    assert.equal(scene.session.state, 'failed');
    scene.session.setSource(scene.settings(fails));
    assert.equal(scene.session.state, 'failed');
    scene.session.setSource({ ...scene.settings(null), tokenUrl: 'https://host.example.com/token' });
    assert.equal(scene.session.state, 'none');
  });

  it('tells the two halves of a sign-out apart: first the token is gone, then everybody is told', async () => {
    const scene = new Scene();
    const token = scene.token(HOUR);
    await scene.use(token);
    const how = { reason: 'host', source: 'host' } as const;
    assert.equal(scene.session.beginSignOut(how), token);
    assert.equal(scene.session.token, null);
    assert.deepEqual(scene.log, ['live']);
    scene.session.finishSignOut(how);
    assert.deepEqual(scene.log, ['live', 'ended']);
    assert.equal(scene.session.beginSignOut(how), null);
  });

  it('gives the time of the next try by the page’s clock, and none without a failure', async () => {
    let isDown = true;
    const scene: Scene = new Scene({
      provider: () => {
        if (isDown) throw new Error('down');
        return scene.token(HOUR);
      },
    });
    await settle();
    const wait = scene.session.retryAt - scene.now;
    assert.ok(wait > 0 && wait <= 1_000, `${wait} ms`);
    isDown = false;
    await scene.pass(MINUTE);
    assert.equal(scene.session.retryAt, Infinity);
  });
});

describe('a token that the desk refuses', () => {
  const desk = new FakeDesk();

  it('is told once, whoever is first: the bridge, a check or a client', async () => {
    for (const sources of [
      ['bridge', 'probe', 'api'],
      ['probe', 'api', 'bridge'],
      ['api', 'bridge', 'bridge'],
    ] as const) {
      const scene = new Scene();
      const token = scene.token(HOUR);
      await scene.use(token);
      for (const source of sources) scene.session.refuse(token, 'revoked', source);
      await scene.pass(HOUR);
      assert.deepEqual(scene.log, ['live', 'expired']);
      assert.equal((scene.session.ending as { source: string }).source, sources[0]);
    }
  });

  it('is replaced at once by its source, which hears that it was rejected', async () => {
    const scene: Scene = new Scene({ provider: () => scene.token(HOUR) });
    await settle();
    scene.session.refuse(scene.session.token ?? '', 'revoked', 'bridge');
    await settle();
    assert.deepEqual(scene.asked, ['initial', 'rejected']);
    assert.equal(scene.session.state, 'live');
  });

  it('is not used again by a new beginning by hand', async () => {
    let isDown = false;
    const scene: Scene = new Scene({
      provider: () => {
        if (isDown) throw new Error('down');
        return scene.token(HOUR);
      },
    });
    await settle();
    const dead = scene.session.token ?? '';
    isDown = true;
    scene.session.refuse(dead, 'revoked', 'bridge');
    await scene.pass(2 * HOUR);
    isDown = false;
    scene.session.restart();
    assert.equal(scene.session.isFresh(), false);
    await settle();
    await scene.pass(MINUTE);
    assert.notEqual(scene.session.token, dead);
    assert.equal(scene.session.state, 'live');
    assert.ok(scene.asked.slice(1, -1).every((reason) => reason === 'rejected'));
  });

  it('ends the asking with `unauthorized` where the next one is refused, too, before it ever worked', async () => {
    desk.answer = OVER;
    const scene: Scene = new Scene({
      provider: () => scene.token(DAY),
      needs: { checkIntervalMs: 5 * MINUTE },
    });
    await scene.pass(DAY);
    scene.platform.wake('online');
    scene.platform.show(true);
    await scene.pass(DAY);
    assert.deepEqual(scene.asked, ['initial', 'rejected']);
    assert.deepEqual(scene.log, ['live', 'expired', 'live', 'expired', 'failed unauthorized']);
    assert.equal(desk.calls.length, 2);
  });

  it('ends it again after one more try by hand', async () => {
    desk.answer = OVER;
    const scene: Scene = new Scene({
      provider: () => scene.token(DAY),
      needs: { checkIntervalMs: 5 * MINUTE },
    });
    await scene.pass(HOUR);
    scene.session.restart();
    await scene.pass(HOUR);
    assert.equal(scene.asked.length, 3);
    assert.equal(scene.log.filter((entry) => entry === 'failed unauthorized').length, 2);
  });

  it('ends it where the console works with each of them, since the console may have another API', async () => {
    desk.answer = OVER;
    const scene: Scene = new Scene({
      provider: () => scene.token(DAY),
      needs: { checkIntervalMs: 5 * MINUTE },
    });
    scene.witness.onChange = () => {
      if (scene.session.state === 'live') scene.session.markUsed();
    };
    await scene.pass(DAY);
    scene.platform.wake('online');
    await scene.pass(DAY);
    assert.deepEqual(scene.asked, ['initial', 'rejected']);
    assert.deepEqual(scene.log, ['live', 'expired', 'live', 'expired', 'failed unauthorized']);
    assert.equal(desk.calls.length, 2);
  });

  it('ends it where the bridge of such a console reports each refusal, also without checks', async () => {
    const scene: Scene = new Scene({ provider: () => scene.token(DAY) });
    scene.witness.onChange = () => {
      const { session } = scene;
      if (session.state !== 'live' || scene.asked.length > 5) return;
      session.markUsed();
      session.refuse(session.token ?? '', 'rejected', 'bridge');
    };
    await scene.pass(DAY);
    assert.deepEqual(scene.asked, ['initial', 'rejected']);
    assert.deepEqual(scene.log.slice(-1), ['failed unauthorized']);
    assert.equal(desk.calls.length, 0);
  });

  it('is followed by a check of the next one at once', async () => {
    desk.answer = (_, token) => (token === first ? OVER() : ALIVE());
    const scene: Scene = new Scene({
      provider: () => scene.token(DAY),
      needs: { checkIntervalMs: 5 * MINUTE },
    });
    await settle();
    const first = scene.session.token;
    await scene.pass(5.5 * MINUTE);
    assert.deepEqual(scene.asked, ['initial', 'rejected']);
    assert.equal(desk.calls.length, 2);
    await scene.pass(2 * MINUTE);
    assert.equal(desk.calls.length, 2);
  });

  it('is replaced each time where the API had accepted it before, with and without checks', async () => {
    for (const checkIntervalMs of [5 * MINUTE, 0]) {
      desk.answer = ALIVE;
      const scene: Scene = new Scene({ provider: () => scene.token(DAY), needs: { checkIntervalMs } });
      for (let i = 0; i < 4; i += 1) {
        await scene.pass(6 * MINUTE);
        scene.session.refuse(scene.session.token ?? '', 'revoked', checkIntervalMs > 0 ? 'probe' : 'bridge');
        await settle();
        assert.equal(scene.session.state, 'live');
      }
      assert.equal(scene.asked.length, 5);
    }
  });

  it('begins no row with one that was refused long before, when those in between ended by themselves', async () => {
    for (const isRenewed of [true, false]) {
      const scene: Scene = new Scene({ provider: () => scene.token(HOUR) });
      const refuse = async (): Promise<void> => {
        scene.session.refuse(scene.session.token ?? '', 'rejected', 'bridge');
        await settle();
      };
      await settle();
      await refuse();
      if (isRenewed) await scene.pass(2 * HOUR);
      else {
        // No page was there to renew it in time.
        scene.session.remove(scene.witness);
        scene.platform.sleep(2 * HOUR);
        scene.session.add(scene.witness);
        await scene.pass(MINUTE);
      }
      await refuse();
      assert.equal(scene.session.state, 'live', `${isRenewed}`);
    }
  });

  it('is asked anew for where the API accepted one in between, or where the source is another one', async () => {
    const scene: Scene = new Scene({ provider: () => scene.token(DAY), needs: { checkIntervalMs: MINUTE } });
    await settle();
    const refuse = async (): Promise<void> => {
      // Nothing is answered before the refusal.
      scene.session.refuse(scene.session.token ?? '', 'rejected', 'bridge');
      await settle();
    };
    for (let i = 0; i < 3; i += 1) {
      await refuse();
      await scene.pass(2 * MINUTE);
    }
    desk.answer = () => new Response('', { status: 502 });
    await refuse();
    assert.equal(scene.session.state, 'live');
    await refuse();
    assert.equal(scene.session.state, 'live');
    await refuse();
    assert.equal(scene.session.state, 'expired');
    scene.session.setSource({ ...scene.settings(null), tokenUrl: 'https://host.example.com/token' });
    scene.session.setSource(scene.settings(() => scene.token(DAY)));
    scene.session.restart();
    await settle();
    await refuse();
    assert.equal(scene.session.state, 'live');
  });
});
