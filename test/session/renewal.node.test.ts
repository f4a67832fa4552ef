import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BytedeskError } from '../../src/errors.js';
import { settle } from './fake-platform.js';
import { DAY, HOUR, MINUTE, renewing, Scene } from './session-scene.js';

describe('renewal', () => {
  it('asks by itself, shortly before the end, and goes on without a word', async () => {
    const scene = renewing(HOUR);
    await settle();
    await scene.pass(HOUR - MINUTE - 1);
    assert.deepEqual(scene.asked, ['initial']);
    await scene.pass(1);
    assert.deepEqual(scene.asked, ['initial', 'renew']);
    assert.deepEqual(scene.log, ['live', 'expiring 60', 'live']);
  });

  it('never asks in a loop for tokens that live shorter than the time before', async () => {
    const scene = renewing(20_000);
    await scene.pass(10 * MINUTE);
    assert.ok(scene.asked.length <= 62, `${scene.asked.length} requests`);
    assert.equal(scene.session.state, 'live');
  });

  it('goes on after failures, further and further apart, until one succeeds', async () => {
    let isDown = false;
    const times: number[] = [];
    const scene: Scene = new Scene({
      provider: () => {
        times.push(scene.platform.steady);
        if (isDown) throw new Error('down');
        return scene.token(HOUR);
      },
    });
    await settle();
    isDown = true;
    await scene.pass(HOUR - MINUTE + 20_000);
    const failures = times.slice(1).map((time, i, all) => (i === 0 ? 0 : time - (all[i - 1] ?? 0)));
    assert.ok(failures.length >= 4, 'several attempts');
    for (const [i, gap] of failures.entries())
      if (i > 1) assert.ok(gap >= (failures[i - 1] ?? 0) * 0.9, `further apart: ${failures.join(', ')}`);
    isDown = false;
    await scene.pass(MINUTE);
    assert.equal(scene.session.state, 'live');
    assert.deepEqual(
      scene.log.filter((entry) => /failed|expired/.test(entry)),
      [],
    );
  });

  it('tells the end in time, goes on, and recovers by itself after it', async () => {
    let isDown = false;
    const scene: Scene = new Scene({
      provider: () => {
        if (isDown) throw new Error('down');
        return scene.token(10 * MINUTE);
      },
    });
    await settle();
    isDown = true;
    await scene.pass(11 * MINUTE);
    assert.equal(scene.session.state, 'expired');
    isDown = false;
    await scene.pass(5 * MINUTE);
    assert.deepEqual(scene.log, ['live', 'expiring 60', 'expired', 'live']);
  });

  it('ends: ten attempts, then one word, then nothing until something changes', async () => {
    const scene: Scene = new Scene({ provider: () => Promise.reject(new Error('down')), joins: false });
    scene.session.use(scene.token(10 * MINUTE));
    scene.session.add(scene.witness);
    await scene.pass(DAY);
    assert.equal(scene.asked.length, 10);
    assert.deepEqual(scene.log, ['expiring 60', 'live', 'expired', 'failed token-source-failed']);
    scene.platform.wake('focus');
    await scene.pass(HOUR);
    assert.equal(scene.asked.length, 10);
    scene.platform.wake('online');
    await scene.pass(DAY);
    assert.equal(scene.asked.length, 20);
  });

  it('gives up sooner with nothing on the screen, and says why', async () => {
    const scene = new Scene({ provider: () => Promise.reject(new Error('down')) });
    await scene.pass(MINUTE);
    assert.equal(scene.asked.length, 4);
    assert.equal(scene.session.state, 'failed');
    assert.equal(scene.session.problem?.code, 'token-source-failed');
    scene.platform.show(true);
    await scene.pass(MINUTE);
    assert.equal(scene.asked.length, 8);
  });

  for (const status of [401, 403]) {
    it(`takes ${status} for a final no`, async () => {
      const refusal = new BytedeskError('token-source-failed', 'no', { status });
      const scene = new Scene({ provider: () => Promise.reject(refusal) });
      await scene.pass(HOUR);
      scene.platform.wake('online');
      await scene.pass(HOUR);
      assert.deepEqual(scene.asked, ['initial']);
      assert.equal(scene.session.problem, refusal);
    });
  }

  it('does not hand on what a source threw, which may quote the token', async () => {
    const scene = new Scene({ provider: () => Promise.reject(new Error('secret eyJhbGciOi')) });
    await scene.pass(MINUTE);
    const { problem } = scene.session;
    assert.doesNotMatch(`${problem?.message} ${problem?.stack} ${String(problem?.cause)}`, /eyJ/);
  });

  it('takes an answer that has ended for a failure', async () => {
    const scene: Scene = new Scene({ provider: () => scene.token(-MINUTE) });
    await scene.pass(MINUTE);
    assert.equal(scene.session.problem?.code, 'token-source-failed');
  });

  it('asks again later for the same living token, until its end', async () => {
    const scene: Scene = new Scene({ provider: () => only });
    const only = scene.token(HOUR);
    await scene.pass(HOUR - 1);
    assert.ok(scene.asked.length > 2 && scene.asked.length < 15, `${scene.asked.length} requests`);
    assert.deepEqual(
      scene.log.filter((entry) => entry !== 'live'),
      ['expiring 60'],
    );
    await scene.pass(1 + 20 * MINUTE);
    assert.equal(scene.log.filter((entry) => entry === 'expired').length, 1);
  });

  it('waits for a page that nobody sees, then asks before anybody is told', async () => {
    const scene = renewing(HOUR);
    await settle();
    scene.platform.show(false);
    await scene.pass(3 * HOUR);
    assert.deepEqual(scene.asked, ['initial']);
    scene.platform.show(true);
    await settle();
    assert.deepEqual(scene.asked, ['initial', 'renew']);
    assert.deepEqual(scene.log, ['live', 'live']);
  });

  it('asks for the next token after the desk’s refusal, and tells the refusal first', async () => {
    const scene = renewing(HOUR);
    await settle();
    scene.session.refuse(scene.session.token ?? '', 'revoked');
    await settle();
    assert.deepEqual(scene.asked, ['initial', 'rejected']);
    assert.deepEqual(scene.log, ['live', 'expired', 'live']);
  });

  it('makes one request for all who ask meanwhile', async () => {
    let give = (_token: string): void => undefined;
    const scene = new Scene({ provider: () => new Promise((resolve) => (give = resolve)) });
    const twice = Promise.all([scene.session.renew(), scene.session.renew()]);
    await settle();
    give(scene.token(HOUR));
    await twice;
    assert.deepEqual(scene.asked, ['initial']);
  });

  for (const [what, end] of [
    ['a sign-out', (scene: Scene) => scene.session.signOut({ reason: 'host', source: 'host' })],
    ['a token from outside', (scene: Scene) => scene.session.use(scene.token(HOUR))],
  ] as const) {
    for (const when of ['at once', 'later'])
      it(`rejects who asked by hand where ${what} comes ${when}, before the answer`, async () => {
        const scene = new Scene({ provider: () => new Promise<string>(() => undefined) });
        await scene.use(scene.token(HOUR / 2));
        const asked = assert.rejects(scene.session.renew(), { code: 'aborted' });
        if (when === 'later') await settle();
        end(scene);
        await asked;
      });
  }

  it('keeps the newest: a token from outside ends the request under way', async () => {
    let signal: AbortSignal | undefined;
    let give = (_token: string): void => undefined;
    const scene = new Scene({
      provider: (request) => {
        signal = request.signal;
        return new Promise((resolve) => (give = resolve));
      },
    });
    await settle();
    const own = scene.token(HOUR);
    scene.session.use(own);
    assert.equal(signal?.aborted, true);
    give(scene.token(2 * HOUR));
    await settle();
    assert.equal(scene.session.token, own);
  });

  it('asks the host first; its answer counts, and its silence asks the source', async () => {
    const scene = renewing(HOUR);
    await settle();
    const own = scene.token(5 * HOUR);
    scene.witness.answer = () => ({ token: Promise.resolve(own), isDeclined: false });
    await scene.pass(HOUR - MINUTE);
    assert.equal(scene.session.token, own);
    assert.deepEqual(scene.asked, ['initial']);
    scene.witness.answer = () => ({ isDeclined: false });
    await scene.pass(4 * HOUR);
    assert.deepEqual(scene.asked, ['initial', 'renew']);
  });

  it('asks the source where the host’s answer comes to nothing', async () => {
    const scene = renewing(HOUR);
    await settle();
    scene.witness.answer = () => ({ token: Promise.reject(new Error('no')), isDeclined: false });
    await scene.pass(HOUR - MINUTE);
    assert.deepEqual(scene.asked, ['initial', 'renew']);
  });

  it('leaves a token alone that the host declines to renew, until its end', async () => {
    const scene = renewing(HOUR);
    await settle();
    scene.witness.answer = () => ({ isDeclined: true });
    await scene.pass(2 * HOUR);
    assert.deepEqual(scene.asked, ['initial']);
    assert.deepEqual(scene.log, ['live', 'expiring 60', 'expired']);
  });

  it('asks the host alone, also on a hidden page, where there is no source', async () => {
    const scene = new Scene();
    const next = scene.token(3 * HOUR);
    scene.witness.answer = () => ({ token: Promise.resolve(next), isDeclined: false });
    await scene.use(scene.token(HOUR));
    scene.platform.show(false);
    await scene.pass(HOUR);
    assert.equal(scene.session.token, next);
  });

  it('tells the error that the host answers with, once, and does not write to it', async () => {
    const scene = new Scene();
    const error = Object.freeze(new BytedeskError('seat-limit', 'All seats are in use.', { deskCode: 4290 }));
    scene.witness.answer = () => ({ token: Promise.reject(error), isDeclined: false });
    await scene.use(scene.token(HOUR));
    await scene.pass(HOUR - 1);
    const told = scene.log.filter((entry) => entry.startsWith('failed'));
    assert.deepEqual([told, error.isFinal], [['failed seat-limit'], false]);
  });

  it('rejects by hand with the reason, and leaves the session as it is', async () => {
    const scene = new Scene();
    await scene.use(scene.token(HOUR));
    await assert.rejects(scene.session.renew(), { code: 'token-source-failed' });
    assert.equal(scene.session.state, 'live');
  });

  it('leaves nothing behind: no timer, no listener, no request', async () => {
    const scene = renewing(HOUR);
    await settle();
    assert.ok(scene.platform.remains > 0);
    scene.session.remove(scene.witness);
    assert.equal(scene.platform.remains, 0);
    scene.session.add(scene.witness);
    scene.session.signOut({ reason: 'host', source: 'host' });
    await settle();
    assert.equal(scene.platform.remains, 0);
    scene.platform.wake('online');
    await scene.pass(DAY);
    assert.deepEqual(scene.asked, ['initial']);
  });

  it('takes no token from a provider that gives an object with a token in it, and goes on with the others', async () => {
    const scene: Scene = new Scene({
      provider: () => ({ token: scene.token(HOUR) }) as unknown as string,
    });
    await scene.pass(MINUTE);
    assert.equal(scene.asked.length, 4);
    assert.equal(scene.session.problem?.code, 'token-source-failed');
  });

  it('keeps a token from outside, not the answer of the request that its provider was just asked for', async () => {
    const scene: Scene = new Scene({ joins: false });
    const own = scene.token(2 * HOUR);
    scene.session.setSource({
      ...scene.settings(null),
      provider: () => {
        scene.session.use(own);
        return scene.token(HOUR);
      },
    });
    scene.session.add(scene.witness);
    await settle();
    assert.equal(scene.session.token, own);
  });

  it('the end is told on a page that is looked at without a network, after some tries, not on one that nobody sees', async () => {
    let isDown = false;
    const scene: Scene = new Scene({
      provider: () => {
        if (isDown) throw new TypeError('Failed to fetch');
        return scene.token(HOUR);
      },
    });
    await settle();
    scene.platform.show(false);
    await scene.pass(2 * HOUR);
    assert.equal(scene.session.state, 'live');
    isDown = true;
    scene.platform.online = false;
    scene.platform.show(true);
    await scene.pass(MINUTE);
    assert.equal(scene.session.state, 'expired');
    isDown = false;
    scene.platform.online = true;
    scene.platform.wake('online');
    await scene.pass(2_000);
    assert.equal(scene.session.state, 'live');
  });

  it('renew-before of any size asks no opaque token again and again', async () => {
    const scene = new Scene({ provider: () => 'opaque-token', needs: { renewBeforeMs: Infinity } });
    await scene.pass(DAY);
    assert.deepEqual(scene.asked, ['initial']);
  });
});
